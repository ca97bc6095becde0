// Camera positions that show a set of marks.

import {M, placed} from './model.js';

export function around(marks, view, {room = 0.86, most = M.outlines ? 40 : 1.6} = {}) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const i of marks) {
    if (!placed(i)) continue;
    const r = M.outlines ? 1 : M.r[i];
    x0 = Math.min(x0, M.x[i] - r); x1 = Math.max(x1, M.x[i] + r);
    y0 = Math.min(y0, M.y[i] - r); y1 = Math.max(y1, M.y[i] + r);
  }
  if (x0 > x1) return null;
  const k = room * Math.min(view.w / Math.max(1e-6, x1 - x0), view.h / Math.max(1e-6, y1 - y0));
  return {x: (x0 + x1) / 2, y: (y0 + y1) / 2, k: Math.min(most, k)};
}

// The opening view: the main part of the network, the region of most actors, or the country.
export function home(view) {
  const [x0, y0, x1, y1] = M.raw.home;
  const k = 0.92 * Math.min(view.w / Math.max(1, x1 - x0), (view.h - 60) / Math.max(1, y1 - y0));
  return {x: (x0 + x1) / 2, y: (y0 + y1) / 2 - 15 / k, k: M.outlines ? k : Math.min(1.4, k)};
}

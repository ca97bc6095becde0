// Camera positions that show a set of marks.

import {M, placed} from './model.js';

export function around(marks, view, {room = 0.86, most = 1.6} = {}) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const i of marks) {
    if (!placed(i)) continue;
    x0 = Math.min(x0, M.x[i] - M.r[i]); x1 = Math.max(x1, M.x[i] + M.r[i]);
    y0 = Math.min(y0, M.y[i] - M.r[i]); y1 = Math.max(y1, M.y[i] + M.r[i]);
  }
  if (x0 > x1) return null;
  const k = room * Math.min(view.w / Math.max(1e-6, x1 - x0), view.h / Math.max(1e-6, y1 - y0));
  return {x: (x0 + x1) / 2, y: (y0 + y1) / 2, k: Math.min(most, k)};
}

export function everything(view, filter = () => true) {
  const marks = [];
  for (let i = 0; i < M.actors; i++) if (filter(i)) marks.push(i);
  return around(marks, view, {most: 1.4});
}

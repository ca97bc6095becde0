// Camera positions that show a set of marks.

import {M, placed} from './model.js';
import {scene} from './scene.js';
import {framed} from './view.js';

export function around(marks, view, {room = 0.86, most = scene.most, inset = true} = {}) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const i of marks) {
    if (!placed(i)) continue;
    const r = scene.kind === 'geo' ? 8 : M.r[i];
    x0 = Math.min(x0, M.x[i] - r); x1 = Math.max(x1, M.x[i] + r);
    y0 = Math.min(y0, M.y[i] - r); y1 = Math.max(y1, M.y[i] + r);
  }
  if (x0 > x1) return null;
  const free = inset ? scene : {top: 0, bottom: 0};
  const k = Math.min(most, room * Math.min(view.w / Math.max(1e-6, x1 - x0), (view.h - free.top - free.bottom) / Math.max(1e-6, y1 - y0)));
  return {x: (x0 + x1) / 2, y: (y0 + y1) / 2 - (free.top - free.bottom) / 2 / k, k};
}

// The opening view: the whole network or its time, the region of most actors, or the country.
export function home(view) {
  return framed(scene.home, view, scene, scene.closest);
}

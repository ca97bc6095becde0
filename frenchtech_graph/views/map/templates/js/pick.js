// Which mark lies under a point of the screen.

import {M} from './model.js';
import {markShown, scene, screenRadius} from './scene.js';
import {toWorld} from './view.js';

const CELLS = 160;
let grid = null, gridOf = null;

function build() {
  gridOf = M.x;
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (let i = 0; i < M.marks; i++) {
    if (Number.isNaN(M.x[i])) continue;
    x0 = Math.min(x0, M.x[i]); x1 = Math.max(x1, M.x[i]);
    y0 = Math.min(y0, M.y[i]); y1 = Math.max(y1, M.y[i]);
  }
  const cell = Math.max(x1 - x0, y1 - y0, 1e-6) / CELLS, cells = new Map();
  grid = {x0, y0, cell, cells};
  for (let i = 0; i < M.marks; i++) {
    if (Number.isNaN(M.x[i])) continue;
    const key = Math.floor((M.x[i] - x0) / cell) * 4096 + Math.floor((M.y[i] - y0) / cell);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(i);
  }
}

export function markAt(view, px, py, tolerance = 8) {
  if (gridOf !== M.x) build();
  const [x, y] = toWorld(view, px, py), reach = 34 / view.k;
  const cx = (x - grid.x0) / grid.cell, cy = (y - grid.y0) / grid.cell, span = reach / grid.cell;
  let best = -1, least = Infinity;
  for (let a = Math.floor(cx - span); a <= cx + span; a++) {
    for (let b = Math.floor(cy - span); b <= cy + span; b++) {
      for (const i of grid.cells.get(a * 4096 + b) ?? []) {
        if (!markShown(i) || scene.folded(i, view)) continue;
        const far = Math.hypot(M.x[i] - x, M.y[i] - y) * view.k;
        if (far < Math.max(tolerance, screenRadius(i, view) + 3) && far < least) { least = far; best = i; }
      }
    }
  }
  return best;
}

// Soft grounds that show which actors hang together.

import {GROUND_FROM, GROUND_ROOM, SHRINK} from './looks.js';
import {M, degree} from './model.js';
import {disc} from './shapes.js';
import {C} from './theme.js';
import {intoPixels, intoWorld} from './view.js';
import {V} from './visible.js';

// The union of discs is filled once. Where there are many, they are painted small and enlarged, which their soft edges bear.
const MANY = 2500;
const small = document.createElement('canvas');
export function drawGrounds(c, view, ratio) {
  if (M.actors < MANY || !view.w || !view.h) return blobs(c);
  small.width = Math.ceil(view.w / SHRINK);
  small.height = Math.ceil(view.h / SHRINK);
  const little = small.getContext('2d');
  intoWorld(little, view, 1 / SHRINK);
  blobs(little);
  c.save();
  intoPixels(c, ratio);
  c.drawImage(small, 0, 0, view.w, view.h);
  c.restore();
}

function blobs(c) {
  const sizes = new Map();
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && degree(i)) sizes.set(M.group[i], (sizes.get(M.group[i]) ?? 0) + 1);
  const paths = new Map();
  for (let i = 0; i < M.actors; i++) {
    const g = M.group[i];
    if (!V.actor[i] || (sizes.get(g) ?? 0) < GROUND_FROM) continue;
    if (!paths.has(g)) paths.set(g, new Path2D());
    disc(paths.get(g), M.x[i], M.y[i], M.r[i] + GROUND_ROOM);
  }
  const tints = C.blob.split(' ');
  for (const [g, path] of paths) {
    c.fillStyle = tints[g % tints.length];
    c.fill(path);
  }
}

// Marks of actors and events, filled in one batch for each shape.

import {L} from './light.js';
import {M, mainPillar} from './model.js';
import {markShown, scene, screenRadius} from './scene.js';
import {SHAPES, disc} from './shapes.js';
import {C} from './theme.js';
import {drawTies} from './ties.js';
import {frame} from './view.js';

const CROWDED = 5000; // marks above which the rest steps further back
export function drawMarks(c, view) {
  const inside = frame(view, 40), batches = Array.from({length: 14}, () => []);
  for (let i = M.marks - 1; i >= 0; i--) {
    if (!markShown(i) || !inside(M.x[i], M.y[i]) || scene.folded(i, view)) continue;
    const shape = i < M.actors ? mainPillar(i) : 6;
    batches[(L.dim && !L.lit[i] ? 0 : 7) + shape].push(i);
  }
  batches.forEach((batch, b) => {
    if (!batch.length) return;
    const lit = b >= 7, shape = b % 7, draw = SHAPES[shape] ?? disc;
    c.beginPath();
    for (const i of batch) {
      const r = screenRadius(i, view) / view.k;
      if (r * view.k < 2.2) c.rect(M.x[i] - r, M.y[i] - r, 2 * r, 2 * r);
      else draw(c, M.x[i], M.y[i], r);
    }
    c.fillStyle = shape === 6 ? C.muted : !lit && L.dim === 'faint' ? C.tie : C.pillars[shape];
    c.globalAlpha = lit ? 1 : L.dim === 'faint' ? 0.22 : M.marks > CROWDED ? 0.38 : 0.5;
    c.fill();
    if (lit && view.k > 0.25) {
      c.lineWidth = 1 / view.k;
      c.strokeStyle = C.bg;
      c.stroke();
    }
    c.globalAlpha = 1;
  });
}

// Over a drawing that has its marks already, a few near ones are drawn again, with their shapes and ties.
const FEW = 1500;
export function drawFew(c, view) {
  const inside = frame(view, 0);
  let seen = 0;
  for (let i = 0; i < M.marks && seen <= FEW; i++) if (inside(M.x[i], M.y[i]) && markShown(i)) seen++;
  if (seen > FEW) return false;
  drawTies(c, view);
  drawMarks(c, view);
  return true;
}

export function ring(c, view, i, colour, width, gap) {
  c.beginPath();
  disc(c, M.x[i], M.y[i], (screenRadius(i, view) + gap) / view.k);
  c.lineWidth = width / view.k;
  c.strokeStyle = colour;
  c.stroke();
}

// Marks of actors and events, filled in one batch for each shape.

import {L} from './light.js';
import {backAlpha} from './looks.js';
import {M, mainPillar} from './model.js';
import {colourOf} from './readings.js';
import {markShown, scene, screenRadius} from './scene.js';
import {PILLARS, SHAPES, disc} from './shapes.js';
import {C} from './theme.js';
import {drawTies} from './ties.js';
import {frame} from './view.js';
import {V} from './visible.js';

const EVENT = PILLARS.length;
const PLAIN = 0, BACK = 1, FADED = 2, HOLLOW = 3;
const stateOf = i => V.unborn[i] ? FADED : L.dim && !L.lit[i] ? BACK : i < M.actors && scene.hollow(i) ? HOLLOW : PLAIN;

// A batch holds marks of one state, shape and colour; who steps back is filled first.
function batchesOf(view) {
  const inside = frame(view, 40), found = new Map();
  for (let i = M.marks - 1; i >= 0; i--) {
    if (!markShown(i) || !inside(M.x[i], M.y[i]) || scene.folded(i, view)) continue;
    const state = stateOf(i), shape = i < M.actors ? mainPillar(i) : EVENT;
    const colour = shape === EVENT ? C.muted : state === BACK && L.dim === 'faint' ? C.tie : colourOf(i);
    const key = `${state} ${shape} ${colour}`;
    if (!found.has(key)) found.set(key, {state, shape, colour, marks: []});
    found.get(key).marks.push(i);
  }
  const order = [BACK, PLAIN, FADED, HOLLOW];
  return [...found.values()].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.shape - a.shape);
}

export function drawMarks(c, view) {
  const back = L.dim === 'faint' ? 0.22 : backAlpha(M.marks);
  for (const {state, shape, colour, marks} of batchesOf(view)) {
    const draw = SHAPES[shape] ?? disc;
    c.beginPath();
    for (const i of marks) {
      const r = screenRadius(i, view) / view.k;
      if (r * view.k < 2.2) c.rect(M.x[i] - r, M.y[i] - r, 2 * r, 2 * r);
      else draw(c, M.x[i], M.y[i], r);
    }
    c.fillStyle = state === HOLLOW ? C.bg : colour;
    c.globalAlpha = {[FADED]: 0.1, [BACK]: back}[state] ?? 1;
    c.fill();
    if (state === HOLLOW || (state === PLAIN && view.k > 0.25)) {
      c.lineWidth = (state === HOLLOW ? 1.8 : 1) / view.k;
      c.strokeStyle = state === HOLLOW ? colour : C.bg;
      c.stroke();
    }
    c.globalAlpha = 1;
  }
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

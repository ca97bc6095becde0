// Paints the whole scene, layer by layer: grounds, ties, marks, findings, names.

import {drawGaps} from './gaps.js';
import {drawGrounds} from './grounds.js';
import {Labels} from './labels.js';
import {drawLacks} from './lacks.js';
import {L} from './light.js';
import {drawFew, drawMarks, ring} from './marks.js';
import {M, pairsOf, placed} from './model.js';
import {drawNames} from './names.js';
import {isHub, markShown, scene, screenRadius} from './scene.js';
import {S} from './state.js';
import {C} from './theme.js';
import {drawTies} from './ties.js';
import {intoPixels, intoWorld, toScreen} from './view.js';
import {V} from './visible.js';

// Introductions and other pairs are dotted: these ties are not recorded.
function drawPairs(c, view, pairs) {
  c.beginPath();
  for (const {a, b} of pairs) {
    if (!V.actor[a] || !V.actor[b] || !placed(a) || !placed(b)) continue;
    c.moveTo(M.x[a], M.y[a]);
    c.lineTo(M.x[b], M.y[b]);
  }
  c.setLineDash([2 / view.k, 5 / view.k]);
  c.lineCap = 'round';
  c.lineWidth = 2.6 / view.k;
  c.strokeStyle = C.gap;
  c.stroke();
  c.setLineDash([]);
}

function drawPath(c, view) {
  c.beginPath();
  L.path.filter(({actor}) => placed(actor)).forEach(({actor, event}, step) => {
    if (event >= 0 && M.eventMark[event] >= 0 && placed(M.eventMark[event])) c.lineTo(M.x[M.eventMark[event]], M.y[M.eventMark[event]]);
    if (step) c.lineTo(M.x[actor], M.y[actor]); else c.moveTo(M.x[actor], M.y[actor]);
  });
  c.lineWidth = 4 / view.k;
  c.strokeStyle = C.accent;
  c.stroke();
}

// `whole`: draw marks and ties even where something else has drawn them already.
export function paint(c, view, ratio, {whole = false} = {}) {
  const over = scene.drawn && !whole;
  c.save();
  intoPixels(c, ratio);
  if (over) c.clearRect(0, 0, view.w, view.h);
  else {
    c.fillStyle = C.bg;
    c.fillRect(0, 0, view.w, view.h);
  }
  intoWorld(c, view, ratio);
  if (over) scene.close = drawFew(c, view);
  else if (scene.under) scene.under(c, view);
  else if (L.dim !== 'faint' && scene.kind === 'network') drawGrounds(c, view, ratio);
  if (!over) {
    drawTies(c, view);
    drawMarks(c, view);
  }
  if (S.actor >= 0 && V.actor[S.actor] && placed(S.actor)) ring(c, view, S.actor, C.fg, 2.5, 4);
  for (const a of V.hubs) if (isHub(a) && markShown(a) && !scene.folded(a, view)) ring(c, view, a, C.fg, 1.4, 2.2);
  const pairs = pairsOf(S.view);
  if (pairs && !S.path && !S.ego) drawPairs(c, view, pairs);
  if (L.path) drawPath(c, view);
  intoPixels(c, ratio);
  const labels = new Labels(c, view, scene);
  scene.over?.(c, view, labels);
  drawGaps(c, view, labels);
  drawLacks(c, view, labels);
  drawNames(c, view, labels);
  scene.written = labels.written;
  c.restore();
}

// What follows the pointer: drawn over the scene at every frame, so it must stay small.
export function paintHover(c, view, ratio, i, partners) {
  c.save();
  intoWorld(c, view, ratio);
  c.beginPath();
  for (const [other, e] of partners) {
    const via = M.eventMark[e];
    c.moveTo(M.x[i], M.y[i]);
    if (via >= 0 && placed(via)) c.lineTo(M.x[via], M.y[via]);
    c.lineTo(M.x[other], M.y[other]);
  }
  c.lineWidth = 1.3 / view.k;
  c.strokeStyle = C.accent;
  c.globalAlpha = 0.7;
  c.stroke();
  c.globalAlpha = 1;
  ring(c, view, i, C.accent, 2.5, 3);
  intoPixels(c, ratio);
  const [x, y] = toScreen(view, M.x[i], M.y[i]);
  new Labels(c, view, scene).put(M.label[i], x, y, screenRadius(i, view), {size: 13.5, bold: true, colour: C.fg, halo: C.halo, must: true});
  c.restore();
}

// Draws the whole scene in a few batches on a canvas: grounds, ties, marks, findings, names.

import {drawGaps} from './gaps.js';
import {Labels} from './labels.js';
import {L} from './light.js';
import {M, byDegree, degree, mainPillar, placed} from './model.js';
import {SHAPES, disc} from './shapes.js';
import {S} from './state.js';
import {C, flowColour} from './theme.js';
import {toScreen, toWorld} from './view.js';
import {V} from './visible.js';

const place = (c, view, ratio) => c.setTransform(
  ratio * view.k, 0, 0, ratio * view.k,
  ratio * (view.w / 2 - view.x * view.k), ratio * (view.h / 2 - view.y * view.k));

export const markShown = i => i < M.actors ? V.actor[i] && placed(i) : V.event[M.markEvent[i - M.actors]];
const isHub = i => S.view === 'hubs' && L.dim === 'soft' && M.hubOf.get(i)?.hub;

function frame(view, margin) {
  const [x0, y0] = toWorld(view, -margin, -margin), [x1, y1] = toWorld(view, view.w + margin, view.h + margin);
  return (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

// Soft grounds that show which actors hang together; the union of discs is filled once. Where there are
// many, they are painted small and enlarged, which their soft edges bear.
const MANY = 2500, SHRINK = 4;
const small = document.createElement('canvas');
function grounds(c, view, ratio) {
  if (M.actors < MANY) return blobs(c);
  small.width = Math.ceil(view.w / SHRINK);
  small.height = Math.ceil(view.h / SHRINK);
  const little = small.getContext('2d');
  place(little, view, 1 / SHRINK);
  blobs(little);
  c.save();
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.drawImage(small, 0, 0, view.w, view.h);
  c.restore();
}

function blobs(c) {
  const sizes = new Map();
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && degree(i)) sizes.set(M.group[i], (sizes.get(M.group[i]) ?? 0) + 1);
  const paths = new Map();
  for (let i = 0; i < M.actors; i++) {
    const g = M.group[i];
    if (!V.actor[i] || (sizes.get(g) ?? 0) < 8) continue;
    if (!paths.has(g)) paths.set(g, new Path2D());
    disc(paths.get(g), M.x[i], M.y[i], M.r[i] + 26);
  }
  const tints = C.blob.split(' ');
  for (const [g, path] of paths) {
    c.fillStyle = tints[g % tints.length];
    c.fill(path);
  }
}

function lineOn(line) {
  const e = M.lineEvent[line], b = M.lineB[line];
  return V.event[e] && V.actor[M.lineA[line]] && (b >= M.actors || V.actor[b]) && placed(M.lineA[line]) && (b >= M.actors || placed(b));
}

const lineLit = line => L.lit[M.lineA[line]] && L.lit[M.lineB[line]];

function crosses(view) {
  const [x0, y0] = toWorld(view, 0, 0), [x1, y1] = toWorld(view, view.w, view.h);
  return line => {
    const a = M.lineA[line], b = M.lineB[line];
    const ax = M.x[a], ay = M.y[a], bx = M.x[b], by = M.y[b];
    return !((ax < x0 && bx < x0) || (ax > x1 && bx > x1) || (ay < y0 && by < y0) || (ay > y1 && by > y1));
  };
}

function strokeLines(c, view, wanted, {colour, width, alpha}) {
  const near = crosses(view);
  c.beginPath();
  for (let i = 0; i < M.lines; i++) {
    if (!wanted(i) || !lineOn(i) || !near(i)) continue;
    c.moveTo(M.x[M.lineA[i]], M.y[M.lineA[i]]);
    c.lineTo(M.x[M.lineB[i]], M.y[M.lineB[i]]);
  }
  c.globalAlpha = alpha;
  c.lineWidth = width / view.k;
  c.strokeStyle = colour;
  c.stroke();
  c.globalAlpha = 1;
}

const ALPHA = {'': 0.3, soft: 0.16, faint: 0.05};

function ties(c, view) {
  const thin = Math.max(0.4, Math.min(1.1, 0.6 + view.k * 0.4));
  // a dense drawing needs fainter lines to stay readable
  const thick = Math.min(1, Math.sqrt(3000 / Math.max(1, M.lines)) + 0.25);
  if (scene.lines) strokeLines(c, view, () => true, {colour: C.tie, width: thin, alpha: ALPHA[L.dim] * thick});
  if (!L.dim || (!scene.lines && L.dim === 'soft')) return;
  if (S.view === 'hubs' && L.dim === 'soft') {
    strokeLines(c, view, i => L.lit[M.lineA[i]] || L.lit[M.lineB[i]], {colour: C.tie, width: thin, alpha: 0.22 * thick});
  }
  const flows = M.flow.values.length + 1;
  for (let f = 0; f < flows; f++) {
    const code = f === flows - 1 ? -1 : f;
    if (S.view === 'introductions' && !S.ego && !S.path) break;
    strokeLines(c, view, i => lineLit(i) && M.flow.codes[M.lineEvent[i]] === code && ofView(i),
      {colour: flowColour(M.flow.values[code]), width: 1.5, alpha: 0.85});
  }
}

// In an ego view only the ties of the actor itself stand out, not those among its partners.
function ofView(line) {
  if (!S.ego || S.path) return true;
  if (M.lineA[line] === S.actor || M.lineB[line] === S.actor) return true;
  return M.lineB[line] >= M.actors && has(M.lineEvent[line], S.actor);
}
const has = (e, actor) => {
  for (let m = M.first[e]; m < M.first[e + 1]; m++) if (M.memberActor[m] === actor) return true;
  return false;
};

// What a drawing may change: a ground under the marks, what lies over them, their size, which are folded away.
export const scene = {
  under: null,
  over: null,
  radius: (i, view) => M.r[i] * Math.min(1.2, view.k),
  folded: () => false,
  lines: true, // whether all ties are drawn, or only those that stand out
  drawn: false, // whether something else draws marks and ties
};

export const screenRadius = (i, view) => Math.max(isHub(i) ? 6 : i < M.actors ? 1.6 : 1, scene.radius(i, view));

const CROWDED = 5000; // marks above which the rest steps further back
function marks(c, view) {
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

// Over a drawing that has its marks already, only a few near ones are drawn again, in their shapes.
const FEW = 1500;
function few(c, view) {
  const inside = frame(view, 0);
  let seen = 0;
  for (let i = 0; i < M.marks && seen <= FEW; i++) if (inside(M.x[i], M.y[i]) && markShown(i)) seen++;
  if (seen <= FEW) marks(c, view);
}

function ring(c, view, i, colour, width, gap) {
  c.beginPath();
  disc(c, M.x[i], M.y[i], (screenRadius(i, view) + gap) / view.k);
  c.lineWidth = width / view.k;
  c.strokeStyle = colour;
  c.stroke();
}

function findings(c, view) {
  if (S.view === 'introductions' && !S.path && !S.ego) {
    c.beginPath();
    for (const {a, b} of M.introductions) {
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
  if (L.path) {
    c.beginPath();
    L.path.forEach(({actor, event}, step) => {
      if (event >= 0 && M.eventMark[event] >= 0) c.lineTo(M.x[M.eventMark[event]], M.y[M.eventMark[event]]);
      if (step) c.lineTo(M.x[actor], M.y[actor]); else c.moveTo(M.x[actor], M.y[actor]);
    });
    c.lineWidth = 4 / view.k;
    c.strokeStyle = C.accent;
    c.stroke();
  }
}

function names(c, view, labels) {
  const inside = frame(view, 0);
  const style = {colour: C.fg, halo: C.halo};
  const put = (i, more) => {
    const [x, y] = toScreen(view, M.x[i], M.y[i]);
    return labels.put(M.label[i], x, y, screenRadius(i, view), {...style, ...more});
  };
  for (const h of M.hubs) if (isHub(h.a) && markShown(h.a)) labels.keepFree(...toScreen(view, M.x[h.a], M.y[h.a]), screenRadius(h.a, view));
  const first = [];
  if (S.actor >= 0) first.push(S.actor);
  if (L.path) first.push(...L.path.map(s => s.actor));
  for (const i of new Set(first)) if (V.actor[i] && placed(i)) put(i, {bold: true, size: 14, must: true});
  let left = Math.round(view.w * view.h / 16000), tries = 0;
  const done = new Set(first);
  const walk = (list, test, more) => {
    for (const i of list) {
      if (left <= 0 || tries > 1500) return;
      if (done.has(i) || !V.actor[i] || !placed(i) || !inside(M.x[i], M.y[i]) || scene.folded(i, view) || !test(i)) continue;
      tries++;
      if (put(i, more)) { left--; done.add(i); }
    }
  };
  if (S.view === 'hubs' && L.dim === 'soft') {
    walk(M.hubs.map(h => h.a), i => M.hubOf.get(i).hub, {bold: true, size: 13.5});
    left = Math.min(left, Math.round(14 * Math.max(1, view.k * 2)));
    walk(byDegree, i => screenRadius(i, view) > 4.5, {size: 11.5, alpha: 0.8});
  } else {
    walk(byDegree, i => L.dim !== 'faint' || L.lit[i], {});
  }
}

export function paint(c, view, ratio) {
  c.save();
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (scene.drawn) c.clearRect(0, 0, view.w, view.h);
  else {
    c.fillStyle = C.bg;
    c.fillRect(0, 0, view.w, view.h);
  }
  place(c, view, ratio);
  if (scene.drawn) few(c, view);
  else if (scene.under) scene.under(c, view);
  else if (L.dim !== 'faint') grounds(c, view, ratio);
  if (!scene.drawn) {
    ties(c, view);
    marks(c, view);
  }
  if (S.actor >= 0 && V.actor[S.actor] && placed(S.actor)) ring(c, view, S.actor, C.fg, 2.5, 4);
  for (const h of M.hubs) if (isHub(h.a) && markShown(h.a) && !scene.folded(h.a, view)) ring(c, view, h.a, C.fg, 1.4, 2.2);
  findings(c, view);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  const labels = new Labels(c, view);
  scene.over?.(c, view, labels);
  drawGaps(c, view, labels);
  names(c, view, labels);
  c.restore();
}

// What follows the pointer: drawn over the scene at every frame, so it must stay small.
export function paintHover(c, view, ratio, i, partners) {
  c.save();
  place(c, view, ratio);
  c.beginPath();
  for (const [other, e] of partners) {
    const via = M.eventMark[e];
    c.moveTo(M.x[i], M.y[i]);
    if (via >= 0) c.lineTo(M.x[via], M.y[via]);
    c.lineTo(M.x[other], M.y[other]);
  }
  c.lineWidth = 1.3 / view.k;
  c.strokeStyle = C.accent;
  c.globalAlpha = 0.7;
  c.stroke();
  c.globalAlpha = 1;
  ring(c, view, i, C.accent, 2.5, 3);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  const [x, y] = toScreen(view, M.x[i], M.y[i]);
  new Labels(c, view).put(M.label[i], x, y, screenRadius(i, view), {size: 13.5, bold: true, colour: C.fg, halo: C.halo, must: true});
  c.restore();
}

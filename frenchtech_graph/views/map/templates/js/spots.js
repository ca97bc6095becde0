// Places with their actors: from afar a ring of pillars per place, near by each actor.

import {L} from './light.js';
import {M, PILLARS, mainPillar} from './model.js';
import {scene} from './scene.js';
import {S} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V} from './visible.js';
import {count, t} from './words.js';

const SPACING = M.raw.spacing, MANY = 8; // an event of more places says nothing of a tie between two of them
let tallied = null, tally = {spots: [], ties: []};

// Counts per place and per pair of places, of what the filters let through.
function spotTally() {
  const key = `${V.shown} ${V.around} ${V.ties} ${S.place} ${S.sector} ${S.source} ${S.from} ${S.to}`;
  if (key === tallied) return tally;
  tallied = key;
  const spots = M.spots.map((spot, at) => ({...spot, at, n: 0, pillars: new Array(PILLARS.length).fill(0)}));
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && M.spotOf[i] >= 0) {
    spots[M.spotOf[i]].n++;
    spots[M.spotOf[i]].pillars[mainPillar(i)]++;
  }
  const pairs = new Map();
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e]) continue;
    const places = new Set();
    for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const a = M.memberActor[m];
      if (V.actor[a] && M.spotOf[a] >= 0) places.add(M.spotOf[a]);
    }
    if (places.size < 2 || places.size > MANY) continue;
    const list = [...places].sort((a, b) => a - b);
    list.forEach((a, j) => list.slice(j + 1).forEach(b => {
      const pair = a * spots.length + b;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }));
  }
  const ties = [...pairs].map(([pair, n]) => ({a: Math.floor(pair / spots.length), b: pair % spots.length, n}))
    .sort((p, q) => q.n - p.n).slice(0, 500);
  tally = {spots: spots.filter(s => s.n).sort((a, b) => b.n - a.n), ties};
  return tally;
}

const ringRadius = n => Math.min(46, 4 + 2.3 * Math.sqrt(n));

// Spots near each other on the screen become one ring.
let merged = {key: '', rings: [], ringOf: new Map()};
function rings(view) {
  const {spots} = spotTally(), key = `${tallied} ${view.k.toPrecision(4)}`;
  if (merged.key === key) return merged;
  const list = [], ringOf = new Map();
  for (const spot of spots) {
    const near = list.find(r => Math.hypot(r.x - spot.x, r.y - spot.y) * view.k < ringRadius(r.n) * 0.9 + ringRadius(spot.n) * 0.55);
    if (near) {
      near.n += spot.n;
      near.more++;
      spot.pillars.forEach((v, p) => { near.pillars[p] += v; });
      ringOf.set(spot.at, near);
    } else {
      const ring = {...spot, pillars: [...spot.pillars], more: 0};
      list.push(ring);
      ringOf.set(spot.at, ring);
    }
  }
  for (const r of list) r.open = SPACING * Math.sqrt(r.n) * view.k > ringRadius(r.n) * 1.05 && r.more === 0;
  return merged = {key, rings: list, ringOf};
}

const near = (i, view) => rings(view).ringOf.get(M.spotOf[i])?.open;

export function foldSpots() {
  scene.lines = false;
  scene.folded = (i, view) => !near(i, view) && !(L.dim === 'faint' && L.lit[i]) && i !== S.actor;
  scene.radius = (i, view) => Math.max(2, Math.min(M.r[i], M.r[i] / 8 * SPACING * view.k));
  scene.over = drawSpots;
}

function tiesBetween(c, view, found) {
  const {spots, ties} = spotTally(), most = ties[0]?.n ?? 1;
  const at = new Map(spots.map(s => [s.at, s]));
  c.strokeStyle = C.tie;
  c.lineCap = 'round';
  for (const {a, b, n} of ties) {
    const from = found.ringOf.get(a), to = found.ringOf.get(b);
    if (!from || !to || from === to) continue;
    const [x, y] = from.open ? [at.get(a).x, at.get(a).y] : [from.x, from.y];
    const [u, v] = to.open ? [at.get(b).x, at.get(b).y] : [to.x, to.y];
    const [px, py] = toScreen(view, x, y), [qx, qy] = toScreen(view, u, v);
    c.beginPath();
    c.moveTo(px, py);
    // a slight bow keeps ties over the same axis apart
    c.quadraticCurveTo((px + qx) / 2 + (qy - py) * 0.12, (py + qy) / 2 - (qx - px) * 0.12, qx, qy);
    c.lineWidth = 0.7 + 5 * Math.sqrt(n / most);
    c.globalAlpha = 0.14 + 0.3 * Math.sqrt(n / most);
    c.stroke();
  }
  c.globalAlpha = 1;
}

function ring(c, px, py, r, pillars, n) {
  c.beginPath();
  c.arc(px, py, r, 0, 2 * Math.PI);
  c.fillStyle = C.bg;
  c.globalAlpha = 0.92;
  c.fill();
  c.globalAlpha = 1;
  let turn = -Math.PI / 2;
  const thick = Math.max(3, r * 0.34);
  pillars.forEach((v, p) => {
    if (!v) return;
    const next = turn + 2 * Math.PI * v / n;
    c.beginPath();
    c.arc(px, py, r - thick / 2, turn, next);
    c.lineWidth = thick;
    c.lineCap = 'butt';
    c.strokeStyle = C.pillars[p];
    c.stroke();
    turn = next;
  });
}

function drawSpots(c, view, labels) {
  const found = rings(view);
  if (L.dim !== 'faint') tiesBetween(c, view, found);
  c.globalAlpha = 1;
  const shown = found.rings.filter(r => !r.open);
  for (const r of [...shown].reverse()) {
    const [px, py] = toScreen(view, r.x, r.y), radius = ringRadius(r.n);
    if (px < -60 || py < -60 || px > view.w + 60 || py > view.h + 60) continue;
    c.globalAlpha = L.dim === 'faint' ? 0.35 : 1;
    ring(c, px, py, radius, r.pillars, r.n);
    labels.keepFree(px, py, radius * 0.8);
    if (radius > 15) {
      c.fillStyle = C.fg;
      c.textAlign = 'center';
      c.font = `600 ${Math.round(Math.max(11, Math.min(15, radius * 0.5)))}px system-ui, sans-serif`;
      c.fillText(count(r.n), px, py + 4);
      c.textAlign = 'left';
    }
    c.globalAlpha = 1;
  }
  const style = {colour: C.fg, halo: C.halo, alpha: L.dim === 'faint' ? 0.6 : 1};
  for (const r of found.rings) {
    const [px, py] = toScreen(view, r.x, r.y), radius = r.open ? SPACING * Math.sqrt(r.n) * view.k : ringRadius(r.n);
    if (!r.label || px < 0 || py < 0 || px > view.w || py > view.h) continue;
    const name = r.more ? t('placeAndMore', r.label, r.more) : r.label;
    if (r.open) labels.put(name, px, py - radius - 10, 0, {...style, size: 14, bold: true, centred: true});
    else labels.put(name, px, py, radius, {...style, size: r.n > 20 ? 13.5 : 12, bold: r.n > 20});
  }
}

// The actors of the ring under a point, if any: a click zooms to them.
export function spotAt(view, px, py) {
  const hit = rings(view).rings.find(r => {
    const [x, y] = toScreen(view, r.x, r.y);
    return !r.open && Math.hypot(x - px, y - py) <= ringRadius(r.n) + 3;
  });
  if (!hit) return null;
  const found = rings(view).ringOf, members = [];
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && M.spotOf[i] >= 0 && found.get(M.spotOf[i]) === hit) members.push(i);
  return members;
}

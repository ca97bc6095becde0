// Places with their actors: from afar a ring of pillars per place, near by each actor.

import {L} from './light.js';
import {M, mainPillar} from './model.js';
import {scene} from './scene.js';
import {PILLARS} from './shapes.js';
import {S} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V} from './visible.js';
import {count, t} from './words.js';

const MANY = 8; // an event of more places says nothing of a tie between two of them
const ringRadius = n => Math.min(46, 4 + 2.3 * Math.sqrt(n));
const openRadius = r => r.gap * Math.sqrt(r.n);

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

const plenty = (radius, n) => radius > ringRadius(n) * 1.05;

// `spots` have a middle, a name and a spacing; `spotOf` is the number of the spot of each actor, -1 for
// none. Rings that come near each other are merged where `merging`; `opens` says from which radius on the screen a place shows its marks.
export function makeSpots({spots, spotOf, merging = true, name = spot => spot.label, opens = plenty}) {
  let tallied = null, tally = {spots: [], ties: []}, merged = {key: '', rings: [], ringOf: new Map()};

  // Counts per place and per pair of places, of what the filters let through.
  function counted() {
    if (V.turn === tallied) return tally;
    tallied = V.turn;
    const own = spots.map((spot, at) => ({...spot, at, n: 0, pillars: new Array(PILLARS.length).fill(0)}));
    for (let i = 0; i < M.actors; i++) if (V.actor[i] && spotOf[i] >= 0) {
      own[spotOf[i]].n++;
      own[spotOf[i]].pillars[mainPillar(i)]++;
    }
    const pairs = new Map();
    for (let e = 0; e < M.events; e++) {
      if (!V.event[e]) continue;
      const places = new Set();
      for (let m = M.first[e]; m < M.first[e + 1]; m++) {
        const a = M.memberActor[m];
        if (V.actor[a] && spotOf[a] >= 0) places.add(spotOf[a]);
      }
      if (places.size < 2 || places.size > MANY) continue;
      const list = [...places].sort((a, b) => a - b);
      list.forEach((a, j) => list.slice(j + 1).forEach(b => {
        const pair = a * own.length + b;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }));
    }
    const ties = [...pairs].map(([pair, n]) => ({a: Math.floor(pair / own.length), b: pair % own.length, n}))
      .sort((p, q) => q.n - p.n).slice(0, 500);
    tally = {spots: own.filter(s => s.n).sort((a, b) => b.n - a.n), ties};
    return tally;
  }

  // Spots near each other on the screen become one ring; an area and a town never do.
  function rings(view) {
    const shown = counted().spots, key = `${tallied} ${view.k.toPrecision(4)}`;
    if (merged.key === key) return merged;
    const list = [], ringOf = new Map();
    for (const spot of shown) {
      const near = merging && list.find(r => !r.area === !spot.area
        && Math.hypot(r.x - spot.x, r.y - spot.y) * view.k < ringRadius(r.n) * 0.9 + ringRadius(spot.n) * 0.55);
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
    for (const r of list) r.open = r.more === 0 && opens(openRadius(r) * view.k, r.n, view);
    return merged = {key, rings: list, ringOf};
  }

  const hasRoom = (i, view) => rings(view).ringOf.get(spotOf[i])?.open;

  function tiesBetween(c, view, found) {
    const {spots: shown, ties} = counted(), most = ties[0]?.n ?? 1, at = new Map(shown.map(s => [s.at, s]));
    c.strokeStyle = C.tie;
    c.lineCap = 'round';
    for (const {a, b, n} of ties) {
      const from = found.ringOf.get(a), to = found.ringOf.get(b);
      if (!from || !to || from === to) continue;
      const start = from.open ? at.get(a) : from, end = to.open ? at.get(b) : to;
      const [px, py] = toScreen(view, start.x, start.y), [qx, qy] = toScreen(view, end.x, end.y);
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

  function drawRing(c, view, r, labels) {
    const [px, py] = toScreen(view, r.x, r.y), radius = ringRadius(r.n);
    if (px < -60 || py < -60 || px > view.w + 60 || py > view.h + 60) return;
    c.globalAlpha = L.dim === 'faint' ? 0.35 : 1;
    ring(c, px, py, radius, r.pillars, r.n);
    if (r.area) dashed(c, px, py, radius + 3);
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

  // An open place is a circle whose marks stand anywhere inside; the first of each kind says so.
  function drawOpen(c, view, r, labels, style, told) {
    const [px, py] = toScreen(view, r.x, r.y), radius = openRadius(r) * view.k + 14;
    if (px + radius < 0 || py + radius < 0 || px - radius > view.w || py - radius > view.h) return;
    if (r.inexact !== false) dashed(c, px, py, radius);
    const top = Math.max(scene.top + 28, py - radius - 12), put = (text, y, more) => labels.put(text, px, y, 0, {...style, centred: true, ...more});
    const note = r.inexact === false || L.dim === 'faint' || told.has(r.area ? 'inArea' : 'inTown') ? null : r.area ? 'inArea' : 'inTown';
    if (note && put(t(note), top, {size: 11.5, colour: C.muted, longest: 90})) {
      told.add(note);
      put(name(r), top - 17, {size: 14, bold: true});
    } else put(name(r), top, {size: 14, bold: true});
  }

  function over(c, view, labels) {
    const found = rings(view);
    if (L.dim !== 'faint') tiesBetween(c, view, found);
    for (const r of found.rings.filter(one => !one.open).reverse()) drawRing(c, view, r, labels);
    const style = {colour: C.fg, halo: C.halo, alpha: L.dim === 'faint' ? 0.6 : 1}, told = new Set();
    for (const r of found.rings) {
      if (!name(r)) continue;
      if (r.open) { drawOpen(c, view, r, labels, style, told); continue; }
      const [px, py] = toScreen(view, r.x, r.y);
      if (px < 0 || py < 0 || px > view.w || py > view.h) continue;
      labels.put(r.more ? t('placeAndMore', name(r), r.more) : name(r), px, py, ringRadius(r.n), {...style, size: r.n > 20 ? 13.5 : 12, bold: r.n > 20});
    }
  }

  // The actors of the ring under a point, if any: a click zooms to them.
  function ground(view, px, py) {
    const hit = rings(view).rings.find(r => {
      const [x, y] = toScreen(view, r.x, r.y);
      return !r.open && Math.hypot(x - px, y - py) <= ringRadius(r.n) + 3;
    });
    if (!hit) return null;
    const found = rings(view).ringOf, members = [];
    for (let i = 0; i < M.actors; i++) if (V.actor[i] && spotOf[i] >= 0 && found.get(spotOf[i]) === hit) members.push(i);
    return members;
  }

  return {
    over, ground,
    singly: false, // ties are drawn between places, not one by one
    folded: (i, view) => !hasRoom(i, view) && !(L.dim === 'faint' && L.lit[i]) && i !== S.actor,
    radius: (i, view, r) => Math.max(2, Math.min(r, r / 8 * (spots[spotOf[i]]?.gap ?? 2) * view.k)),
  };
}

function dashed(c, px, py, radius) {
  c.beginPath();
  c.arc(px, py, radius, 0, 2 * Math.PI);
  c.setLineDash([3, 4]);
  c.lineWidth = 1;
  c.strokeStyle = C.muted;
  c.stroke();
  c.setLineDash([]);
}

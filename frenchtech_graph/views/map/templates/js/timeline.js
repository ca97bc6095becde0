// The drawing of time: a lane for each pillar, actors in the year of their founding, or, as outlines, in
// that of the first tie that is dated; below, the ties of each year by what flows.

import {M, born, degree, directLines, mainPillar, value} from './model.js';
import {scene} from './scene.js';
import {PILLARS} from './shapes.js';
import {S} from './state.js';
import {C, flowColour} from './theme.js';
import {frame, toScreen} from './view.js';
import {V} from './visible.js';
import {count, pillarName, t} from './words.js';

const CELL = 22, GAP = 14, PAD = 34, LEAST = 90, BARS = 190, EARLY = 0.04, WIDEST = 10, LARGEST = 11;
const SHAPE = 1.1, PERSONS = PILLARS.length; // width to height; the lane below the bars, of persons

function firstTies() {
  const first = new Array(M.actors).fill(null);
  for (let e = 0; e < M.events; e++) {
    const year = M.start[e] ?? M.end[e];
    if (year === null) continue;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const a = M.memberActor[m];
      if (first[a] === null || year < first[a]) first[a] = year;
    }
  }
  return first;
}

export function makeTimeline() {
  const tied = firstTies(), year = tied.map((seen, i) => born(i) ?? seen);
  const known = year.filter((y, i) => y !== null && !M.persons.has(i)).sort((a, b) => a - b);
  const low = known.length ? known[Math.floor(known.length * EARLY)] : 0;
  const high = Math.max(low, known.at(-1) ?? 0, M.years?.[1] ?? 0);
  // the first column holds all who are older, the last whoever has no date
  const columns = high - low + 3, dateless = columns - 1;
  const columnOf = y => y === null ? dateless : y < low ? 0 : Math.min(y, high) - low + 1;

  const bins = new Map();
  for (let i = 0; i < M.actors; i++) {
    const key = (M.persons.has(i) ? PERSONS : mainPillar(i)) * columns + columnOf(year[i]);
    if (!bins.has(key)) bins.set(key, []);
    bins.get(key).push(i);
  }
  const fullest = Math.max(1, ...[...bins].filter(([key]) => key % columns !== dateless && key < PERSONS * columns).map(([, own]) => own.length));
  const wide = Math.max(1, Math.min(WIDEST, Math.round(Math.sqrt(fullest / 6))));
  const across = key => key % columns === dateless ? wide * 3 : wide, laneOf = key => Math.floor(key / columns);
  const rowsOf = p => Math.max(0, ...[...bins].filter(([key]) => laneOf(key) === p).map(([key, members]) => Math.ceil(members.length / across(key))));
  const heightOf = p => rowsOf(p) && Math.max(LEAST, rowsOf(p) * CELL + PAD);
  const tall = PILLARS.reduce((sum, _, p) => sum + heightOf(p), BARS + 30);
  const step = Math.max(wide * CELL + GAP, tall * SHAPE / columns);
  const left = column => column * step + (column === dateless ? step : 0);

  const x = new Float64Array(M.marks).fill(NaN), y = new Float64Array(M.marks).fill(NaN), lanes = [];
  let top = 0;
  function fill(p) {
    const height = heightOf(p), middle = top + height / 2;
    if (!height) return;
    for (const [key, members] of bins) {
      if (laneOf(key) !== p) continue;
      const column = key % columns, n = across(key), width = Math.min(n, members.length);
      members.sort((a, b) => degree(b) - degree(a) || a - b);
      members.forEach((i, at) => {
        const row = Math.floor(at / n);
        x[i] = left(column) + step / 2 + (at % n - (width - 1) / 2) * CELL + (column === dateless ? CELL * wide : 0);
        y[i] = middle + (row % 2 ? 1 : -1) * Math.ceil(row / 2) * CELL;
      });
    }
    lanes.push({p, top, middle, height});
    top += height;
  }
  PILLARS.forEach((_, p) => fill(p));
  const right = left(dateless) + step + 2 * wide * CELL, foot = top + 30, bottom = foot + BARS;
  top = bottom + 60;
  fill(PERSONS);
  const shown = () => lanes.filter(({p}) => p < PERSONS || S.persons);

  let tallied = null, bars = [];
  function perYear() {
    if (tallied === V.turn) return bars;
    tallied = V.turn;
    bars = Array.from({length: columns}, () => new Map());
    for (let e = 0; e < M.events; e++) if (V.event[e]) {
      const own = bars[columnOf(M.start[e] ?? M.end[e])], flow = value(M.flow, e) ?? '';
      own.set(flow, (own.get(flow) ?? 0) + 1);
    }
    return bars;
  }

  function under(c, view) {
    const seen = frame(view, 200);
    c.lineWidth = 1 / view.k;
    shown().forEach(({top: from, height}, at) => {
      if (at % 2) return;
      c.fillStyle = C.land;
      c.fillRect(-10, from, right + 10, height);
    });
    c.strokeStyle = C.coast;
    c.globalAlpha = 0.6;
    c.beginPath();
    for (let column = 0; column < columns; column++) {
      if (column > 0 && column < dateless && (low + column - 1) % 5) continue;
      const at = left(column);
      if (!seen(at, view.y)) continue;
      c.moveTo(at, 0);
      c.lineTo(at, bottom);
    }
    c.stroke();
    c.globalAlpha = 1;
    // years that the slider leaves out
    if (M.years && S.to < M.years[1]) {
      c.fillStyle = C.bg;
      c.globalAlpha = 0.55;
      const at = left(columnOf(S.to) + 1);
      c.fillRect(at, 0, left(dateless) - at, bottom);
      c.globalAlpha = 1;
    }
    drawBars(c);
  }

  function drawBars(c) {
    const all = perYear(), sum = own => [...own.values()].reduce((a, b) => a + b, 0), most = Math.max(1, ...all.slice(0, -1).map(sum));
    all.forEach((own, column) => {
      if (column === dateless) return;
      let at = bottom;
      for (const [flow, n] of [...own].sort((a, b) => PILLARS.indexOf(a[0]) - PILLARS.indexOf(b[0]))) {
        const h = n / most * (BARS - 20);
        c.fillStyle = flowColour(flow);
        c.fillRect(left(column) + GAP / 2, at - h, step - GAP, h);
        at -= h;
      }
    });
  }

  function over(c, view, labels) {
    const size = 12, each = Math.ceil(52 / (step * view.k)), put = (text, px, py, more) => labels.put(text, px, py, 0, {centred: true, size, colour: C.muted, halo: C.halo, ...more});
    const [, foot1] = toScreen(view, 0, bottom), py = Math.max(scene.top + 12, Math.min(view.h - scene.bottom - 12, foot1 + 14));
    const nice = each <= 1 ? 1 : each <= 2 ? 2 : each <= 5 ? 5 : each <= 10 ? 10 : 20;
    put(t('before', low), toScreen(view, left(0) + step / 2, 0)[0], py, {});
    put(t('dateless'), toScreen(view, left(dateless) + step / 2 + 1.5 * wide * CELL, 0)[0], py, {});
    for (let yearShown = low; yearShown <= high; yearShown++) {
      if (yearShown % nice) continue;
      put(String(yearShown), toScreen(view, left(columnOf(yearShown)) + step / 2, 0)[0], py, {bold: true});
    }
    const lane = (text, from, colour) => {
      const [edge, at] = toScreen(view, -10, from);
      labels.put(text, Math.max(8, edge), at + 10, 0, {size: 12.5, bold: true, colour, halo: C.halo, longest: 60});
    };
    for (const {p, top: from} of shown()) lane(p === PERSONS ? t('personsLane') : pillarName(PILLARS[p]), from, C.pillars[p] ?? C.muted);
    const most = Math.max(0, ...perYear().slice(0, -1).map(own => [...own.values()].reduce((a, b) => a + b, 0)));
    lane(t('tiesPerYear', count(most)), foot, C.muted);
  }

  return {
    x, y, under, over,
    lines: directLines(),
    singly: false,
    home: [-30, -10, right + 20, bottom + 40],
    closest: 1.2, most: 1.4, near: 1,
    radius: (i, view, r) => Math.min(r, LARGEST) * Math.min(1.6, view.k),
    hollow: i => born(i) === null,
    credit: () => t('timeNote'),
  };
}

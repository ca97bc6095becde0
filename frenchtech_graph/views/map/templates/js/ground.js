// The drawing of France: outlines, overseas departments in boxes, actors where they are, areas as areas.

import {readJson} from './dom.js';
import {M, directLines} from './model.js';
import {makeSpots} from './spots.js';
import {S} from './state.js';
import {C} from './theme.js';
import {V} from './visible.js';
import {some, t} from './words.js';

// Pixels of the map per unit of the outlines: vis-network zooms no closer than ten to one.
const SCALE = 8;
// From which zoom the outlines of communes are drawn: from farther away they would be a blot.
const TOWNS_FROM = 0.35;

export function makeGround() {
  const raw = readJson('ground'), {outlines} = raw;
  const scaled = column => Float64Array.from({length: M.marks}, (_, i) => (i < M.actors ? column[i] ?? NaN : NaN) * SCALE);
  const spots = raw.spots.map(s => ({...s, x: s.x * SCALE, y: s.y * SCALE, gap: s.gap * SCALE}));
  const shrink = new DOMMatrix().scale(SCALE / outlines.fine), paths = new Map();
  const land = new Path2D(), borders = new Path2D(), regions = new Path2D();
  for (const [letter, shapes, into] of [['d', outlines.departments, [land, borders]], ['r', outlines.regions, [regions]]]) {
    for (const {code, d} of shapes) {
      const path = new Path2D();
      path.addPath(new Path2D(d), shrink);
      paths.set(letter + code, path);
      for (const whole of into) whole.addPath(path);
    }
  }

  const towns = new Path2D(), {communes} = raw;
  if (communes) {
    const into = new DOMMatrix().scale(SCALE / communes.fine);
    for (const {d} of communes.communes) towns.addPath(new Path2D(d), into);
  }

  // Whoever is known by a region or department alone stands for that area: it is tinted.
  function tintAreas(c) {
    const held = new Set();
    for (let i = 0; i < M.actors; i++) if (V.actor[i] && raw.spotOf[i] >= 0 && spots[raw.spotOf[i]].area) held.add(spots[raw.spotOf[i]].area);
    c.fillStyle = C.accent;
    c.globalAlpha = 0.07;
    for (const area of held) if (paths.has(area)) c.fill(paths.get(area));
    c.globalAlpha = 1;
  }

  function under(c, view) {
    c.lineJoin = 'round';
    c.fillStyle = C.land;
    c.fill(land);
    tintAreas(c);
    c.strokeStyle = C.coast;
    c.lineWidth = 0.5 / view.k;
    c.globalAlpha = 0.9;
    c.stroke(borders);
    if (communes && view.k > TOWNS_FROM) {
      c.lineWidth = 0.8 / view.k;
      c.stroke(towns);
    }
    c.lineWidth = 1.3 / view.k;
    c.stroke(regions);
    c.globalAlpha = 1;
    for (const {x, y, size, name} of outlines.boxes) {
      c.lineWidth = 1 / view.k;
      c.strokeRect(x * SCALE, y * SCALE, size * SCALE, size * SCALE);
      c.fillStyle = C.muted;
      c.font = `${11 * SCALE}px system-ui, sans-serif`;
      c.fillText(name, (x + 5) * SCALE, (y + size - 6) * SCALE);
    }
  }

  const x = scaled(raw.x), y = scaled(raw.y);
  const unplaced = () => V.actor.reduce((n, seen, i) => n + (seen && Number.isNaN(x[i])), 0);
  return {
    ...makeSpots({spots, spotOf: raw.spotOf}),
    x, y, under,
    lines: directLines(),
    home: raw.home.map(v => v * SCALE),
    most: 5, near: 3,
    outlines: [
      {shapes: outlines.departments, scale: SCALE / outlines.fine, from: 0},
      ...(communes ? [{shapes: communes.communes, scale: SCALE / communes.fine, from: TOWNS_FROM}] : []),
    ],
    credit: () => [unplaced() && some('unplaced', unplaced()), t('groundNote'), outlines.credit[S.lang]].filter(Boolean).join(' '),
  };
}

// The drawing of cities: actors gathered by ecosystem, a disc each near where it lies, and what joins them.

import {M, byDegree, directLines} from './model.js';
import {makeSpots} from './spots.js';
import {S} from './state.js';
import {V} from './visible.js';
import {some, t} from './words.js';

const ROOM = 90, TURN = 2.399963; // pixels around the discs; the golden angle
const OPEN = 230, NEAR = 1.1; // pixels from which a disc shows its actors; a zoom from which all do

export const hasCities = () => M.raw.ecosystems.discs.length > 1;

export function makeCities() {
  const {of, discs} = M.raw.ecosystems;
  const x = new Float64Array(M.marks).fill(NaN), y = new Float64Array(M.marks).fill(NaN), filled = discs.map(() => 0);
  for (const i of byDegree) {
    const disc = discs[of[i]];
    if (!disc) continue;
    const n = filled[of[i]]++, far = disc.gap * Math.sqrt(n);
    x[i] = disc.x + far * Math.cos(n * TURN);
    y[i] = disc.y + far * Math.sin(n * TURN);
  }
  const reach = discs.map((d, at) => d.gap * Math.sqrt(filled[at]) + ROOM);
  const low = axis => Math.min(...discs.map((d, at) => d[axis] - reach[at])), high = axis => Math.max(...discs.map((d, at) => d[axis] + reach[at]));
  const spots = discs.map(d => ({...d, inexact: false}));
  const outside = () => V.actor.reduce((n, seen, i) => n + (seen && of[i] < 0), 0);
  return {
    ...makeSpots({spots, spotOf: of, merging: false, opens: (radius, n, view) => radius > OPEN || view.k > NEAR, name: spot => spot.name[S.lang === 'fr' ? 0 : 1].replace(/^(La )?French Tech /, '')}),
    x, y,
    lines: directLines(),
    home: [low('x'), low('y'), high('x'), high('y')],
    closest: 1.2, most: 1.4, near: 1,
    credit: () => [t('citiesNote'), outside() && some('outside', outside())].filter(Boolean).join(' '),
  };
}

// What colour and size of marks say, as the reader chooses.

import {groupTitle, largeGroups} from './groups.js';
import {M, byDegree, mainPillar, value} from './model.js';
import {neighbours} from './network.js';
import {PILLARS} from './shapes.js';
import {S} from './state.js';
import {C} from './theme.js';
import {V} from './visible.js';
import {decimal, money, pillarName, t, term} from './words.js';

export const COLOURS = ['pillar', 'kind', 'sector', 'stage', 'group', 'partners', 'euros'];
export const SIZES = ['events', 'partners', 'euros', 'rank'];
const CLASSES = 5, SMALLEST = 4, LARGEST = 26;

// Euros that an actor received in events whose amount is known.
function eurosReceived() {
  const found = new Float64Array(M.actors);
  for (let e = 0; e < M.events; e++) {
    const amount = value(M.amount, e);
    if (amount === null) continue;
    const targets = [];
    for (let m = M.first[e]; m < M.first[e + 1]; m++) if (value(M.side, m) === 'target') targets.push(M.memberActor[m]);
    for (const a of targets) found[a] += amount / targets.length;
  }
  return found;
}

function ranks() {
  const found = new Float64Array(M.actors), last = Math.max(1, ...M.hubs.map(h => h.rank));
  for (const {a, rank} of M.hubs) found[a] = last + 1 - rank;
  return found;
}

const MEASURES = {
  partners: () => Float64Array.from({length: M.actors}, (_, i) => V.actor[i] ? neighbours(i).size : 0),
  euros: eurosReceived,
  rank: ranks,
};
const measured = new Map();
function measure(name) {
  const key = name === 'partners' ? `${name} ${V.turn}` : name;
  if (!measured.has(key)) {
    if (measured.size > 8) measured.clear();
    measured.set(key, MEASURES[name]());
  }
  return measured.get(key);
}

// Quantiles of what is not nothing: as many actors in each class.
function classes(values) {
  const some = Array.from(values).filter(v => v > 0).sort((a, b) => a - b);
  return [...new Set(Array.from({length: CLASSES - 1}, (_, c) => some[Math.floor(some.length * (c + 1) / CLASSES)] ?? 0))];
}

const TRAITS = {
  kind: i => value(M.kind, i),
  sector: i => value(M.sectors, i)?.[0] ?? null, // the first of several
  stage: i => value(M.stage, i),
};

// The most frequent values have a colour each, the others one together.
function byTrait(trait) {
  const counts = new Map();
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && trait(i) !== null) counts.set(trait(i), (counts.get(trait(i)) ?? 0) + 1);
  const first = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, C.series.length);
  const at = new Map(first.map(([v], c) => [v, c]));
  return {of: i => at.get(trait(i)) ?? -1, rows: first.map(([v, n]) => [term(v), n]), colours: C.series};
}

function byGroup() {
  const first = largeGroups().slice(0, C.series.length), at = new Map(first.map(([g], c) => [g, c]));
  return {of: i => at.get(M.group[i]) ?? -1, rows: first.map(([, own]) => [groupTitle(own), own.length]), colours: C.series};
}

function byMeasure(name) {
  const values = measure(name), steps = classes(values), say = name === 'euros' ? money : decimal;
  const of = i => values[i] > 0 ? steps.filter(v => values[i] >= v).length : -1;
  const rows = Array.from({length: steps.length + 1}, (_, c) => [c === 0 ? t('below', say(steps[0] ?? 0)) : t('from', say(steps[c - 1])), null]);
  return {of, rows, colours: C.ramp.slice(CLASSES - 1 - steps.length)};
}

let kept = {key: ''};
function reading() {
  const key = `${S.colour} ${V.turn} ${S.lang} ${C.bg}`;
  if (kept.key === key) return kept;
  const made = S.colour === 'group' ? byGroup() : S.colour in TRAITS ? byTrait(TRAITS[S.colour]) : byMeasure(S.colour);
  return kept = {key, ...made, codes: Int8Array.from({length: M.actors}, (_, i) => made.of(i))};
}

// The colour of an actor, and the number it has among the colours in use.
export function colourOf(i) {
  if (S.colour === 'pillar') return C.pillars[mainPillar(i)];
  const {codes, colours} = reading();
  return codes[i] < 0 ? C.muted : colours[codes[i]];
}

// Rows of the legend: colour, words, count.
export function legendRows() {
  if (S.colour === 'pillar') return PILLARS.map((p, i) => [C.pillars[i], pillarName(p), null]);
  const {rows, colours, codes} = reading();
  const others = codes.some((c, i) => c < 0 && V.actor[i]);
  return [...rows.map(([text, n], c) => [colours[c], text, n]), ...(others ? [[C.muted, t(S.colour in MEASURES ? 'none' : 'others'), null]] : [])];
}

// Radii of marks: the area grows with what was chosen.
const plain = M.r.slice();
let sized = '';
export function resize() {
  const key = S.size === 'partners' ? `partners ${V.turn}` : S.size;
  if (sized === key) return;
  sized = key;
  M.r.set(plain);
  if (S.size === 'events') return;
  const values = measure(S.size), most = Math.max(1, ...values);
  for (const i of byDegree) M.r[i] = SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(values[i] / most);
}

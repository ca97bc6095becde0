// The legend, which filters: pillars, kinds of actor, kinds of tie, sector, place, source.

import {$, cut, data, el} from './dom.js';
import {M, mainPillar, publishers, value} from './model.js';
import {swatch, tieSwatch} from './chips.js';
import {PILLARS} from './shapes.js';
import {PAIRS, S, change} from './state.js';
import {COLOURS, SIZES, legendRows} from './readings.js';
import {placeKeys} from './visible.js';
import {count, pairName, pillarName, t, term} from './words.js';

function tally(codes, size) {
  const counts = new Map();
  for (let i = 0; i < size; i++) counts.set(codes(i), (counts.get(codes(i)) ?? 0) + 1);
  return counts;
}

const PILLAR_COUNT = new Map(); // who brings several pillars counts in each, as in the report
for (let i = 0; i < M.actors; i++) {
  const own = (value(M.pillars, i) ?? []).map(p => PILLARS.indexOf(p)).filter(p => p >= 0);
  for (const p of own.length ? own : [5]) PILLAR_COUNT.set(p, (PILLAR_COUNT.get(p) ?? 0) + 1);
}
const KIND_COUNT = tally(i => value(M.kind, i), M.actors);
const TIE_COUNT = tally(e => value(M.eventKind, e), M.events);

function toggle(set, name) {
  return {change: e => {
    const next = new Set(S[set]);
    if (e.target.checked) next.delete(name); else next.add(name);
    change({[set]: next});
  }};
}

function choice(set, name, label, mark, n) {
  const box = el('input', {type: 'checkbox', checked: !S[set].has(name), on: toggle(set, name)});
  return el('label', {className: 'choice'}, box, mark, data(label), el('span', {className: 'n'}, count(n)));
}

const byCount = counts => [...counts].filter(([k]) => k !== null).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

function drawLegend() {
  const pillars = PILLARS.map((p, i) => [p, i]).filter(([, i]) => PILLAR_COUNT.get(i));
  $('legend-pillars').replaceChildren(...pillars.map(([p, i]) => choice('pillars', p, pillarName(p), swatch(i), PILLAR_COUNT.get(i))));
  $('persons-count').textContent = count(M.persons.size);
  $('persons-choice').hidden = !M.persons.size;
  $('persons').checked = S.persons;
  const pillarOfKind = new Map();
  for (let i = M.actors - 1; i >= 0; i--) pillarOfKind.set(value(M.kind, i), mainPillar(i));
  $('legend-kinds').replaceChildren(...byCount(KIND_COUNT).map(([kind, n]) =>
    choice('kinds', kind, term(kind), swatch(pillarOfKind.get(kind)), n)));
  const flowOfKind = new Map();
  for (let e = M.events - 1; e >= 0; e--) flowOfKind.set(value(M.eventKind, e), value(M.flow, e));
  $('legend-ties').replaceChildren(...byCount(TIE_COUNT).map(([kind, n]) =>
    choice('ties', kind, term(kind), tieSwatch(flowOfKind.get(kind)), n)));
}

const collate = (a, b) => a[1].localeCompare(b[1], S.lang);

function fill(id, groups, current) {
  const select = $(id);
  const options = groups.map(([label, rows]) => {
    const made = rows.map(([key, text, n]) => el('option', {value: key}, n ? `${cut(text)} (${count(n)})` : cut(text)));
    return label ? el('optgroup', {label}, ...made) : made;
  });
  select.replaceChildren(el('option', {value: ''}, t('all')), ...options.flat());
  select.value = current;
}

function sectorOptions() {
  const counts = new Map();
  let unknown = 0;
  for (let i = 0; i < M.actors; i++) {
    const own = value(M.sectors, i) ?? [];
    if (!own.length) unknown++;
    for (const s of own) counts.set(s, (counts.get(s) ?? 0) + 1);
  }
  const rows = [...counts].map(([s, n]) => [s, term(s), n]).sort(collate);
  return [['', rows], ['', unknown ? [['?', t('unknown'), unknown]] : []]];
}

export const placeLabel = key => {
  if (key === '?') return t('unknown');
  if (key[0] !== 'c') return M.raw.places[key] ?? key.slice(1);
  return M.place.values.find(p => (p[1] ?? p[0]) === key.slice(1))?.[0] ?? key.slice(1);
};

export function placeOptions() {
  const counts = new Map();
  for (let i = 0; i < M.actors; i++) for (const k of placeKeys(i)) counts.set(k, (counts.get(k) ?? 0) + 1);
  const rows = letter => [...counts].filter(([k]) => k[0] === letter)
    .map(([k, n]) => [k, placeLabel(k), n]).sort(collate);
  const unknown = counts.get('?') ? [['?', t('unknown'), counts.get('?')]] : [];
  return [[t('regions'), rows('r')], [t('departments'), rows('d')], [t('communes'), rows('c')], ['', unknown]].filter(g => g[1].length);
}

function sourceOptions() {
  const rows = publishers.map(p => [p, p]).sort(collate);
  return [['', rows]];
}

export function drawFilters() {
  drawLegend();
  fill('sector', sectorOptions(), S.sector);
  fill('place', placeOptions(), S.place);
  fill('source', sourceOptions(), S.source);
  fill('between', [['', PAIRS.map(pair => [pair, pairName(pair)])]], S.between);
  for (const id of ['compare-a', 'compare-b']) fill(id, placeOptions(), $(id).value);
}

// What colour and size say: two choices and, but for pillars, a legend.
export function drawReading() {
  for (const [id, options] of [['colour', COLOURS], ['size', SIZES]]) {
    $(id).replaceChildren(...options.map(o => el('option', {value: o}, t(`${id}-${o}`))));
    $(id).value = S[id];
  }
  $('legend-size').textContent = t(`size-told-${S.size}`);
  const rows = S.colour === 'pillar' ? [] : legendRows();
  $('legend-colour').hidden = !rows.length;
  $('legend-colour').replaceChildren(...rows.map(([colour, text, n]) => el('li', {className: 'choice'},
    el('i', {className: 'patch', css: {background: colour}}), data(text), n !== null && el('span', {className: 'n'}, count(n)))));
}

export function setUpFilters() {
  for (const id of ['colour', 'size']) $(id).addEventListener('change', e => change({[id]: e.target.value}));
  $('persons').addEventListener('change', e => change({persons: e.target.checked}));
  for (const id of ['sector', 'place', 'source', 'between']) $(id).addEventListener('change', e => change({[id]: e.target.value}));
}

// Which actors and events the filters let through.

import {M, PILLARS, publisherCode, publishers, value} from './model.js';
import {S} from './state.js';

export const V = {
  actor: new Uint8Array(M.actors), // 2: meets the filters, 1: tied to one that does, 0: hidden
  event: new Uint8Array(M.events),
  shown: 0, around: 0, ties: 0, undated: 0,
};

export const placeKeys = i => {
  const place = value(M.place, i);
  if (!place) return ['?'];
  const [label, commune, department, region] = place;
  const keys = region ? [`r${region}`] : [];
  if (department) keys.push(`d${department}`);
  if (department || !region) keys.push(`c${commune ?? label}`); // a place may be a whole region
  return keys;
};

function matcher() {
  const tests = [];
  if (S.sector) tests.push(i => {
    const sectors = value(M.sectors, i) ?? [];
    return S.sector === '?' ? !sectors.length : sectors.includes(S.sector);
  });
  if (S.place) tests.push(i => placeKeys(i).includes(S.place));
  return tests.length ? i => tests.every(test => test(i)) : null;
}

const pillarsOf = M.pillars.values.map(tuple => tuple.filter(p => PILLARS.includes(p)));
function allowed(i) {
  const own = M.pillars.codes[i] < 0 ? [] : pillarsOf[M.pillars.codes[i]];
  const pillar = own.length ? own.some(p => !S.pillars.has(p)) : !S.pillars.has('other');
  return pillar && !S.kinds.has(value(M.kind, i));
}

function eventTest() {
  const kinds = M.eventKind.values.map(kind => !S.ties.has(kind));
  const all = !M.years || (S.from <= M.years[0] && S.to >= M.years[1]);
  const wanted = S.source === '' ? null : publishers.indexOf(S.source);
  const lists = wanted === null ? null
    : M.sourceLists.map(list => list.some(s => publisherCode(s) === wanted));
  return e => {
    if (!kinds[M.eventKind.codes[e]]) return false;
    const start = M.start[e], end = M.end[e];
    if (start === null && end === null) { if (!S.undated) return false; }
    else if (!all && ((start ?? end) > S.to || (end ?? (lasts(e) ? Infinity : start)) < S.from)) return false;
    if (!lists) return true;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) if (lists[M.memberSources[m]]) return true;
    return false;
  };
}

const lasting = new Set(M.lasting);
const lasts = e => M.end[e] === null && lasting.has(value(M.eventKind, e));

export function filter() {
  const matches = matcher(), passes = eventTest();
  for (let i = 0; i < M.actors; i++) V.actor[i] = allowed(i) ? (!matches || matches(i) ? 2 : 0) : 0;
  V.undated = 0;
  for (let e = 0; e < M.events; e++) {
    V.event[e] = passes(e) ? 1 : 0;
    if (M.start[e] === null && M.end[e] === null) V.undated++;
  }
  if (matches) addNeighbours();
  V.shown = V.around = V.ties = 0;
  for (const v of V.actor) if (v === 2) V.shown++; else if (v) V.around++;
  for (let e = 0; e < M.events; e++) if (V.event[e]) V.ties += V.event[e] = seen(e) ? 1 : 0;
}

function addNeighbours() {
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e]) continue;
    let core = false;
    for (let m = M.first[e]; m < M.first[e + 1] && !core; m++) core = V.actor[M.memberActor[m]] === 2;
    if (core) for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const a = M.memberActor[m];
      if (!V.actor[a] && allowed(a)) V.actor[a] = 1;
    }
  }
}

// Two visible actors, one of which meets the filters, make a visible tie.
function seen(e) {
  let visible = 0, core = false;
  for (let m = M.first[e]; m < M.first[e + 1]; m++) {
    const v = V.actor[M.memberActor[m]];
    if (v) visible++;
    if (v === 2) core = true;
  }
  return core && visible >= 2;
}

export const inGroup = (i, {attribute, value: wanted}) => {
  if (attribute === 'kind') return value(M.kind, i) === wanted;
  if (attribute === 'pillars' || attribute === 'sectors') return (value(M[attribute], i) ?? []).includes(wanted);
  if (attribute === 'stage') return value(M.stage, i) === wanted;
  const column = {place: 1, department: 2, region: 3}[attribute];
  return column !== undefined && value(M.place, i)?.[column] === wanted;
};

// Which actors and events the filters let through.

import {M, born, publisherCode, publishers, value} from './model.js';
import {PILLARS} from './shapes.js';
import {S} from './state.js';

export const V = {
  actor: new Uint8Array(M.actors), // 2: meets the filters, 1: tied to one that does, 0: hidden
  event: new Uint8Array(M.events),
  shown: 0, around: 0, ties: 0, undated: 0,
  turn: 0, // how often it was filtered: what is counted of a turn need not be counted again
  unborn: new Uint8Array(M.actors), // founded after the years that are shown
  hubs: new Set(), // those of the years that are shown
};

export const placeKeys = i => {
  const place = value(M.place, i);
  if (!place) return ['?'];
  const [label, commune, department, region] = place;
  const keys = region ? [`r${region}`] : [];
  if (department) keys.push(`d${department}`);
  // a place may be a whole region or department, which is no commune
  if (!/^(reg|dep)-/.test(commune ?? '') && (department || !region)) keys.push(`c${commune ?? label}`);
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
  if (!S.persons && M.persons.has(i) && i !== S.actor && !S.path?.includes(i)) return false; // folded
  const own = M.pillars.codes[i] < 0 ? [] : pillarsOf[M.pillars.codes[i]];
  const pillar = own.length ? own.some(p => !S.pillars.has(p)) : !S.pillars.has('other');
  return pillar && !S.kinds.has(value(M.kind, i));
}

export const brings = (i, pillar) => M.pillars.codes[i] >= 0 && pillarsOf[M.pillars.codes[i]].includes(pillar);
// Whether an event has an actor of one pillar and another actor of the other.
const joinsPillars = (one, other) => e => {
  for (let m = M.first[e]; m < M.first[e + 1]; m++) if (brings(M.memberActor[m], one)) {
    for (let n = M.first[e]; n < M.first[e + 1]; n++) if (n !== m && brings(M.memberActor[n], other)) return true;
  }
  return false;
};

function eventTest() {
  const kinds = M.eventKind.values.map(kind => !S.ties.has(kind));
  const all = !M.years || (S.from <= M.years[0] && S.to >= M.years[1]);
  const joins = S.between ? joinsPillars(...S.between.split('-')) : null;
  const wanted = S.source === '' ? null : publishers.indexOf(S.source);
  const lists = wanted === null ? null
    : M.sourceLists.map(list => list.some(s => publisherCode(s) === wanted));
  return e => {
    if (!kinds[M.eventKind.codes[e]] || (joins && !joins(e))) return false;
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
  V.turn++;
  const matches = matcher(), passes = eventTest();
  for (let i = 0; i < M.actors; i++) {
    V.actor[i] = allowed(i) && (!matches || matches(i)) ? 2 : 0;
    V.unborn[i] = M.years && born(i) !== null && born(i) > S.to ? 1 : 0;
  }
  V.undated = 0;
  for (let e = 0; e < M.events; e++) {
    V.event[e] = passes(e) ? 1 : 0;
    if (M.start[e] === null && M.end[e] === null) V.undated++;
  }
  if (matches) addNeighbours(matches);
  V.shown = V.around = V.ties = 0;
  for (let e = 0; e < M.events; e++) if (V.event[e]) V.ties += V.event[e] = seen(e) ? 1 : 0;
  if (S.between) keepTied();
  for (const v of V.actor) if (v === 2) V.shown++; else if (v) V.around++;
  V.hubs = hubsOfYears();
}

// Of ties between two pillars only their ends are shown.
function keepTied() {
  const pillars = S.between.split('-'), tied = new Set(S.actor >= 0 ? [S.actor] : []);
  for (let e = 0; e < M.events; e++) if (V.event[e]) {
    for (let m = M.first[e]; m < M.first[e + 1]; m++) if (pillars.some(p => brings(M.memberActor[m], p))) tied.add(M.memberActor[m]);
  }
  for (let i = 0; i < M.actors; i++) if (!tied.has(i)) V.actor[i] = 0;
}

// The hubs that were found, or, where years are left out, as many actors with the most ties of these.
function hubsOfYears() {
  const hubs = M.hubs.filter(h => h.hub).map(h => h.a);
  if (!M.years || (S.from <= M.years[0] && S.to >= M.years[1])) return new Set(hubs);
  const ties = new Map();
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e] || M.start[e] === null) continue;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const a = M.memberActor[m];
      if (!M.persons.has(a) && !V.unborn[a]) ties.set(a, (ties.get(a) ?? 0) + 1);
    }
  }
  return new Set([...ties].filter(([, n]) => n > 1).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, hubs.length).map(([a]) => a));
}

// Whoever is tied to an actor that matches is shown too, even where the actor itself is hidden by its
// pillar or kind: who could fund a health start-up is asked with health as the sector and funders shown.
function addNeighbours(matches) {
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e]) continue;
    let core = false;
    for (let m = M.first[e]; m < M.first[e + 1] && !core; m++) core = matches(M.memberActor[m]);
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

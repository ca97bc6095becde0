// The page model, decoded from columns into arrays that drawing and search can run through.

import {readJson} from './dom.js';
import {PILLARS} from './shapes.js';

// What the first view needs comes first in the page.
const raw = readJson('model'), first = readJson('first');
const {sources} = raw, marks = {...raw.marks, ...first.marks};
const events = {...raw.events, ...first.events}, actors = {...raw.actors, pillars: first.pillars, persons: first.persons};
Object.assign(raw, {opens: first.opens, home: first.home});
const none = -1;

function runs(sizes) {
  const starts = new Int32Array(sizes.length + 1);
  for (let i = 0; i < sizes.length; i++) starts[i + 1] = starts[i] + sizes[i];
  return starts;
}

export const M = {
  raw,
  title: raw.title,
  labels: raw.labels,
  hubs: raw.hubs,
  gaps: raw.gaps,
  introductions: raw.introductions,
  lacks: raw.lacks ?? [],
  credit: raw.credit ?? {},
  persons: new Set(actors.persons),
  overlays: raw.overlays ?? [], // findings that state how they are drawn, and their words
  actors: actors.kind.codes.length,
  marks: marks.x.length,
  events: events.size.length,
  label: marks.label,
  x: Float64Array.from(marks.x), // where marks stand in the drawing that is shown
  y: Float64Array.from(marks.y),
  r: Float64Array.from(marks.r),
  group: Int32Array.from(marks.group),
  kind: actors.kind,
  pillars: actors.pillars,
  place: actors.place,
  sectors: actors.sectors,
  stage: actors.stage,
  eventKind: events.kind,
  eventLabel: events.label,
  flow: events.flow,
  lasting: events.lasting,
  start: events.start,
  end: events.end,
  date: events.date,
  amount: events.amount,
  first: runs(events.size),
  memberActor: Int32Array.from(events.actor),
  role: events.role,
  side: events.side,
  lead: new Set(events.lead),
  memberSources: Int32Array.from(events.sources),
  sourceLists: sources.lists,
};

export const value = (column, i) => column.codes[i] === none ? null : column.values[column.codes[i]];
export const iri = i => actors.iri.prefix + actors.iri.rest[i];
export const placed = i => !Number.isNaN(M.x[i]);

const numberOfIri = new Map();
for (let i = 0; i < M.actors; i++) numberOfIri.set(iri(i), i);
export const actorOfIri = text => numberOfIri.get(text) ?? none;

export function source(i) {
  return {
    url: sources.url.rest[i] === '' && !sources.url.prefix ? '' : sources.url.prefix + sources.url.rest[i],
    title: sources.title[i],
    publisher: value(sources.publisher, i),
    date: value(sources.date, i),
  };
}
export const publisherCode = i => sources.publisher.codes[i];
export const publishers = sources.publisher.values;

// When an actor was founded, as far as that is known.
export const born = i => value(actors.born, i);

// The part that gives an actor its colour: the first of its pillars.
const mainOfTuple = M.pillars.values.map(t => Math.max(0, PILLARS.indexOf(t[0] ?? 'other')));
export const mainPillar = i => M.pillars.codes[i] === none ? 5 : mainOfTuple[M.pillars.codes[i]];

// Which memberships each actor has, and the event of each membership.
M.memberEvent = new Int32Array(M.memberActor.length);
for (let e = 0; e < M.events; e++) M.memberEvent.fill(e, M.first[e], M.first[e + 1]);
const counts = new Int32Array(M.actors);
for (const a of M.memberActor) counts[a]++;
M.own = runs(counts);
M.memberships = new Int32Array(M.memberActor.length);
const filled = M.own.slice();
for (let m = 0; m < M.memberActor.length; m++) M.memberships[filled[M.memberActor[m]]++] = m;
export const degree = i => M.own[i + 1] - M.own[i];

// Lines of the network: one for an event of two actors, one for each actor of a larger event, to its mark.
M.markEvent = new Int32Array(M.marks - M.actors);
M.eventMark = new Int32Array(M.events).fill(none);
function networkLines() {
  const lines = {a: [], b: [], event: []};
  let mark = M.actors;
  for (let e = 0; e < M.events; e++) {
    const from = M.first[e], size = M.first[e + 1] - from;
    if (size > 2) {
      M.eventMark[e] = mark;
      M.markEvent[mark - M.actors] = e;
    }
    for (let m = from; size > 2 && m < from + size; m++) {
      lines.a.push(M.memberActor[m]);
      lines.b.push(mark);
      lines.event.push(e);
    }
    if (size > 2) mark++;
    if (size !== 2) continue;
    lines.a.push(M.memberActor[from]);
    lines.b.push(M.memberActor[from + 1]);
    lines.event.push(e);
  }
  return typed(lines);
}

// Lines where places belong to actors only: a small event joins its actors directly.
const SMALL = 6;
export function directLines() {
  const lines = {a: [], b: [], event: []};
  for (let e = 0; e < M.events; e++) {
    const from = M.first[e], size = M.first[e + 1] - from;
    for (let m = from; size <= SMALL && m < from + size; m++) {
      for (let n = m + 1; n < from + size; n++) {
        lines.a.push(M.memberActor[m]);
        lines.b.push(M.memberActor[n]);
        lines.event.push(e);
      }
    }
  }
  return typed(lines);
}
const typed = ({a, b, event}) => ({a: Int32Array.from(a), b: Int32Array.from(b), event: Int32Array.from(event)});

export const NETWORK = {x: M.x, y: M.y, lines: networkLines()};
export function stand({x, y, lines}) {
  Object.assign(M, {x, y, lines: lines.event.length, lineA: lines.a, lineB: lines.b, lineEvent: lines.event});
}
stand(NETWORK);

export const byDegree = Int32Array.from({length: M.actors}, (_, i) => i).sort((a, b) => degree(b) - degree(a) || a - b);
M.hubOf = new Map(M.hubs.map(h => [h.a, h]));

// The overlay of a view, where it is none of the page's own; what a view joins by dotted lines.
export const overlayOf = view => M.overlays.find(o => o.name === view);
export const pairsOf = view => view === 'introductions' ? M.introductions
  : overlayOf(view)?.drawing === 'pairs' ? overlayOf(view).rows : null;

// A gap that stands up to scrutiny; the others are told, not drawn.
export const isFirm = gap => gap.grade === 'solid' || gap.grade === 'probable';

const years = [...M.start, ...M.end].filter(y => y !== null);
M.years = years.length ? [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))] : null;

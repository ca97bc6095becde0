// Which marks stand out in the view chosen, and how the rest steps back.

import {M, isFirm, overlayOf, pairsOf} from './model.js';
import {eachNeighbour, shortestPath} from './network.js';
import {S} from './state.js';
import {V, inGroup} from './visible.js';

export const L = {
  lit: new Uint8Array(M.marks),
  dim: '', // the rest is drawn '' as usual, 'soft' in the opening view, 'faint' in closer ones
  path: null, // steps of the path asked for
  inner: new Set(), // whose ties stand out in an ego view
};

const on = i => { L.lit[i] = 1; };
const onEvent = e => { if (e >= 0 && M.eventMark[e] >= 0) on(M.eventMark[e]); };

function lightPath() {
  L.path = shortestPath(...S.path);
  if (!L.path) return S.path.forEach(on);
  for (const {actor, event} of L.path) { on(actor); onEvent(event); }
}

function lightEvent(e) {
  for (let m = M.first[e]; m < M.first[e + 1]; m++) on(M.memberActor[m]);
  onEvent(e);
}

// An actor and who is so many steps away; those the reader grew the view from bring their partners.
function lightTies(from, steps) {
  let front = [from];
  const seen = new Set(front);
  on(from);
  const widen = i => eachNeighbour(i, (other, e) => {
    on(other);
    onEvent(e);
    L.inner.add(i);
    if (!seen.has(other)) { seen.add(other); next.push(other); }
  });
  let next = [];
  for (let step = 0; step < steps; step++) {
    front.forEach(widen);
    [front, next] = [next, []];
  }
  S.grown.forEach(i => { on(i); widen(i); });
}

function lightWhere(test) {
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && test(i)) on(i);
}

function lightView() {
  const nothing = S.view === 'gaps' && !M.gaps.some(isFirm) && !M.lacks.length;
  L.dim = nothing ? 'soft' : {all: '', hubs: 'soft'}[S.view] ?? 'faint';
  if (S.view === 'hubs') for (const a of V.hubs) on(a);
  if (S.view === 'gaps') for (const {near} of M.lacks) near.forEach(on);
  for (const {a, b} of pairsOf(S.view) ?? []) { on(a); on(b); }
  if (overlayOf(S.view)?.drawing === 'actors') for (const {a} of overlayOf(S.view).rows) on(a);
}

export function light() {
  L.lit.fill(0);
  L.path = null;
  L.inner.clear();
  L.dim = 'faint';
  if (S.path) lightPath();
  else if (S.event >= 0) lightEvent(S.event);
  else if (S.actor >= 0 && S.ego) lightTies(S.root >= 0 ? S.root : S.actor, Number(S.ego));
  else if (S.lack >= 0) M.lacks[S.lack].near.forEach(on);
  else if (S.gap >= 0) {
    const {row, column} = M.gaps[S.gap];
    lightWhere(i => inGroup(i, row) || inGroup(i, column));
  } else if (S.group >= 0) lightWhere(i => M.group[i] === S.group);
  else lightView();
}

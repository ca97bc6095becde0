// Neighbours, ego views and shortest paths, through the ties that the filters let through.

import {M} from './model.js';
import {V} from './visible.js';

// Calls f(neighbour, event) for each visible tie of an actor.
export function eachNeighbour(i, f) {
  for (let k = M.own[i]; k < M.own[i + 1]; k++) {
    const e = M.memberEvent[M.memberships[k]];
    if (!V.event[e]) continue;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const other = M.memberActor[m];
      if (other !== i && V.actor[other]) f(other, e);
    }
  }
}

export function neighbours(i) {
  const found = new Set();
  eachNeighbour(i, other => found.add(other));
  return found;
}

// Breadth first: [{actor, event}], where event joins the actor to the one before it; null if none.
export function shortestPath(from, to) {
  const before = new Int32Array(M.actors).fill(-1), through = new Int32Array(M.actors).fill(-1);
  before[from] = from;
  let front = [from];
  while (front.length && before[to] < 0) {
    const next = [];
    for (const i of front) eachNeighbour(i, (other, e) => {
      if (before[other] >= 0) return;
      before[other] = i;
      through[other] = e;
      next.push(other);
    });
    front = next;
  }
  if (before[to] < 0) return null;
  const steps = [];
  for (let i = to; ; i = before[i]) {
    steps.unshift({actor: i, event: through[i]});
    if (i === from) return steps;
  }
}

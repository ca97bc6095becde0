// What the layout brings together, called by what sets it apart: the sector, kind or place that is most
// over-represented in it.

import {M, byDegree, degree, value} from './model.js';
import {V} from './visible.js';
import {term} from './words.js';

const LARGE = 8; // smaller groups have no name of their own
const traits = i => new Set([...(value(M.sectors, i) ?? []), value(M.kind, i), value(M.place, i)?.[0]].filter(Boolean));
let everywhere = null;
function counts() {
  if (everywhere) return everywhere;
  everywhere = new Map();
  for (let i = 0; i < M.actors; i++) for (const trait of traits(i)) everywhere.set(trait, (everywhere.get(trait) ?? 0) + 1);
  return everywhere;
}

export function groupTitle(members) {
  const inside = new Map();
  for (const i of members) for (const trait of traits(i)) inside.set(trait, (inside.get(trait) ?? 0) + 1);
  const best = [...inside].filter(([, n]) => n >= 3).map(([trait, n]) => {
    const here = n / members.length, there = counts().get(trait) / M.actors;
    return [trait, here * Math.log(here / there)];
  }).sort((a, b) => b[1] - a[1]).filter(([, lift]) => lift > 0.02).slice(0, 2);
  return best.length ? best.map(([trait]) => term(trait)).join(', ') : M.label[members[0]];
}

// The large groups of who is shown, the largest first: [number, members].
export function largeGroups() {
  const groups = new Map();
  for (const i of byDegree) if (V.actor[i] && degree(i)) groups.set(M.group[i], [...(groups.get(M.group[i]) ?? []), i]);
  return [...groups].filter(([, members]) => members.length >= LARGE).sort((a, b) => b[1].length - a[1].length);
}

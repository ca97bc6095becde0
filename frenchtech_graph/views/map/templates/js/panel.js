// The side panel: one actor, one event, one path, or what the view is about.

import {$, button, data, el, webLink} from './dom.js';
import {actorButton, swatch, unrolled} from './chips.js';
import {L} from './light.js';
import {M, degree, iri, mainPillar, source, value} from './model.js';
import {overview} from './overview.js';
import {S, change} from './state.js';
import {V} from './visible.js';
import {count, day, money, pick, pillarName, rankText, role, t, term} from './words.js';

// Shown before the reader asks for more.
const FIRST = 30, MOST_SOURCES = 6, MOST_MEMBERS = 60;

function fact(name, ...values) {
  const shown = values.filter(v => v !== null && v !== undefined && v !== '');
  return shown.length ? [el('dt', {}, t(name)), el('dd', {}, ...shown.flatMap((v, i) => i ? [', ', data(v)] : [data(v)]))] : [];
}

// Years of an event, or the day it is dated to.
export function when(e) {
  const exact = value(M.date, e), start = M.start[e], end = M.end[e];
  if (start !== null && end !== null && end !== start) return `${start} – ${end}`;
  if (exact) return day(exact);
  return start !== null ? String(start) : end !== null ? t('until', end) : t('noDate');
}

export function eventTitle(e) {
  const amount = value(M.amount, e);
  return [term(value(M.eventKind, e)), value(M.eventLabel, e), amount !== null && money(amount)].filter(Boolean).join(' · ');
}

// The sources of an event, or only those that put the given actors in it.
function sourceLinks(e, actors = null) {
  const wanted = new Set();
  for (let m = M.first[e]; m < M.first[e + 1]; m++) {
    if (!actors || actors.includes(M.memberActor[m])) for (const s of M.sourceLists[M.memberSources[m]]) wanted.add(s);
  }
  if (!wanted.size) return el('p', {className: 'sources'}, t('noSource'));
  const links = [...wanted].map(s => () => {
    const {url, title, publisher, date} = source(s);
    const text = [publisher, title].filter(Boolean).join(', ') || url || t('source');
    return el('li', {}, webLink(url, text, t('opens')), date && el('small', {}, data(day(date))));
  });
  return unrolled(links, MOST_SOURCES, el('ul', {className: 'sources', 'aria-label': t('sources')}));
}

function tieItem(i, m, choose) {
  const e = M.memberEvent[m], size = M.first[e + 1] - M.first[e];
  const others = [];
  for (let k = M.first[e]; k < M.first[e + 1] && others.length < 6; k++) if (M.memberActor[k] !== i) others.push(k);
  const own = value(M.role, m);
  const more = size - 1 - others.length;
  return el('li', {className: 'tie'},
    el('p', {className: 'tie-head'}, el('b', {}, data(eventTitle(e))), el('span', {className: 'when'}, data(when(e)))),
    own && el('p', {className: 'role'}, t('as'), ' ', data(role(own)), M.lead.has(m) && ` · ${t('lead')}`),
    el('div', {className: 'partners'}, ...others.map(k => actorButton(M.memberActor[k], choose, value(M.role, k) && role(value(M.role, k))))),
    more > 0 && button(t('andMore', count(more)), () => change({event: e, ego: false, path: null})),
    sourceLinks(e, size === 2 ? null : [i]));
}

function tieList(i, choose) {
  const shown = [], hidden = [];
  for (let k = M.own[i]; k < M.own[i + 1]; k++) (V.event[M.memberEvent[M.memberships[k]]] || alone(M.memberships[k]) ? shown : hidden).push(M.memberships[k]);
  const year = m => M.start[M.memberEvent[m]] ?? M.end[M.memberEvent[m]] ?? -Infinity;
  shown.sort((a, b) => year(b) - year(a) || a - b);
  const list = unrolled(shown.map(m => () => tieItem(i, m, choose)), FIRST, el('ul', {className: 'ties'}));
  return [el('h3', {}, t('ties'), ' ', el('span', {className: 'n'}, count(shown.length))), list,
    hidden.length > 0 && el('p', {className: 'note'}, t('hiddenTies', count(hidden.length)))];
}

// An event with a single known actor has no line, but belongs on the actor's sheet.
const alone = m => {
  const e = M.memberEvent[m], from = M.first[e], to = M.first[e + 1];
  if (to - from === 1) return true;
  // nor has one with persons alone, who are folded into their organisations
  for (let k = from; k < to; k++) if (k !== m && !M.persons.has(M.memberActor[k])) return false;
  return !S.persons;
};

function hubLine(i) {
  const hub = M.hubOf.get(i);
  if (!hub) return null;
  return el('div', {className: 'hub-line'},
    el('p', {}, hub.hub && el('b', {}, t('isHub'), ' · '), t('tierOf', hub.tier), ' · ', rankText(hub)),
    pick(hub.sentence) && el('p', {className: 'note'}, data(pick(hub.sentence))));
}

// How far the ego view reaches, and actors to grow it from.
function reach(i, {setSteps, grow}) {
  if (!S.ego) return null;
  return el('div', {className: 'actions reach', role: 'group', 'aria-label': t('reach')}, el('span', {}, t('reach')),
    ...[1, 2, 3].map(n => button(count(n), () => setSteps(n), {'aria-pressed': String(Number(S.ego) === n)})),
    button(t('grow'), () => grow(i), {'aria-pressed': String(S.grown.includes(i))}));
}

function actorSheet(i, {choose, showEgo, startPath, setSteps, grow}) {
  const place = value(M.place, i), pillars = value(M.pillars, i) ?? [];
  return [
    el('h2', {id: 'sheet', tabIndex: -1}, data(M.label[i])),
    el('p', {className: 'kind'}, swatch(mainPillar(i)), data(term(value(M.kind, i) ?? ''))),
    hubLine(i),
    el('div', {className: 'actions'},
      button(t('ego'), () => showEgo(i), {'aria-pressed': String(Boolean(S.ego))}),
      button(t('pathFrom'), () => startPath(i)),
      button(t('close'), () => change({actor: -1, ego: 0, grown: [], path: null, event: -1}))),
    reach(i, {setSteps, grow}),
    el('dl', {},
      ...fact('pillar', ...pillars.map(pillarName)),
      ...fact('placeName', ...(place ? [place[0], M.raw.places[`r${place[3]}`]] : [t('unknown')])),
      ...fact('sector', ...(value(M.sectors, i) ?? []).map(term)),
      ...fact('stage', value(M.stage, i) && term(value(M.stage, i))),
      ...fact('identifier', iri(i))),
    ...tieList(i, choose),
  ];
}

function eventSheet(e, {choose}) {
  const members = [];
  for (let m = M.first[e]; m < M.first[e + 1]; m++) members.push(m);
  members.sort((a, b) => degree(M.memberActor[b]) - degree(M.memberActor[a]));
  const item = m => el('li', {}, actorButton(M.memberActor[m], choose,
    [value(M.role, m) && role(value(M.role, m)), M.lead.has(m) && t('lead')].filter(Boolean).join(' · ')));
  return [
    el('h2', {id: 'sheet', tabIndex: -1}, data(eventTitle(e))),
    el('p', {}, data(when(e))),
    el('div', {className: 'actions'}, button(t('close'), () => change({event: -1}))),
    sourceLinks(e),
    el('h3', {}, t('actors'), ' ', el('span', {className: 'n'}, count(members.length))),
    unrolled(members.map(m => () => item(m)), MOST_MEMBERS, el('ul', {className: 'plain'})),
  ];
}

function pathSheet({choose}) {
  const [a, b] = S.path;
  const steps = L.path?.flatMap(({actor, event}, at) => [
    event >= 0 && el('li', {className: 'tie'},
      el('p', {className: 'tie-head'}, el('b', {}, data(eventTitle(event))), el('span', {className: 'when'}, data(when(event)))),
      sourceLinks(event, [actor, L.path[at - 1].actor])),
    el('li', {}, actorButton(actor, choose)),
  ]).filter(Boolean);
  return [
    el('h2', {id: 'sheet', tabIndex: -1}, t('pathTitle')),
    el('p', {}, data(M.label[a]), ' → ', data(M.label[b])),
    el('div', {className: 'actions'}, button(t('close'), () => change({path: null}))),
    steps ? el('p', {}, t('pathLength', L.path.length - 1)) : el('p', {className: 'note'}, t('noPath')),
    steps && el('ol', {className: 'path'}, ...steps),
  ];
}

export function drawPanel(actions) {
  const content = S.path ? pathSheet(actions) : S.event >= 0 ? eventSheet(S.event, actions)
    : S.actor >= 0 ? actorSheet(S.actor, actions) : overview(actions);
  const open = document.activeElement && $('panel').contains(document.activeElement) && document.activeElement.id !== 'sheet';
  $('panel').replaceChildren(...content.filter(Boolean));
  if (open) $('sheet')?.focus({preventScroll: true});
}

// The same content as a table: for screen readers, and for people who prefer tables.

import {actorButton} from './chips.js';
import {$, button, data, el} from './dom.js';
import {M, byDegree, degree, value} from './model.js';
import {S} from './state.js';
import {V} from './visible.js';
import {count, pillarName, t, term} from './words.js';

const PAGE = 100;
let page = 0;

function row(i, choose) {
  const place = value(M.place, i), hub = M.hubOf.get(i);
  return el('tr', {},
    el('th', {scope: 'row'}, actorButton(i, choose)),
    el('td', {}, data(term(value(M.kind, i) ?? ''))),
    el('td', {}, data((value(M.pillars, i) ?? []).map(pillarName).join(', '))),
    el('td', {}, data(place?.[0] ?? t('unknown'))),
    el('td', {className: 'number'}, count(degree(i))),
    el('td', {className: 'firm'}, hub ? t('tier', hub.tier) : ''));
}

export function drawList(choose) {
  $('list').hidden = !S.list;
  $('map').hidden = S.list;
  if (!S.list) return;
  const shown = byDegree.filter(i => V.actor[i]), pages = Math.max(1, Math.ceil(shown.length / PAGE));
  page = Math.min(page, pages - 1);
  const turn = by => () => { page += by; drawList(choose); $('list-title').focus(); };
  const head = ['name', 'kindName', 'pillar', 'placeName', 'ties', 'tierName'];
  $('list').replaceChildren(
    el('h2', {id: 'list-title', tabIndex: -1}, t('listTitle', count(shown.length))),
    el('table', {},
      el('caption', {className: 'unseen'}, t('listTitle', count(shown.length))),
      el('thead', {}, el('tr', {}, ...head.map(h => el('th', {scope: 'col'}, t(h))))),
      el('tbody', {}, ...Array.from(shown.slice(page * PAGE, (page + 1) * PAGE), i => row(i, choose)))),
    el('p', {className: 'pager'},
      button(t('previous'), turn(-1), {disabled: page === 0}),
      ` ${t('pageOf', page + 1, pages)} `,
      button(t('next'), turn(1), {disabled: page >= pages - 1})));
}

// Find an actor as the server and the site do, by what is said of it in either language. A combobox after the
// ARIA practices of the W3C.

import {$, data, el} from './dom.js';
import {makeSearch} from './engine.js';
import {M, degree, iri, value} from './model.js';
import {some, t, term} from './words.js';

const MOST = 12, {search} = M.raw;
let hits = [], active = -1;

const engine = makeSearch(search, M.actors, {
  name: i => M.label[i], others: i => search.others[i] ?? [], notes: i => search.lists[search.of[i]], address: iri,
});
export const find = text => engine.find(text).hits;

export function setUpSearch(choose) {
  const input = $('search'), list = $('hits');

  function close() {
    hits = [];
    active = -1;
    $('search-status').classList.add('unseen');
    list.replaceChildren();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function take(i) {
    close();
    input.value = '';
    choose(i);
  }

  function show() {
    const {hits: all, meant} = engine.find(input.value), found = all.length;
    hits = all.slice(0, MOST);
    active = -1;
    input.removeAttribute('aria-activedescendant');
    list.replaceChildren(...hits.map((i, at) => el('li', {
      id: `hit-${at}`, role: 'option', 'aria-selected': 'false',
      on: {pointerdown: e => { e.preventDefault(); take(i); }},
    }, data(M.label[i]), el('small', {}, data(details(i))))));
    const nothing = engine.fold(input.value) !== '' && !found;
    $('search-status').textContent = nothing ? t('noHit') : meant ? t('nearHits', meant) : found ? some('hits', found) : '';
    $('search-status').classList.toggle('unseen', !nothing && !meant);
    list.hidden = !hits.length;
    input.setAttribute('aria-expanded', String(hits.length > 0));
  }

  function mark(at) {
    active = (at + hits.length) % hits.length;
    [...list.children].forEach((item, j) => item.setAttribute('aria-selected', String(j === active)));
    list.children[active].scrollIntoView({block: 'nearest'});
    input.setAttribute('aria-activedescendant', `hit-${active}`);
  }

  input.addEventListener('input', show);
  input.addEventListener('focus', () => { if (input.value) show(); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', e => {
    if (e.key === 'Escape') { close(); input.value = ''; }
    if (!hits.length) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      mark(active + (e.key === 'ArrowDown' ? 1 : active < 0 ? 0 : -1));
    } else if (e.key === 'Enter') {
      e.preventDefault();
      take(hits[Math.max(0, active)]);
    }
  });
}

export function details(i) {
  const place = value(M.place, i)?.[0], kind = value(M.kind, i);
  return [kind && term(kind), place, some('tieCount', degree(i))].filter(Boolean).join(' · ');
}

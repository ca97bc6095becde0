// Find an actor by name, accents and case ignored. A combobox after the ARIA practices of the W3C.

import {$, data, el} from './dom.js';
import {M, byDegree, degree, fold, searchKeys, value} from './model.js';
import {t, term} from './words.js';

const MOST = 12;
let hits = [], active = -1;

// Names that start with the text first, then words that do, then the rest; better tied actors first.
export function find(text, most = MOST) {
  const wanted = fold(text.trim()), keys = searchKeys();
  if (!wanted) return [];
  const ranked = [[], [], []];
  for (const i of byDegree) {
    const at = keys[i].indexOf(wanted);
    if (at < 0) continue;
    ranked[at === 0 ? 0 : /[\s'’-]/.test(keys[i][at - 1]) ? 1 : 2].push(i);
  }
  return ranked.flat().slice(0, most);
}

export function setUpSearch(choose) {
  const input = $('search'), list = $('hits');

  function close() {
    hits = [];
    active = -1;
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
    hits = find(input.value);
    active = -1;
    input.removeAttribute('aria-activedescendant');
    list.replaceChildren(...hits.map((i, at) => el('li', {
      id: `hit-${at}`, role: 'option', 'aria-selected': 'false',
      on: {pointerdown: e => { e.preventDefault(); take(i); }},
    }, data(M.label[i]), el('small', {}, data(details(i))))));
    const nothing = input.value.trim() !== '' && !hits.length;
    $('search-status').textContent = nothing ? t('noHit') : hits.length ? t('hits', hits.length) : '';
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
  return [kind && term(kind), place, t('tieCount', degree(i))].filter(Boolean).join(' · ');
}

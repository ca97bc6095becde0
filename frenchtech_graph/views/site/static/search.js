// The page of the search: what stands in search-data.js, through the engine that maps use, too.

import {makeSearch} from './engine.js';

const data = window.searchData;
const { fold, find } = makeSearch(data, data.things.length, {
  name: (at) => data.things[at][1], others: (at) => data.things[at][3], notes: (at) => data.things[at][4], address: (at) => data.things[at][6],
});
window.siteSearch = { fold, find: (text) => { const f = find(text); return { meant: f.meant, names: f.hits.slice(0, data.shown).map((at) => data.things[at][1]) }; } };

const input = document.getElementById('q');
const list = document.getElementById('hits');
const show = (id, on) => { document.getElementById(id).hidden = !on; };
const fill = (id, value) => { for (const e of document.querySelectorAll(`.${id}`)) e.textContent = value; };
const number = (n) => n.toLocaleString(document.documentElement.lang);
const words = (text) => fold(text).split(' ').filter(Boolean);
const ecosystems = (text) => {
  const asked = words(text);
  return asked.length ? data.ecosystems.filter(([, ...names]) => names.some((name) => {
    const own = words(name);
    return asked.every((word) => own.some((one) => one.startsWith(word)));
  })) : [];
};
const tellEcosystems = (text) => document.getElementById('ecosystems').replaceChildren(...ecosystems(text).map(([file, ...names]) => {
  const item = document.createElement('li'), link = document.createElement('a');
  link.href = file;
  link.className = 'button';
  for (const [at, lang] of ['fr', 'en'].entries()) {
    const span = document.createElement('span');
    span.lang = lang;
    span.textContent = names[at];
    link.append(span);
  }
  item.append(link);
  return item;
}));
const tell = () => {
  const text = input.value.trim();
  tellEcosystems(text);
  const { hits, meant: other } = find(text);
  list.replaceChildren(...hits.slice(0, data.shown).map((at) => {
    const [file, name, kind, , , place] = data.things[at];
    const item = document.createElement('li'), link = document.createElement('a');
    const small = document.createElement('small'), bdi = document.createElement('bdi');
    link.href = `o/${file}.html`;
    bdi.textContent = name;
    link.append(bdi);
    const [french, english] = data.kinds[kind];
    for (const [lang, label] of [['fr', french], ['en', english]]) {
      const span = document.createElement('span');
      span.lang = lang;
      span.textContent = label + (place ? `, ${place}` : '');
      small.append(span);
    }
    item.append(link, ' ', small);
    return item;
  }));
  fill('count', number(hits.length));
  fill('shown', number(Math.min(hits.length, data.shown)));
  fill('meant', other ?? '');
  show('some', text && hits.length > 0 && hits.length <= data.shown);
  show('many', hits.length > data.shown);
  show('near', Boolean(other) && hits.length > 0);
  show('none', Boolean(text) && !hits.length);
};
let waiting = 0;
input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(tell, 120); });
document.addEventListener('language', tell);
document.getElementById('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  try { history.replaceState(null, '', `?q=${encodeURIComponent(input.value)}`); } catch { /* from disk */ }
  tell();
});
input.value = new URLSearchParams(location.search).get('q') ?? '';
tell();

// Language, theme, print, and links into closed details. The page reads well without any of it.

'use strict';
(() => {
  const editions = [...document.querySelectorAll('.edition')];

  function show(lang) {
    if (!editions.some(e => e.id === lang)) return;
    for (const e of editions) e.hidden = e.id !== lang;
    document.documentElement.lang = lang;
    document.title = document.querySelector(`#${lang} h1`).textContent;
  }

  function follow() {
    const id = decodeURIComponent(location.hash.slice(1)), target = id && document.getElementById(id);
    if (!target) return;
    show(target.closest('.edition').id);
    for (let d = target.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
    target.scrollIntoView();
  }
  addEventListener('hashchange', follow);
  follow();

  // the language of the browser, where the page can show it and the address names none
  if (!location.hash) show(navigator.languages.map(l => l.split('-')[0]).find(l => editions.some(e => e.id === l)));

  const root = document.documentElement, always = root.dataset.print;
  for (const b of document.querySelectorAll('.print')) b.addEventListener('click', () => {
    if (b.matches('.one')) root.dataset.print = 'one';
    print();
    if (!always) delete root.dataset.print;
  });
  for (const b of document.querySelectorAll('.theme')) b.addEventListener('click', () => {
    const now = root.dataset.theme;
    const dark = now === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : now === 'dark';
    root.dataset.theme = dark ? 'light' : 'dark';
  });
})();

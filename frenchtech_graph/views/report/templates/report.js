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
    if (target.matches('details')) target.open = true;
    target.scrollIntoView();
  }
  addEventListener('hashchange', follow);
  follow();

  for (const b of document.querySelectorAll('.print')) b.addEventListener('click', () => print());
  for (const b of document.querySelectorAll('.theme')) b.addEventListener('click', () => {
    const root = document.documentElement, now = root.dataset.theme;
    const dark = now === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : now === 'dark';
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  // paper has no closed details; the evidence stays in the page
  addEventListener('beforeprint', () => document.querySelectorAll('.edition:not([hidden]) section:not(.evidence) > details').forEach(d => { d.open = true; }));
})();

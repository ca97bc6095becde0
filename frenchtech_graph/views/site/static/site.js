'use strict';
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem('lang'); } catch { return null; } };
  const keep = (lang) => { try { localStorage.setItem('lang', lang); } catch { /* no place to keep it */ } };
  const asked = new URLSearchParams(location.search).get('lang') || kept() || navigator.language || 'fr';
  root.lang = asked.toLowerCase().startsWith('fr') ? 'fr' : 'en';
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-to]');
    if (!button) return;
    root.lang = button.dataset.to;
    keep(root.lang);
    document.dispatchEvent(new Event('language'));
    const other = document.querySelector(`button[data-to]:not([data-to="${root.lang}"])`);
    if (other) other.focus();
  });
})();

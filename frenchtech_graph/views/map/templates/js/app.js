// Puts the page together: state in the middle, the drawing and the panels around it.

import {around, home} from './bounds.js';
import {drawCompare, setUpCompare} from './compare.js';
import {$, calm} from './dom.js';
import {drawFilters, setUpFilters} from './filters.js';
import {setUpKeyboard} from './keyboard.js';
import {light} from './light.js';
import {drawList} from './list.js';
import {M, pairsOf, placed} from './model.js';
import {eachNeighbour, neighbours} from './network.js';
import {paintHover} from './paint.js';
import {drawPanel} from './panel.js';
import {markAt} from './pick.js';
import {setUpSearch} from './search.js';
import {setUpShare} from './share.js';
import {makeStage} from './stage.js';
import {S, change, fromHash, onChange, reset, toHash} from './state.js';
import {readColours} from './theme.js';
import {V, filter} from './visible.js';
import {count, t, title} from './words.js';
import {drawYears, setUpYears} from './years.js';

const FILTERS = ['pillars', 'kinds', 'ties', 'sector', 'place', 'source', 'from', 'to', 'undated'];

export function start(makeCamera, {clickGround = () => null, ...limits} = {}) {
  const box = $('map');
  let hovered = -1, partners = new Map(), from = -1, hashTimer = 0, ready = false;
  readColours();

  const stage = makeStage(() => camera.redraw());
  const camera = makeCamera(box, {
    draw(c, view, ratio) {
      if (!ready) return;
      stage.draw(c, view, ratio);
      if (hovered >= 0) paintHover(c, view, ratio, hovered, partners);
    },
    click(px, py) {
      const i = markAt(camera.view(), px, py, 12);
      if (i < 0) {
        const members = clickGround(camera.view(), px, py);
        if (members) fit(members);
      } else if (i < M.actors) choose(i, {fly: false, focus: false});
      else change({event: M.markEvent[i - M.actors], path: null, ego: false});
    },
    hover(px, py) {
      const i = px < 0 ? -1 : markAt(camera.view(), px, py), actor = i < M.actors ? i : -1;
      box.style.cursor = i >= 0 ? 'pointer' : '';
      if (actor === hovered) return;
      hovered = actor;
      partners = new Map();
      if (actor >= 0) eachNeighbour(actor, (other, e) => { if (placed(other) && partners.size < 400) partners.set(other, e); });
      camera.redraw();
    },
    moved: keepHash,
  }, limits);

  function keepHash() {
    clearTimeout(hashTimer);
    hashTimer = setTimeout(() => {
      const {x, y, k} = camera.view();
      S.camera = [x, y, k];
      // a frame without an address of its own refuses this
      try { history.replaceState(null, '', `#${toHash()}`); } catch { /* the view is kept in memory */ }
    }, 250);
  }

  const showAll = () => camera.moveTo(home(camera.view()), true);
  const fit = actors => { const to = around(actors, camera.view(), {room: 0.6}); if (to) camera.moveTo(to, true); };

  function choose(i, {fly = true, focus = true} = {}) {
    if (from >= 0 && i !== from) {
      const ends = [from, i];
      from = -1;
      change({path: ends, actor: i, event: -1, ego: false});
      fit(ends);
    } else {
      change({actor: i, event: -1, path: null, gap: -1, group: -1});
      if (fly && placed(i)) camera.moveTo({x: M.x[i], y: M.y[i], k: Math.max(camera.view().k, M.outlines ? 24 : 0.75)}, true);
    }
    if (focus) $('sheet')?.focus({preventScroll: true});
    $('sheet')?.scrollIntoView({block: 'nearest', behavior: calm() ? 'auto' : 'smooth'});
  }

  function startPath(i) {
    from = i;
    $('status').textContent = t('pathPick');
    $('search').focus();
  }

  function showEgo(i) {
    change({ego: !S.ego, path: null, event: -1});
    if (S.ego) fit([i, ...neighbours(i)]);
  }

  const actions = {choose, showEgo, startPath, fit};

  function draw(changes) {
    if (!changes || FILTERS.some(k => k in changes)) filter();
    light();
    if (!changes || 'lang' in changes) drawWords();
    else if (['pillars', 'kinds', 'ties', 'sector', 'place', 'source'].some(k => k in changes)) syncFilters();
    drawYears();
    drawViews();
    drawPanel(actions);
    drawList(choose);
    drawCompare(choose);
    $('status').textContent = t('summary', count(V.shown), count(V.ties)) + (V.around ? ` ${t('summaryAround', count(V.around))}` : '');
    stage.spoil();
    camera.spoil?.();
    camera.redraw();
    keepHash();
  }

  function syncFilters() {
    for (const id of ['sector', 'place', 'source']) $(id).value = S[id];
  }

  function drawWords() {
    document.documentElement.lang = S.lang;
    document.title = title();
    $('title').textContent = title();
    for (const e of document.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t);
    for (const e of document.querySelectorAll('[data-label]')) e.setAttribute('aria-label', t(e.dataset.label));
    for (const e of document.querySelectorAll('[data-hint]')) e.placeholder = t(e.dataset.hint);
    $('language').lang = S.lang === 'fr' ? 'en' : 'fr';
    drawFilters();
  }

  function drawViews() {
    for (const b of document.querySelectorAll('[data-view]')) b.setAttribute('aria-pressed', String(b.dataset.view === S.view));
    $('list-open').setAttribute('aria-pressed', String(S.list));
    $('compare-open').setAttribute('aria-pressed', String(Boolean(S.compare)));
  }

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    readColours();
    draw({});
  }
  const dark = matchMedia('(prefers-color-scheme: dark)');
  $('theme').addEventListener('click', () => {
    const now = document.documentElement.dataset.theme;
    setTheme((now === 'auto' ? dark.matches : now === 'dark') ? 'light' : 'dark');
  });
  dark.addEventListener('change', () => setTheme(document.documentElement.dataset.theme));
  // paper is light, whatever the screen is
  let screenTheme = '';
  addEventListener('beforeprint', () => {
    screenTheme = document.documentElement.dataset.theme;
    setTheme('light');
    camera.drawNow?.();
  });
  addEventListener('afterprint', () => setTheme(screenTheme));
  $('language').addEventListener('click', () => change({lang: S.lang === 'fr' ? 'en' : 'fr'}));
  $('list-open').addEventListener('click', () => change({list: !S.list}));
  $('reset').addEventListener('click', () => { reset(); drawFilters(); showAll(); });
  $('zoom-in').addEventListener('click', () => camera.moveTo({...camera.view(), k: camera.view().k * 1.4}, true));
  $('zoom-out').addEventListener('click', () => camera.moveTo({...camera.view(), k: camera.view().k / 1.4}, true));
  $('zoom-all').addEventListener('click', showAll);
  for (const b of document.querySelectorAll('[data-view]')) {
    b.addEventListener('click', () => {
      change({view: b.dataset.view, gap: -1, group: -1, path: null, ego: false, actor: -1, event: -1});
      const pairs = pairsOf(S.view);
      if (pairs) fit(pairs.flatMap(({a, b: other}) => [a, other]));
    });
  }
  setUpSearch(i => choose(i));
  setUpFilters();
  setUpYears();
  setUpCompare();
  setUpKeyboard(box, camera, {choose, showAll, showEgo});
  setUpShare(camera);
  onChange(draw);

  const restore = () => {
    Object.assign(S, fromHash(location.hash));
    const kept = S.camera;
    ready = false; // one painting, once all is in place
    draw();
    whenSized(() => {
      camera.moveTo(kept ? {x: kept[0], y: kept[1], k: kept[2]} : home(camera.view()));
      if (!kept && S.actor >= 0 && placed(S.actor)) fit([S.actor, ...neighbours(S.actor)]);
      ready = true;
      camera.redraw();
    });
  };
  // a page in a hidden frame has no size yet
  function whenSized(f) {
    if (box.clientWidth && box.clientHeight) return f();
    const wait = new ResizeObserver(() => {
      if (!box.clientWidth || !box.clientHeight) return;
      wait.disconnect();
      f();
    });
    wait.observe(box);
  }
  if (box.clientWidth < 600) document.querySelector('#filters details').open = false;
  restore();
  window.addEventListener('hashchange', restore);
  window.frenchtechMap = {S, V, camera, choose, change}; // for those who script the page
}

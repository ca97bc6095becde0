// Puts the page together: state in the middle, the drawing and the panels around it.

import {around, home} from './bounds.js';
import {drawCompare, setUpCompare} from './compare.js';
import {$, calm} from './dom.js';
import {tellCredit, useDrawing} from './drawings.js';
import {drawFilters, drawReading, setUpFilters} from './filters.js';
import {setUpKeyboard} from './keyboard.js';
import {L, light} from './light.js';
import {drawList} from './list.js';
import {M, byDegree, iri, pairsOf, placed} from './model.js';
import {eachNeighbour, neighbours} from './network.js';
import {paintHover} from './paint.js';
import {drawPanel} from './panel.js';
import {markAt} from './pick.js';
import {resize} from './readings.js';
import {scene} from './scene.js';
import {find, setUpSearch} from './search.js';
import {drawEmbed, setUpEmbed, setUpShare} from './share.js';
import {makeStage} from './stage.js';
import {drawStory, setUpStory} from './story.js';
import {S, change, fromHash, onChange, reset, toHash} from './state.js';
import {readColours} from './theme.js';
import {V, filter} from './visible.js';
import {some, t, title} from './words.js';
import {drawYears, setUpYears} from './years.js';

const FILTERS = ['pillars', 'kinds', 'ties', 'sector', 'place', 'source', 'between', 'from', 'to', 'undated', 'persons', 'actor', 'path'];

// A first view that is painted already is shown before the page goes on.
export function begin(makeCamera) {
  if ($('first-view') && !document.hidden) requestAnimationFrame(() => setTimeout(() => start(makeCamera)));
  else start(makeCamera);
}

function start(makeCamera) {
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
        const members = scene.ground(camera.view(), px, py);
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
  });

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
      // an ego view stays while its own marks are chosen
      const moved = S.ego && !L.lit[i] ? {root: i, grown: []} : {};
      change({actor: i, event: -1, path: null, gap: -1, lack: -1, group: -1, ...moved});
      if (fly && placed(i)) camera.moveTo({x: M.x[i], y: M.y[i], k: Math.max(camera.view().k, scene.near)}, true);
    }
    // a notebook that shows this page in a frame hears which actor was chosen
    if (window.parent !== window) window.parent.postMessage({type: 'frenchtech-actor', iri: iri(i)}, '*');
    if (focus) $('sheet')?.focus({preventScroll: true});
    $('sheet')?.scrollIntoView({block: 'nearest', behavior: calm() ? 'auto' : 'smooth'});
  }

  function startPath(i) {
    from = i;
    $('status').textContent = t('pathPick');
    $('search').focus();
  }

  function showEgo(i) {
    change({ego: S.ego ? 0 : 1, root: i, grown: [], path: null, event: -1});
    if (S.ego) fit([i, ...neighbours(i)]);
  }

  // What an ego view lights, fitted into the page.
  const fitLit = () => fit(Array.from({length: M.actors}, (_, i) => i).filter(i => L.lit[i]));
  const setSteps = ego => { change({ego}); fitLit(); };
  function grow(i) {
    change({grown: S.grown.includes(i) ? S.grown.filter(g => g !== i) : [...S.grown, i]});
    fitLit();
  }

  const actions = {choose, showEgo, startPath, setSteps, grow, fit};

  function draw(changes) {
    const turned = useDrawing(S.drawing);
    if (!changes || FILTERS.some(k => k in changes)) filter();
    light();
    resize();
    if (!changes || 'lang' in changes) drawWords();
    else if (['pillars', 'kinds', 'ties', 'sector', 'place', 'source', 'between'].some(k => k in changes)) syncFilters();
    drawYears();
    drawReading();
    drawViews();
    drawStory();
    drawPanel(actions);
    drawEmbed();
    drawList(choose);
    drawCompare(choose);
    $('status').textContent = t('summary', some('actorCount', V.shown), some('tieCount', V.ties)) + (V.around ? ` ${some('summaryAround', V.around)}` : '');
    tellCredit();
    measure();
    stage.spoil();
    camera.spoil?.();
    if (turned && changes) showDrawing();
    camera.redraw();
    keepHash();
  }

  function measure() {
    scene.top = document.querySelector('.bars').offsetHeight + 14;
    const {offsetLeft: x, offsetTop: y, offsetWidth: w, offsetHeight: h} = document.querySelector('.zoom');
    const left = x - box.clientWidth / 2, top = y - box.clientHeight / 2;
    scene.covered = w ? [[left - 4, top - 4, left + w + 4, top + h + 4]] : [];
    scene.bottom = document.querySelector('main footer').offsetHeight + 12 + (S.story < 0 ? 0 : $('story').offsetHeight);
  }

  // A drawing opens on what is chosen, else on the whole.
  function showDrawing() {
    camera.moveTo(home(camera.view()));
    const chosen = S.path ?? (S.actor < 0 ? [] : S.ego ? [S.actor, ...neighbours(S.actor)] : [S.actor]);
    if (chosen.some(placed)) fit(chosen);
    else if (S.sector || S.place || S.between) fit(visible());
  }
  const visible = () => Array.from({length: M.actors}, (_, i) => i).filter(i => V.actor[i]);

  function syncFilters() {
    for (const id of ['sector', 'place', 'source', 'between']) $(id).value = S[id];
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
    for (const b of document.querySelectorAll('[data-drawing]')) b.setAttribute('aria-pressed', String(b.dataset.drawing === S.drawing));
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
  for (const b of document.querySelectorAll('[data-drawing]')) b.addEventListener('click', () => change({drawing: b.dataset.drawing}));
  for (const b of document.querySelectorAll('[data-view]')) {
    b.addEventListener('click', () => {
      change({view: b.dataset.view, gap: -1, lack: -1, group: -1, path: null, ego: 0, grown: [], actor: -1, event: -1});
      const pairs = pairsOf(S.view);
      if (pairs) fit(pairs.flatMap(({a, b: other}) => [a, other]));
    });
  }
  setUpSearch(i => choose(i));
  setUpFilters();
  setUpStory({showDrawing, fit, fitLit});
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
      measure();
      camera.moveTo(kept ? {x: kept[0], y: kept[1], k: kept[2]} : home(camera.view()));
      if (!kept && S.actor >= 0 && placed(S.actor)) fit([S.actor, ...neighbours(S.actor)]);
      else if (!kept && (S.sector || S.place || S.between)) fit(visible());
      $('first-view')?.remove();
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
  if (new URLSearchParams(location.search).has('embed') || new URLSearchParams(location.hash.slice(1)).has('embed')) setUpEmbed();
  if (box.clientWidth < 600) document.querySelector('#filters details').open = false;
  restore();
  window.addEventListener('hashchange', restore);
  window.frenchtechMap = {S, V, M, camera, choose, change, find, names: () => scene.written, lit: () => L.lit.subarray(0, M.actors).reduce((a, b) => a + b, 0), addresses: text => (text === undefined ? [...byDegree] : find(text)).map(iri), outermost: () => byDegree.find(i => L.lit[i] && i !== S.actor)}; // for those who script the page
}

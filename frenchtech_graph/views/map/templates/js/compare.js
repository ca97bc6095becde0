// Two places side by side: the same drawing lit for each, and the make-up of each in shares.
// Density falls with size by construction, so densities are not compared.

import {$, data, el} from './dom.js';
import {around} from './bounds.js';
import {actorButton} from './chips.js';
import {placeLabel} from './filters.js';
import {M, byDegree, degree, mainPillar, placed, value} from './model.js';
import {PILLARS, disc} from './shapes.js';
import {S, change} from './state.js';
import {C} from './theme.js';
import {V, placeKeys} from './visible.js';
import {count, pillarName, t, term} from './words.js';

function members(key) {
  const inside = new Uint8Array(M.actors);
  for (let i = 0; i < M.actors; i++) if (V.actor[i] && placeKeys(i).includes(key)) inside[i] = 1;
  return inside;
}

function profile(key) {
  const inside = members(key), pillars = new Array(6).fill(0), kinds = new Map();
  let actors = 0, within = 0, across = 0;
  inside.forEach((on, i) => { if (on) { actors++; pillars[mainPillar(i)]++; } });
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e]) continue;
    let own = 0;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) own += inside[M.memberActor[m]];
    if (!own) continue;
    if (own === M.first[e + 1] - M.first[e]) within++; else across++;
    const kind = value(M.eventKind, e);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return {key, inside, actors, within, across, pillars, kinds};
}

function miniature(canvas, {inside}) {
  const ratio = window.devicePixelRatio || 1, w = canvas.clientWidth || 400, h = canvas.clientHeight || 280;
  canvas.width = w * ratio;
  canvas.height = h * ratio;
  const own = [];
  inside.forEach((on, i) => { if (on && placed(i)) own.push(i); });
  const tied = own.filter(i => degree(i) > 0);
  const view = around(tied.length ? tied : own, {w, h}, {most: 3, inset: false}), c = canvas.getContext('2d');
  c.fillStyle = C.bg;
  c.fillRect(0, 0, canvas.width, canvas.height);
  if (!view) return;
  c.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * (w / 2 - view.x * view.k), ratio * (h / 2 - view.y * view.k));
  c.beginPath();
  for (let i = 0; i < M.lines; i++) {
    const a = M.lineA[i], b = M.lineB[i];
    if (!V.event[M.lineEvent[i]] || !inside[a] || (b < M.actors && !inside[b]) || !placed(a) || !placed(b)) continue;
    c.moveTo(M.x[a], M.y[a]);
    c.lineTo(M.x[b], M.y[b]);
  }
  c.lineWidth = 0.8 / view.k;
  c.strokeStyle = C.tie;
  c.globalAlpha = 0.5;
  c.stroke();
  c.globalAlpha = 1;
  PILLARS.forEach((_, p) => {
    c.beginPath();
    for (const i of own) if (mainPillar(i) === p) disc(c, M.x[i], M.y[i], Math.max(M.r[i] * Math.min(1, view.k), 2) / view.k);
    c.fillStyle = C.pillars[p];
    c.fill();
  });
}

function bar(label, n, total, className) {
  const share = total ? Math.round(100 * n / total) : 0;
  return el('tr', {}, el('th', {scope: 'row'}, data(label)), el('td', {className: 'number'}, count(n)),
    el('td', {className: 'number'}, `${share} %`),
    el('td', {'aria-hidden': 'true', className: 'bar'}, el('i', {className, css: {width: `${share}%`}})));
}

function column(p, choose) {
  const kinds = [...p.kinds].sort((a, b) => b[1] - a[1]).slice(0, 6), events = p.within + p.across;
  const top = byDegree.filter(i => p.inside[i]).slice(0, 5);
  return el('section', {}, el('h3', {}, data(placeLabel(p.key))),
    el('canvas', {role: 'img', 'aria-label': t('miniature', placeLabel(p.key), count(p.actors))}),
    el('p', {}, t('compareSummary', count(p.actors), count(p.within), count(p.across))),
    el('table', {}, el('caption', {}, t('pillars')), el('tbody', {}, ...PILLARS.map((name, i) => p.pillars[i] > 0 && bar(pillarName(name), p.pillars[i], p.actors, `p-${name}`)).filter(Boolean))),
    el('table', {}, el('caption', {}, t('tieKinds')), el('tbody', {}, ...kinds.map(([kind, n]) => bar(term(kind), n, events, 'plain')))),
    el('h4', {}, t('mostTied')),
    el('ul', {className: 'plain'}, ...Array.from(top, i => el('li', {}, actorButton(i, choose, t('tieCount', degree(i)))))));
}

export function drawCompare(choose) {
  $('compare').hidden = !S.compare;
  if (!S.compare) return;
  $('compare-a').value = S.compare[0];
  $('compare-b').value = S.compare[1];
  const profiles = S.compare.map(profile);
  $('compare-columns').replaceChildren(...profiles.map(p => column(p, choose)));
  $('compare-columns').querySelectorAll('canvas').forEach((canvas, i) => miniature(canvas, profiles[i]));
}

// The two places with the most actors, to begin with.
function largest() {
  const counts = new Map();
  for (let i = 0; i < M.actors; i++) for (const k of placeKeys(i)) if (k[0] === 'c') counts.set(k, (counts.get(k) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 2).map(([k]) => k);
}

export function setUpCompare() {
  $('compare-open').addEventListener('click', () => {
    const pair = largest();
    change({compare: S.compare ? null : pair.length === 2 ? pair : null});
    if (S.compare) $('compare-title').focus();
  });
  $('compare-close').addEventListener('click', () => { change({compare: null}); $('compare-open').focus(); });
  for (const [at, id] of ['compare-a', 'compare-b'].entries()) {
    $(id).addEventListener('change', e => change({compare: S.compare.map((k, i) => i === at ? e.target.value : k)}));
  }
}

// The opening view of a large network, painted while the browser still reads the rest of the page.

import {$, readJson} from './dom.js';
import {Labels} from './labels.js';
import {CLOSEST, GROUND_FROM, GROUND_ROOM, HUB_TIE, LEAST, SHRINK, TIE, backAlpha, density, onScreen, thinLine} from './looks.js';
import {PILLARS, SHAPES, disc} from './shapes.js';
import {C, readColours} from './theme.js';
import {framed, intoPixels, intoWorld, toScreen} from './view.js';

const MANY = 2000; // marks; a smaller network is drawn whole in the same time
const BARS = 14, FOOT = 39; // pixels that the page leaves free below its bars and above its footer
const asked = new URLSearchParams(location.hash.slice(1));
asked.delete('lang');

// Words of the page so far, so that bars have their size.
function sayWords() {
  const words = readJson('words'), lang = navigator.languages?.map(l => l.split('-')[0]).find(l => ['fr', 'en'].includes(l)) ?? document.documentElement.lang;
  for (const e of document.querySelectorAll('[data-t]')) e.textContent = words[e.dataset.t]?.[lang === 'fr' ? 0 : 1] ?? '';
}

function lines({size, actor}, seen, actors) {
  const found = [];
  let at = 0, mark = actors;
  for (const n of size) {
    const members = actor.slice(at, at + n), shown = members.filter(a => seen[a]);
    at += n;
    if (shown.length > 1) {
      if (n === 2) found.push(shown);
      else for (const a of shown) found.push([a, mark]);
      if (n > 2) seen[mark] = 1;
    }
    if (n > 2) mark++;
  }
  return found;
}

function paintFirst({marks, home, pillars, persons, events, hubs}) {
  const {x, y, r, group} = marks, actors = pillars.codes.length, box = $('map');
  const ratio = window.devicePixelRatio || 1, w = box.clientWidth, h = box.clientHeight;
  const canvas = document.createElement('canvas'), c = canvas.getContext('2d');
  canvas.id = 'first-view';
  canvas.width = w * ratio;
  canvas.height = h * ratio;
  const around = {top: document.querySelector('.bars').offsetHeight + BARS, bottom: FOOT, covered: []};
  const view = {...framed(home, {w, h}, around, CLOSEST), w, h};
  const seen = new Uint8Array(x.length).fill(1, 0, actors);
  for (const i of persons) seen[i] = 0;
  const ties = lines(events, seen, actors), chosen = new Set(hubs.map(([i]) => i)), tied = new Uint8Array(x.length);
  for (const [a, b] of ties) tied[a] = tied[b] = 1;
  const radius = i => Math.max(chosen.has(i) ? LEAST.hub : i < actors ? LEAST.actor : LEAST.event, onScreen(r[i], view)) / view.k;
  readColours();
  c.fillStyle = C.bg;
  c.fillRect(0, 0, canvas.width, canvas.height);

  function grounds() {
    const small = document.createElement('canvas'), little = small.getContext('2d'), paths = new Map(), sizes = new Map();
    small.width = Math.ceil(w / SHRINK);
    small.height = Math.ceil(h / SHRINK);
    intoWorld(little, view, 1 / SHRINK);
    for (let i = 0; i < actors; i++) if (seen[i] && tied[i]) sizes.set(group[i], (sizes.get(group[i]) ?? 0) + 1);
    for (let i = 0; i < actors; i++) {
      if (!seen[i] || (sizes.get(group[i]) ?? 0) < GROUND_FROM) continue;
      if (!paths.has(group[i])) paths.set(group[i], new Path2D());
      disc(paths.get(group[i]), x[i], y[i], r[i] + GROUND_ROOM);
    }
    const tints = C.blob.split(' ');
    for (const [g, path] of paths) {
      little.fillStyle = tints[g % tints.length];
      little.fill(path);
    }
    intoPixels(c, ratio);
    c.drawImage(small, 0, 0, w, h);
  }

  function stroke(wanted, alpha) {
    c.beginPath();
    for (const [a, b] of ties) if (wanted(a, b)) {
      c.moveTo(x[a], y[a]);
      c.lineTo(x[b], y[b]);
    }
    c.globalAlpha = alpha * density(ties.length);
    c.lineWidth = thinLine(view) / view.k;
    c.strokeStyle = C.tie;
    c.stroke();
  }

  const main = pillars.values.map(tuple => Math.max(0, PILLARS.indexOf(tuple[0] ?? 'other')));
  const shape = i => i >= actors ? PILLARS.length : pillars.codes[i] < 0 ? PILLARS.length - 1 : main[pillars.codes[i]];
  function fill(wanted, alpha) {
    const batches = Array.from({length: PILLARS.length + 1}, () => []);
    for (let i = x.length - 1; i >= 0; i--) if (seen[i] && wanted(i)) batches[shape(i)].push(i);
    c.globalAlpha = alpha;
    for (let s = PILLARS.length; s >= 0; s--) {
      c.beginPath();
      for (const i of batches[s]) {
        const q = radius(i);
        if (q * view.k < 2.2) c.rect(x[i] - q, y[i] - q, 2 * q, 2 * q);
        else (SHAPES[s] ?? disc)(c, x[i], y[i], q);
      }
      c.fillStyle = C.pillars[s] ?? C.muted;
      c.fill();
    }
    c.globalAlpha = 1;
  }

  grounds();
  intoWorld(c, view, ratio);
  stroke(() => true, TIE.soft);
  stroke((a, b) => chosen.has(a) || chosen.has(b), HUB_TIE);
  fill(i => !chosen.has(i), backAlpha(x.length));
  fill(i => chosen.has(i), 1);
  c.beginPath();
  for (const i of chosen) disc(c, x[i], y[i], radius(i) + 2.2 / view.k);
  c.lineWidth = 1.4 / view.k;
  c.strokeStyle = C.fg;
  c.stroke();
  intoPixels(c, ratio);
  const labels = new Labels(c, view, around), at = i => [...toScreen(view, x[i], y[i]), radius(i) * view.k];
  for (const [i] of hubs) labels.keepFree(...at(i));
  for (const [i, name] of hubs) labels.put(name, ...at(i), {bold: true, size: w < 700 ? 12.5 : 13.5, far: true, colour: C.fg, halo: C.halo});
  box.append(canvas);
}

// An address that asks for another view waits for the whole page.
const first = [...asked].length ? null : readJson('first');
if (first?.opens === 'network' && first.marks.x.length >= MANY) {
  sayWords();
  paintFirst(first);
}

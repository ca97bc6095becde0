// What is seen, taken along: a link, a picture, a drawing, two tables.

import {$, data, el} from './dom.js';
import {L} from './light.js';
import {M, iri, mainPillar, placed, source, value} from './model.js';
import {paint} from './paint.js';
import {markShown, scene, screenRadius} from './scene.js';
import {svgPath} from './shapes.js';
import {S, toHash} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V} from './visible.js';
import {when} from './panel.js';
import {legendRows, colourOf} from './readings.js';
import {pillarName, t, term, title} from './words.js';

const FILE = 'frenchtech-graph';

function save(parts, name, type) {
  const url = URL.createObjectURL(new Blob(parts, {type}));
  const link = el('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 30000);
}

export function savePng(camera) {
  const view = camera.view(), ratio = 2, head = 44, foot = 62;
  const canvas = el('canvas', {width: view.w * ratio, height: (view.h + head + foot) * ratio});
  const picture = el('canvas', {width: view.w * ratio, height: view.h * ratio});
  paint(picture.getContext('2d'), view, ratio, {whole: true});
  const c = canvas.getContext('2d');
  c.fillStyle = C.bg;
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.drawImage(picture, 0, head * ratio);
  c.scale(ratio, ratio);
  c.fillStyle = C.fg;
  c.font = '600 18px system-ui, sans-serif';
  c.fillText(title(), 16, 28, view.w - 32);
  pngLegend(c, view.h + head + 20, view.w);
  canvas.toBlob(blob => save([blob], `${FILE}.png`, 'image/png'));
}

const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)
  // eslint-disable-next-line no-control-regex
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

// Shapes are those of the pillars; another legend has squares.
const legendShape = i => S.colour === 'pillar' ? i : 2;
const CREDIT = () => [M.credit[S.lang], 'frenchtech-graph'].filter(Boolean).join(' · ');

function pngLegend(c, y, w) {
  let x = 16;
  c.font = '12px system-ui, sans-serif';
  legendRows().forEach(([colour, text], i) => {
    c.fillStyle = colour;
    c.fill(new Path2D(svgPath(legendShape(i), x + 6, y, 6)));
    c.fillStyle = C.fg;
    c.fillText(text, x + 17, y + 4);
    x += 34 + c.measureText(text).width;
  });
  c.fillStyle = C.muted;
  c.fillText(`${t(`size-told-${S.size}`)} ${t('legendRing')}`, 16, y + 21, w - 32);
  c.fillText(CREDIT(), 16, y + 37, w - 32);
}

function svgLegend(view) {
  let x = 16;
  const y = view.h + 16, out = [];
  legendRows().forEach(([colour, text], i) => {
    out.push(`<path fill="${colour}" d="${svgPath(legendShape(i), x + 6, y, 6)}"/><text x="${x + 17}" y="${y + 4}" fill="${C.fg}">${escape(text)}</text>`);
    x += 40 + 7 * text.length;
  });
  out.push(`<text x="16" y="${y + 21}" fill="${C.muted}">${escape(`${t(`size-told-${S.size}`)} ${t('legendRing')}`)}</text>`,
    `<text x="16" y="${y + 37}" fill="${C.muted}">${escape(CREDIT())}</text>`);
  return out.join('');
}

// The outlines of France beneath marks, as a picture of the page has them.
function outlinePaths(view) {
  const [x, y] = toScreen(view, 0, 0);
  return scene.outlines.filter(({from}) => view.k > from).map(({shapes, scale}) => {
    const k = scale * view.k, paths = shapes.map(({d}) => `<path d="${d}"/>`).join('');
    return `<g transform="matrix(${k} 0 0 ${k} ${x} ${y})" fill="${C.land}" stroke="${C.coast}" stroke-width="${0.6 / k}">${paths}</g>`;
  });
}

export function svgText(camera) {
  const view = camera.view(), f = v => +v.toFixed(1);
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${view.w} ${view.h + 60}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title())}</title><rect width="100%" height="100%" fill="${C.bg}"/><g stroke="${C.tie}" stroke-opacity=".35" stroke-width=".8">`];
  if (scene.outlines) out.push(...outlinePaths(view));
  for (let i = 0; i < M.lines; i++) {
    const a = M.lineA[i], b = M.lineB[i];
    if (!V.event[M.lineEvent[i]] || !markShown(a) || !markShown(b) || !(scene.singly || L.lit[a] && L.lit[b])) continue;
    const [x, y] = toScreen(view, M.x[a], M.y[a]), [u, v] = toScreen(view, M.x[b], M.y[b]);
    out.push(`<path d="M${f(x)} ${f(y)}L${f(u)} ${f(v)}"/>`);
  }
  out.push('</g>');
  for (let i = 0; i < M.marks; i++) {
    if (!markShown(i)) continue;
    const [x, y] = toScreen(view, M.x[i], M.y[i]), actor = i < M.actors;
    const shape = actor ? mainPillar(i) : 5;
    out.push(`<path fill="${actor ? colourOf(i) : C.muted}" d="${svgPath(shape, x, y, screenRadius(i, view))}">`,
      actor ? `<title>${escape(M.label[i])}</title>` : '', '</path>');
  }
  for (const a of V.hubs) if (V.actor[a] && placed(a)) {
    const [x, y] = toScreen(view, M.x[a], M.y[a]);
    out.push(`<text x="${f(x + screenRadius(a, view) + 4)}" y="${f(y + 4)}" fill="${C.fg}">${escape(M.label[a])}</text>`);
  }
  out.push(svgLegend(view), '</svg>');
  return out.join('');
}

// A cell that a spreadsheet would take for a formula is led by an apostrophe.
const cell = v => {
  const text = v === null || v === undefined ? '' : String(v);
  const safe = typeof v !== 'number' && /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/.test(text) ? `'${text}` : text;
  return /[";,\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
// French spreadsheets read semicolons, English ones commas.
const table = rows => '\ufeff' + rows.map(r => r.map(cell).join(S.lang === 'fr' ? ';' : ',')).join('\r\n') + '\r\n';

export function actorTable() {
  const rows = [['iri', 'name', 'kind', 'pillars', 'place', 'place_code', 'department', 'region', 'sectors', 'stage']];
  for (let i = 0; i < M.actors; i++) {
    if (!V.actor[i]) continue;
    const place = value(M.place, i) ?? [];
    rows.push([iri(i), M.label[i], term(value(M.kind, i) ?? ''), (value(M.pillars, i) ?? []).map(pillarName).join(' | '),
      place[0], place[1], place[2], place[3], (value(M.sectors, i) ?? []).map(term).join(' | '), value(M.stage, i) && term(value(M.stage, i))]);
  }
  return table(rows);
}

export function tieTable() {
  const rows = [['event', 'kind', 'label', 'when', 'amount_eur', 'actor_iri', 'actor', 'role', 'sources']];
  for (let e = 0; e < M.events; e++) {
    if (!V.event[e]) continue;
    for (let m = M.first[e]; m < M.first[e + 1]; m++) {
      const a = M.memberActor[m];
      if (!V.actor[a]) continue;
      const sources = M.sourceLists[M.memberSources[m]].map(s => source(s).url).filter(Boolean);
      rows.push([e, term(value(M.eventKind, e)), value(M.eventLabel, e), when(e), value(M.amount, e), iri(a), M.label[a],
        value(M.role, m) && term(value(M.role, m)), sources.join(' ')]);
    }
  }
  return table(rows);
}

const link = (more = {}) => `${location.href.split('#')[0]}#${toHash()}${Object.entries(more).map(([k, v]) => `&${k}=${v}`).join('')}`;
// A frame for another page: the map alone, with its credit.
const frame = () => `<iframe src="${escape(link({embed: 'yes'}))}" title="${escape(title())}" width="100%" height="560" style="border:0" loading="lazy"></iframe>`;

// The clipboard is out of reach in some frames: the text is then shown, selected, to be copied by hand.
async function copy(text, told) {
  const field = $('link');
  field.value = text;
  try {
    await navigator.clipboard.writeText(text);
    $('share-status').textContent = t(told);
  } catch {
    field.hidden = false;
    field.focus();
    field.select();
    $('share-status').textContent = t('copyByHand');
  }
}

let embedded = false;
export function setUpEmbed() {
  embedded = true;
  document.documentElement.dataset.embed = 'yes';
}
// Inside another page: who made this, and where the whole of it is.
export function drawEmbed() {
  if (!embedded) return;
  document.documentElement.dataset.sheet = S.actor >= 0 || S.event >= 0 || S.path ? 'open' : 'closed';
  const line = $('embed-credit');
  line.hidden = false;
  line.replaceChildren(el('b', {}, data(title())), ' · ', data(CREDIT()), ' · ', el('a', {href: link(), target: '_blank', rel: 'noopener'}, t('wholeMap')));
}

export function setUpShare(camera) {
  $('copy-link').addEventListener('click', () => copy(link(), location.protocol === 'file:' ? 'copiedFile' : 'copied'));
  $('copy-frame').addEventListener('click', () => copy(frame(), 'copiedFrame'));
  $('save-png').addEventListener('click', () => savePng(camera));
  $('save-svg').addEventListener('click', () => save([svgText(camera)], `${FILE}.svg`, 'image/svg+xml'));
  $('save-csv').addEventListener('click', () => {
    save([actorTable()], `${FILE}-actors.csv`, 'text/csv;charset=utf-8');
    save([tieTable()], `${FILE}-ties.csv`, 'text/csv;charset=utf-8');
  });
  $('print').addEventListener('click', () => window.print());
}

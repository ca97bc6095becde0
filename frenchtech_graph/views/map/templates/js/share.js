// What is seen, taken along: a link, a picture, a drawing, two tables.

import {$, el} from './dom.js';
import {M, iri, mainPillar, placed, source, value} from './model.js';
import {paint} from './paint.js';
import {markShown, screenRadius} from './scene.js';
import {svgPath} from './shapes.js';
import {S, toHash} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V} from './visible.js';
import {when} from './panel.js';
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
  const view = camera.view(), ratio = 2, head = 44;
  const canvas = el('canvas', {width: view.w * ratio, height: (view.h + head) * ratio});
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
  canvas.toBlob(blob => save([blob], `${FILE}.png`, 'image/png'));
}

const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)
  // eslint-disable-next-line no-control-regex
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

export function svgText(camera) {
  const view = camera.view(), f = v => +v.toFixed(1);
  const out = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${view.w} ${view.h}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title())}</title><rect width="100%" height="100%" fill="${C.bg}"/><g stroke="${C.tie}" stroke-opacity=".35" stroke-width=".8">`];
  for (let i = 0; i < M.lines; i++) {
    const a = M.lineA[i], b = M.lineB[i];
    if (!V.event[M.lineEvent[i]] || !markShown(a) || !markShown(b)) continue;
    const [x, y] = toScreen(view, M.x[a], M.y[a]), [u, v] = toScreen(view, M.x[b], M.y[b]);
    out.push(`<path d="M${f(x)} ${f(y)}L${f(u)} ${f(v)}"/>`);
  }
  out.push('</g>');
  for (let i = 0; i < M.marks; i++) {
    if (!markShown(i)) continue;
    const [x, y] = toScreen(view, M.x[i], M.y[i]), actor = i < M.actors;
    const shape = actor ? mainPillar(i) : 5;
    out.push(`<path fill="${actor ? C.pillars[shape] : C.muted}" d="${svgPath(shape, x, y, screenRadius(i, view))}">`,
      actor ? `<title>${escape(M.label[i])}</title>` : '', '</path>');
  }
  for (const h of M.hubs) if (h.hub && V.actor[h.a] && placed(h.a)) {
    const [x, y] = toScreen(view, M.x[h.a], M.y[h.a]);
    out.push(`<text x="${f(x + screenRadius(h.a, view) + 4)}" y="${f(y + 4)}" fill="${C.fg}">${escape(M.label[h.a])}</text>`);
  }
  out.push('</svg>');
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

// The clipboard is out of reach in some frames: the link is then shown, selected, to be copied by hand.
async function copyLink() {
  const link = `${location.href.split('#')[0]}#${toHash()}`, field = $('link');
  field.value = link;
  try {
    await navigator.clipboard.writeText(link);
    $('share-status').textContent = t('copied');
  } catch {
    field.hidden = false;
    field.focus();
    field.select();
    $('share-status').textContent = t('copyByHand');
  }
}

export function setUpShare(camera) {
  $('copy-link').addEventListener('click', copyLink);
  $('save-png').addEventListener('click', () => savePng(camera));
  $('save-svg').addEventListener('click', () => save([svgText(camera)], `${FILE}.svg`, 'image/svg+xml'));
  $('save-csv').addEventListener('click', () => {
    save([actorTable()], `${FILE}-actors.csv`, 'text/csv;charset=utf-8');
    save([tieTable()], `${FILE}-ties.csv`, 'text/csv;charset=utf-8');
  });
  $('print').addEventListener('click', () => window.print());
}

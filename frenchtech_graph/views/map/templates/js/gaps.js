// Missing ties between groups: each group a sign where its actors are, each gap a dashed line.

import {shortName} from './labels.js';
import {M, degree, isFirm, placed} from './model.js';
import {scene} from './scene.js';
import {S} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V, inGroup} from './visible.js';
import {decimal, groupName, t} from './words.js';

// The gaps of the overlay: the one chosen, or those that stand up to scrutiny; never what cannot be told.
const chosen = () => S.lack >= 0 ? [] : S.gap >= 0 ? [M.gaps[S.gap]] : M.gaps.filter(g => isFirm(g) && ofPillars(g)).slice(0, 6);
const ofPillars = g => g.row.attribute === 'pillars' && g.column.attribute === 'pillars';

function middle(group) {
  let x = 0, y = 0, n = 0;
  for (let i = 0; i < M.actors; i++) {
    if (!V.actor[i] || !placed(i) || !degree(i) || !inGroup(i, group)) continue;
    x += M.x[i];
    y += M.y[i];
    n++;
  }
  return n ? {x: x / n, y: y / n} : null;
}

// Groups often share a middle: on the screen their signs push each other apart.
function spread(signs) {
  for (let turn = 0; turn < 80; turn++) for (const a of signs) for (const b of signs) {
    if (a === b) continue;
    const dx = a.px - b.px || signs.indexOf(a) - signs.indexOf(b), dy = a.py - b.py || 1;
    const over = 150 + (a.w + b.w) / 4 - Math.hypot(dx, dy * 1.3);
    if (over <= 0) continue;
    const far = Math.hypot(dx, dy), step = Math.min(4, over / 6);
    a.px += dx / far * step;
    a.py += dy / far * step;
  }
}

const FONT = '600 13.5px system-ui, sans-serif';

function signs(c, view, gaps) {
  const found = new Map();
  c.font = FONT;
  for (const gap of gaps) for (const group of [gap.row, gap.column]) {
    const at = found.has(group.value) ? null : middle(group);
    if (!at) continue;
    const [px, py] = toScreen(view, at.x, at.y), name = shortName(groupName(group));
    found.set(group.value, {name, px, py, w: c.measureText(name).width + 22});
  }
  const list = [...found.values()];
  if (scene.kind !== 'geo') spread(list);
  for (const s of list) {
    s.px = Math.min(view.w - s.w / 2 - 6, Math.max(s.w / 2 + 6, s.px));
    s.py = Math.min(view.h - 24, Math.max(24, s.py));
  }
  return found;
}

const ink = gap => isFirm(gap) ? C.gap : C.muted;

function dash(c, a, b, gap) {
  c.beginPath();
  c.moveTo(a.px, a.py);
  c.lineTo(b.px, b.py);
  c.setLineDash([8, 6]);
  c.lineWidth = 2 + Math.min(5, Math.sqrt(Math.max(0, gap.expected - gap.observed)));
  c.strokeStyle = ink(gap);
  c.stroke();
  c.setLineDash([]);
}

function pill(c, x, y, w, text, {fill, write, edge}) {
  c.beginPath();
  c.roundRect(x - w / 2, y - 13, w, 26, 13);
  c.fillStyle = fill;
  c.fill();
  c.lineWidth = 1.5;
  c.strokeStyle = edge;
  c.stroke();
  c.fillStyle = write;
  c.textAlign = 'center';
  c.fillText(text, x, y + 4.5);
  c.textAlign = 'left';
}

export function drawGaps(c, view, labels) {
  if (S.view !== 'gaps' || S.path || S.ego || S.event >= 0) return;
  const gaps = chosen(), at = signs(c, view, gaps);
  const pairs = gaps.map(g => [at.get(g.row.value), at.get(g.column.value), g]).filter(([a, b]) => a && b && a !== b);
  for (const [a, b, gap] of pairs) dash(c, a, b, gap);
  for (const [a, b, gap] of pairs) {
    c.font = '12.5px system-ui, sans-serif';
    const text = t('shortGap', decimal(gap.observed), decimal(gap.expected)), w = c.measureText(text).width + 18;
    pill(c, (a.px + b.px) / 2, (a.py + b.py) / 2, w, text, {fill: C.bg, write: ink(gap), edge: ink(gap)});
  }
  c.font = FONT;
  for (const {name, px, py, w} of at.values()) {
    pill(c, px, py, w, name, {fill: C.fg, write: C.bg, edge: C.bg});
    labels.keepFree(px, py, w / 2);
  }
}

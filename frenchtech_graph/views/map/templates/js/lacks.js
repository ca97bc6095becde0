// What the place lacks: an empty mark beside the body that could act first, joined to it by dots.

import {M, placed} from './model.js';
import {screenRadius} from './scene.js';
import {S} from './state.js';
import {C} from './theme.js';
import {toScreen} from './view.js';
import {V} from './visible.js';
import {decimal, pick, t} from './words.js';

const RADIUS = 13, FAR = 64, FONT = '600 13px system-ui, sans-serif';

const shown = () => S.gap >= 0 ? [] : S.lack >= 0 ? [M.lacks[S.lack]] : M.lacks;

// The first of those who could act that is on the drawing.
const holder = lack => lack.near.find(i => V.actor[i] && placed(i)) ?? -1;

function label(lack) {
  const counted = lack.instrument === 'chain' || lack.instrument === 'change';
  return counted ? t('lackCounted', pick(lack.step), decimal(Math.round(lack.observed)), decimal(Math.round(lack.expected))) : pick(lack.step);
}

// Empty marks fan out above their holder, several of one holder side by side.
function seats(view, lacks) {
  const of = new Map();
  for (const lack of lacks) {
    const i = holder(lack);
    if (i >= 0) of.set(i, [...(of.get(i) ?? []), lack]);
  }
  return [...of].flatMap(([i, own]) => {
    const [x, y] = toScreen(view, M.x[i], M.y[i]), r = screenRadius(i, view) + FAR;
    return own.map((lack, at) => {
      const turn = -Math.PI / 2 + (at - (own.length - 1) / 2) * Math.min(1.15, 4.4 / own.length);
      return {lack, x, y, px: x + Math.cos(turn) * r * 1.25, py: y + Math.sin(turn) * r};
    });
  });
}

export function drawLacks(c, view, labels) {
  if (S.view !== 'gaps' || S.path || S.ego || S.event >= 0) return;
  const found = seats(view, shown());
  for (const {x, y, px, py} of found) {
    c.beginPath();
    c.moveTo(x, y);
    c.lineTo(px, py);
    c.setLineDash([2, 6]);
    c.lineCap = 'round';
    c.lineWidth = 2.4;
    c.strokeStyle = C.gap;
    c.stroke();
    c.setLineDash([]);
  }
  for (const {lack, px, py} of found) {
    c.beginPath();
    c.arc(px, py, RADIUS, 0, 2 * Math.PI);
    c.fillStyle = C.bg;
    c.fill();
    c.setLineDash(lack.grade === 'solid' ? [] : [4, 4]);
    c.lineWidth = 2.4;
    c.strokeStyle = lack.grade === 'hint' ? C.muted : C.gap;
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = lack.grade === 'hint' ? C.muted : C.gap;
    c.font = FONT;
    c.textAlign = 'center';
    c.fillText(lack.grade === 'hint' ? '?' : '∅', px, py + 4.5);
    c.textAlign = 'left';
    labels.keepFree(px, py, RADIUS + 1);
  }
  for (const {lack, px, py} of found) {
    labels.put(label(lack), px, py, RADIUS, {size: 13, bold: true, colour: lack.grade === 'hint' ? C.muted : C.gap, halo: C.halo, far: true, longest: 52});
  }
}

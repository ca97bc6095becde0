// The pillars in a ring: what is recorded of what is expected between each two, and the doubt.

import {data, el} from './dom.js';
import {M, isFirm, value} from './model.js';
import {PILLARS} from './shapes.js';
import {S, change} from './state.js';
import {decimal, pillarName, t} from './words.js';

const AROUND = PILLARS.slice(0, 5), W = 300, H = 250, R = 84;
const svg = (name, attributes, ...children) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, v] of Object.entries(attributes)) made.setAttribute(key, v);
  made.append(...children);
  return made;
};

const spot = i => {
  const turn = 2 * Math.PI * i / AROUND.length - Math.PI / 2;
  return [W / 2 + R * 1.12 * Math.cos(turn), H / 2 + 6 + R * Math.sin(turn)];
};

const between = gap => gap.row.attribute === 'pillars' && gap.column.attribute === 'pillars'
  && gap.row.value !== gap.column.value && AROUND.includes(gap.row.value) && AROUND.includes(gap.column.value);

// Pairs of pillars with their number among the gaps; those without a gap are told by the model too.
export const pillarPairs = () => [
  ...M.gaps.map((gap, number) => ({gap, number})).filter(({gap}) => between(gap)),
  ...(M.raw.pillarPairs ?? []).map(gap => ({gap, number: -1})),
];

function line({gap, number}, most) {
  const [a, b] = [gap.row, gap.column].map(g => spot(AROUND.indexOf(g.value)));
  const firm = isFirm(gap), open = gap.grade === 'cannot tell';
  const drawn = svg('line', {
    x1: a[0], y1: a[1], x2: b[0], y2: b[1], class: firm ? 'lack' : open ? 'open' : 'flow',
    'stroke-width': firm ? 3 : (1 + 11 * Math.sqrt(gap.observed / most)).toFixed(1),
  });
  if (number === S.gap) drawn.classList.add('chosen');
  const text = svg('text', {x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 + 4, class: firm ? 'lack' : 'flow'},
    `${decimal(Math.round(gap.observed))}/${decimal(Math.round(gap.expected))}${open ? ' ?' : ''}`);
  return [drawn, text];
}

export function pillarRing() {
  const pairs = pillarPairs();
  if (!pairs.length) return null;
  const most = Math.max(1, ...pairs.map(({gap}) => gap.observed));
  const parts = pairs.map(pair => line(pair, most));
  const dots = AROUND.flatMap((pillar, i) => {
    const [x, y] = spot(i);
    return [svg('circle', {cx: x, cy: y, r: 13, class: `p-${pillar}`}),
      svg('text', {x, y: y < H / 2 ? y - 19 : y + 28, class: 'name'}, pillarName(pillar))];
  });
  const drawn = svg('svg', {viewBox: `0 0 ${W} ${H}`, class: 'pillars', role: 'img', 'aria-label': t('pillarRing')},
    ...parts.map(p => p[0]), ...dots, ...parts.map(p => p[1]));
  return el('div', {}, drawn, el('p', {className: 'note'}, t('pillarRingNote')),
    el('ul', {className: 'plain pairs-list'}, ...pairs.filter(({gap, number}) => number >= 0 && isFirm(gap)).map(({gap, number}) =>
      el('li', {}, el('button', {type: 'button', className: 'group', 'aria-pressed': String(S.gap === number), on: {click: () => change({gap: S.gap === number ? -1 : number, lack: -1})}},
        el('b', {}, data(pillarName(gap.row.value)), ' × ', data(pillarName(gap.column.value))),
        el('small', {}, t('observedExpected', decimal(gap.observed), decimal(gap.expected))))))));
}

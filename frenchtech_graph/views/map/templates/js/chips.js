// Small parts of the panels: the mark of a pillar, the line of a tie, the button of an actor, a list cut short.

import {button, data, el} from './dom.js';
import {M, mainPillar} from './model.js';
import {PILLARS, svgPath} from './shapes.js';
import {flowColour} from './theme.js';
import {count, t} from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attributes)) element.setAttribute(k, v);
  element.append(...children);
  return element;
}

export const swatch = pillar => svg('svg', {viewBox: '-8 -8 16 16', class: `swatch p-${PILLARS[pillar]}`, 'aria-hidden': 'true'},
  svg('path', {d: svgPath(pillar, 0, 0, 5.5)}));

export function tieSwatch(flow) {
  const line = svg('line', {x1: -7, y1: 0, x2: 7, y2: 0, 'stroke-width': 3});
  line.style.stroke = flowColour(flow);
  return svg('svg', {viewBox: '-8 -8 16 16', class: 'swatch', 'aria-hidden': 'true'}, line);
}

export const actorButton = (i, choose, more) => el('button', {type: 'button', className: 'actor', on: {click: () => choose(i)}},
  swatch(mainPillar(i)), data(M.label[i]), more && el('small', {}, data(more)));

// A list whose first items are shown, the others when asked for.
export function unrolled(makers, first, list) {
  list.append(...makers.slice(0, first).map(make => make()));
  const rest = makers.slice(first);
  return el('div', {}, list, rest.length > 0 && button(t('showAll', count(makers.length)), e => {
    e.target.remove();
    list.append(...rest.map(make => make()));
  }));
}

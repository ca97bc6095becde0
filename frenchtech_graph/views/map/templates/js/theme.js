// Colours of the drawing, read from the style sheet so that page and drawing never part.

import {PILLARS} from './shapes.js';

export const C = {};

export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const get = name => style.getPropertyValue(`--${name}`).trim();
  for (const name of ['bg', 'fg', 'muted', 'tie', 'accent', 'gap', 'land', 'coast', 'halo', 'blob']) C[name] = get(name);
  C.pillars = PILLARS.map(p => get(`p-${p}`));
  C.series = get('series').split(' ');
  C.ramp = get('ramp').split(' ');
}

export const flowColour = flow => {
  const i = PILLARS.indexOf(flow);
  return i < 0 ? C.muted : C.pillars[i];
};

// The drawings of one selection: the network, France, time, cities. Each is made when it is first looked at.

import {$} from './dom.js';
import {makeCities} from './cities.js';
import {makeGround} from './ground.js';
import {NETWORK, stand} from './model.js';
import {takeDrawing} from './scene.js';
import {makeTimeline} from './timeline.js';

const MAKERS = {network: () => NETWORK, geo: makeGround, time: makeTimeline, cities: makeCities};
const made = new Map();
let shown = null;

// Puts marks where a drawing has them; whether that changed anything.
export function useDrawing(name) {
  if (shown === name) return false;
  shown = name;
  if (!made.has(name)) made.set(name, MAKERS[name]());
  const {x, y, lines, ...more} = made.get(name);
  stand({x, y, lines});
  takeDrawing({...more, kind: name});
  return true;
}

export function tellCredit() {
  const {credit} = made.get(shown);
  $('credit').textContent = credit?.() ?? '';
  $('credit').hidden = !credit;
}

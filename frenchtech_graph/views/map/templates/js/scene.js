// Which marks are on the drawing and how large, and what a kind of drawing may change.

import {L} from './light.js';
import {CLOSEST, LEAST, onScreen} from './looks.js';
import {M, placed} from './model.js';
import {S} from './state.js';
import {V} from './visible.js';

export const markShown = i => (i < M.actors ? V.actor[i] : V.event[M.markEvent[i - M.actors]]) && placed(i);
export const isHub = i => S.view === 'hubs' && L.dim === 'soft' && V.hubs.has(i);

const PLAIN = {
  kind: 'network',
  under: null, // what lies under the marks, and over them
  over: null,
  radius: (i, view, r) => onScreen(r, view),
  folded: () => false, // who has no mark of its own from afar
  hollow: () => false, // who is drawn as an outline
  ground: () => null, // the actors of what lies under a point that is no mark
  singly: true, // whether all ties are drawn, or only those that stand out
  home: M.raw.home,
  closest: CLOSEST, // how near the opening view may come
  most: 1.6, // how near the camera goes to show some marks, or one
  near: 0.75,
  outlines: null,
  credit: null,
};

export const scene = {
  ...PLAIN,
  top: 50, bottom: 44, // pixels that buttons and notes take of the drawing
  covered: [], // what else lies over it: frames in pixels from its middle
  written: [], // the names that the last painting wrote, in screen pixels
  drawn: false, // whether something else draws marks and ties
  close: false, // whether it may leave them to the painting, so few are in view
};
export const takeDrawing = changes => Object.assign(scene, PLAIN, changes);

export const screenRadius = (i, view) => Math.max(isHub(i) ? LEAST.hub : i < M.actors ? LEAST.actor : LEAST.event, scene.radius(i, view, M.r[i]));

// Which marks are on the drawing and how large, and what a kind of drawing may change.

import {L} from './light.js';
import {M, placed} from './model.js';
import {S} from './state.js';
import {V} from './visible.js';

export const markShown = i => i < M.actors ? V.actor[i] && placed(i) : V.event[M.markEvent[i - M.actors]];
export const isHub = i => S.view === 'hubs' && L.dim === 'soft' && M.hubOf.get(i)?.hub;

// What lies under and over the marks, their size, which are folded away.
export const scene = {
  under: null,
  over: null,
  radius: (i, view) => M.r[i] * Math.min(1.2, view.k),
  folded: () => false,
  lines: true, // whether all ties are drawn, or only those that stand out
  drawn: false, // whether something else draws marks and ties
  near: false, // whether it may leave them to the painting, so few are in view
};

export const screenRadius = (i, view) => Math.max(isHub(i) ? 6 : i < M.actors ? 1.6 : 1, scene.radius(i, view));

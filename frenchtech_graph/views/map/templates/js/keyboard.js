// The drawing by keyboard: arrows go to the partner in that direction, Enter opens its ties.

import {M, byDegree, placed} from './model.js';
import {neighbours} from './network.js';
import {S, change} from './state.js';
import {V} from './visible.js';

const ARROWS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

function partnerTowards([dx, dy]) {
  let best = -1, least = Infinity;
  for (const i of neighbours(S.actor)) {
    if (!placed(i)) continue;
    const x = M.x[i] - M.x[S.actor], y = M.y[i] - M.y[S.actor], far = Math.hypot(x, y) || 1, ahead = (x * dx + y * dy) / far;
    if (ahead > 0.2 && far * (2 - ahead) < least) { least = far * (2 - ahead); best = i; }
  }
  return best;
}

export function setUpKeyboard(box, camera, {choose, showAll, showEgo}) {
  box.addEventListener('keydown', e => {
    const {x, y, k, w, h} = camera.view();
    const step = ARROWS[e.key];
    if (step && e.shiftKey) camera.moveTo({x: x + step[0] * w / 5 / k, y: y + step[1] * h / 5 / k, k});
    else if (step) {
      const next = S.actor < 0 ? byDegree.find(i => V.actor[i] && placed(i)) : partnerTowards(step);
      if (next >= 0) choose(next, {focus: false});
    } else if (e.key === '+' || e.key === '=') camera.moveTo({x, y, k: k * 1.35}, true);
    else if (e.key === '-') camera.moveTo({x, y, k: k / 1.35}, true);
    else if (e.key === 'Enter' && S.actor >= 0) showEgo(S.actor);
    else if (e.key === 'Escape') { change({actor: -1, event: -1, ego: 0, grown: [], path: null, gap: -1, group: -1}); showAll(); } else if (e.key === '0' || e.key === 'Home') showAll();
    else return;
    e.preventDefault();
  });
}

// Whose names are written: the one chosen, then hubs, then the best tied, as far as there is room.

import {L} from './light.js';
import {M, byDegree, placed} from './model.js';
import {isHub, markShown, scene, screenRadius} from './scene.js';
import {S} from './state.js';
import {C} from './theme.js';
import {frame, toScreen} from './view.js';
import {V} from './visible.js';

export function drawNames(c, view, labels) {
  const inside = frame(view, 0);
  const style = {colour: C.fg, halo: C.halo};
  const put = (i, more) => {
    const [x, y] = toScreen(view, M.x[i], M.y[i]);
    return labels.put(M.label[i], x, y, screenRadius(i, view), {...style, ...more});
  };
  for (const a of V.hubs) if (isHub(a) && markShown(a)) labels.keepFree(...toScreen(view, M.x[a], M.y[a]), screenRadius(a, view));
  const first = [];
  if (S.actor >= 0) first.push(S.actor);
  if (L.path) first.push(...L.path.map(s => s.actor));
  for (const i of new Set(first)) if (V.actor[i] && placed(i)) put(i, {bold: true, size: 14, must: true});
  let left = Math.round(view.w * view.h / 16000), tries = 0;
  const done = new Set(first);
  const walk = (list, test, more) => {
    for (const i of list) {
      if (left <= 0 || tries > 1500) return;
      if (done.has(i) || !V.actor[i] || !placed(i) || !inside(M.x[i], M.y[i]) || scene.folded(i, view) || !test(i)) continue;
      tries++;
      if (put(i, more)) { left--; done.add(i); }
    }
  };
  if (S.view === 'hubs' && L.dim === 'soft') {
    left += V.hubs.size;
    walk([...V.hubs], () => true, {bold: true, size: view.w < 700 ? 12.5 : 13.5, far: true});
    left = Math.min(left, Math.round(14 * Math.max(1, view.k * 2)));
    walk(byDegree, i => screenRadius(i, view) > 4.5, {size: 11.5, alpha: 0.8});
  } else {
    walk(byDegree, i => L.dim !== 'faint' || L.lit[i], {});
  }
}

// Ties, stroked in as few batches as their colours allow.

import {L} from './light.js';
import {HUB_TIE, TIE, density, thinLine} from './looks.js';
import {M, pairsOf, placed} from './model.js';
import {scene} from './scene.js';
import {S} from './state.js';
import {C, flowColour} from './theme.js';
import {toWorld} from './view.js';
import {V} from './visible.js';

function lineOn(line) {
  const e = M.lineEvent[line], b = M.lineB[line];
  return V.event[e] && V.actor[M.lineA[line]] && (b >= M.actors || V.actor[b]) && placed(M.lineA[line]) && (b >= M.actors || placed(b));
}

const lineLit = line => L.lit[M.lineA[line]] && L.lit[M.lineB[line]];

function crosses(view) {
  const [x0, y0] = toWorld(view, 0, 0), [x1, y1] = toWorld(view, view.w, view.h);
  return line => {
    const a = M.lineA[line], b = M.lineB[line];
    const ax = M.x[a], ay = M.y[a], bx = M.x[b], by = M.y[b];
    return !((ax < x0 && bx < x0) || (ax > x1 && bx > x1) || (ay < y0 && by < y0) || (ay > y1 && by > y1));
  };
}

function strokeLines(c, view, wanted, {colour, width, alpha}) {
  const near = crosses(view);
  c.beginPath();
  for (let i = 0; i < M.lines; i++) {
    if (!wanted(i) || !lineOn(i) || !near(i)) continue;
    c.moveTo(M.x[M.lineA[i]], M.y[M.lineA[i]]);
    c.lineTo(M.x[M.lineB[i]], M.y[M.lineB[i]]);
  }
  c.globalAlpha = alpha;
  c.lineWidth = width / view.k;
  c.strokeStyle = colour;
  c.stroke();
  c.globalAlpha = 1;
}

export function drawTies(c, view) {
  const thin = thinLine(view), thick = density(M.lines);
  if (scene.singly) strokeLines(c, view, () => true, {colour: C.tie, width: thin, alpha: TIE[L.dim] * thick});
  if (!L.dim || (!scene.singly && L.dim === 'soft')) return;
  if (S.view === 'hubs' && L.dim === 'soft') {
    strokeLines(c, view, i => L.lit[M.lineA[i]] || L.lit[M.lineB[i]], {colour: C.tie, width: thin, alpha: HUB_TIE * thick});
  }
  if (pairsOf(S.view) && !S.ego && !S.path) return;
  const flows = M.flow.values.length + 1;
  for (let f = 0; f < flows; f++) {
    const code = f === flows - 1 ? -1 : f;
    strokeLines(c, view, i => lineLit(i) && M.flow.codes[M.lineEvent[i]] === code && ofView(i),
      {colour: flowColour(M.flow.values[code]), width: 1.5, alpha: 0.85});
  }
}

// In an ego view only the ties that lead outwards stand out, not those among the outermost.
function ofView(line) {
  if (!S.ego || S.path) return true;
  if (L.inner.has(M.lineA[line]) || L.inner.has(M.lineB[line])) return true;
  return M.lineB[line] >= M.actors && has(M.lineEvent[line]);
}
const has = e => {
  for (let m = M.first[e]; m < M.first[e + 1]; m++) if (L.inner.has(M.memberActor[m])) return true;
  return false;
};

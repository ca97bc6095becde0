// sigma draws ties and marks on the graphics card; names and findings are painted over it as elsewhere.

import {home} from './bounds.js';
import {calm} from './dom.js';
import {L} from './light.js';
import {M} from './model.js';
import {colourOf} from './readings.js';
import {markShown, scene} from './scene.js';
import {C} from './theme.js';
import {V} from './visible.js';

const MANY_LINES = 30000; // more are hidden while the reader moves
const SMALLEST = 1.5, GROWTH = 0.8; // pixels of a mark from afar; how marks grow with the zoom

function toGraph() {
  const graph = new sigmaBundle.Graph({type: 'undirected', multi: true, allowSelfLoops: true});
  for (let i = 0; i < M.marks; i++) graph.addNode(String(i), {x: M.x[i], y: -M.y[i], size: 1});
  for (let i = 0; i < M.lines; i++) graph.addEdgeWithKey(String(i), String(M.lineA[i]), String(M.lineB[i]), {});
  return graph;
}

// Steps a colour back towards the ground: mixed by us, since blended colours come out too bright.
const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
const mixed = (colour, share) => {
  const ground = channels(C.bg);
  return `rgb(${channels(colour).map((v, i) => Math.round(v * share + ground[i] * (1 - share))).join(',')})`;
};

export function sigmaCamera(box, {draw, click, hover, moved}) {
  const over = document.createElement('canvas'), context = over.getContext('2d');
  const fit = home({w: box.clientWidth || 800, h: box.clientHeight || 600}).k;
  const size = i => Math.max(i < M.actors ? SMALLEST : 1, M.r[i] * fit);
  const renderer = new sigmaBundle.Sigma(toGraph(), box, {
    renderLabels: false, enableEdgeEvents: false, hideEdgesOnMove: M.lines > MANY_LINES, zoomToSizeRatioFunction: ratio => ratio ** GROWTH,
    minEdgeThickness: 0.5, allowInvalidContainer: true, stagePadding: 0, zIndex: true,
    nodeReducer(key, {x, y}) {
      const i = +key;
      if (!scene.drawn || scene.close || !markShown(i)) return {x, y, hidden: true};
      const colour = i < M.actors ? colourOf(i) : C.muted;
      const back = L.dim && !L.lit[i];
      return {x, y, color: back ? mixed(L.dim === 'faint' ? C.tie : colour, L.dim === 'faint' ? 0.25 : 0.55) : colour, size: size(i), zIndex: back ? 0 : 1};
    },
    edgeReducer(key) {
      const i = +key, a = M.lineA[i], b = M.lineB[i];
      if (!scene.drawn || scene.close || !V.event[M.lineEvent[i]] || !V.actor[a] || (b < M.actors && !V.actor[b])) return {hidden: true};
      const lit = L.dim && L.lit[a] && L.lit[b];
      return {color: mixed(C.tie, lit ? 0.8 : {'': 0.5, soft: 0.35, faint: 0.08}[L.dim]), size: lit ? 1.4 : 0.5};
    },
  });
  // marks and lines of the network are drawn already: the painting adds names and findings
  const ofNetwork = () => { scene.drawn = scene.kind === 'network'; };
  ofNetwork();
  Object.assign(over.style, {position: 'absolute', inset: 0, pointerEvents: 'none'});
  box.append(over);

  const view = () => {
    const {width: w, height: h} = renderer.getDimensions();
    const a = renderer.graphToViewport({x: 0, y: 0}), b = renderer.graphToViewport({x: 100, y: 0});
    const k = (b.x - a.x) / 100;
    return {x: (w / 2 - a.x) / k, y: (h / 2 - a.y) / k, k, w, h};
  };

  function paintOver() {
    const {w, h} = view(), ratio = window.devicePixelRatio || 1;
    over.width = w * ratio;
    over.height = h * ratio;
    Object.assign(over.style, {width: `${w}px`, height: `${h}px`});
    ofNetwork();
    const before = scene.close;
    draw(context, view(), ratio);
    if (scene.close !== before) spoil(); // near marks are left to the painting, far ones taken back
  }
  renderer.on('afterRender', paintOver);
  let down = null;
  box.addEventListener('pointerdown', e => { down = [e.clientX, e.clientY]; });
  const local = e => { const edge = box.getBoundingClientRect(); return [e.clientX - edge.left, e.clientY - edge.top]; };
  box.addEventListener('pointerup', e => {
    if (down && Math.hypot(e.clientX - down[0], e.clientY - down[1]) < 5) click(...local(e));
  });
  box.addEventListener('pointermove', e => { if (!e.buttons) hover(...local(e)); });
  box.addEventListener('pointerleave', () => hover(-1, -1));
  renderer.getCamera().on('updated', moved);
  let wanted = 0;
  function spoil() { wanted ||= requestAnimationFrame(() => { wanted = 0; renderer.refresh(); }); }

  return {
    view,
    spoil,
    redraw: paintOver,
    moveTo({x, y, k}, smooth = false) {
      const now = view(), camera = renderer.getCamera(), state = camera.getState();
      const framed = renderer.viewportToFramedGraph(renderer.graphToViewport({x: x ?? now.x, y: -(y ?? now.y)}));
      const target = {x: framed.x, y: framed.y, ratio: state.ratio * now.k / (k ?? now.k)};
      if (smooth && !calm()) camera.animate(target, {duration: 350});
      else camera.setState(target);
    },
  };
}

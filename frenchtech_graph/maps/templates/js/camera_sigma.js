// sigma draws ties and marks on the graphics card; names and findings are painted over it as elsewhere.

import {calm} from './dom.js';
import {L} from './light.js';
import {M, mainPillar} from './model.js';
import {markShown, scene} from './paint.js';
import {S} from './state.js';
import {C} from './theme.js';
import {V} from './visible.js';

const MANY_LINES = 30000; // more are hidden while the reader moves

function toGraph() {
  const graph = new sigmaBundle.Graph({type: 'undirected', multi: true, allowSelfLoops: true});
  for (let i = 0; i < M.marks; i++) graph.addNode(String(i), {x: M.x[i], y: -M.y[i], size: M.r[i] * 0.9});
  for (let i = 0; i < M.lines; i++) graph.addEdgeWithKey(String(i), String(M.lineA[i]), String(M.lineB[i]), {});
  return graph;
}

const opaque = (colour, share) => {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${share})`;
};

export function sigmaCamera(box, {draw, click, hover, moved}) {
  const over = document.createElement('canvas'), context = over.getContext('2d');
  const renderer = new sigmaBundle.Sigma(toGraph(), box, {
    renderLabels: false, enableEdgeEvents: false, hideEdgesOnMove: M.lines > MANY_LINES, itemSizesReference: 'positions',
    zoomToSizeRatioFunction: ratio => ratio, minEdgeThickness: 0.4, allowInvalidContainer: true, stagePadding: 0, zIndex: true,
    nodeReducer(key, {x, y}) {
      const i = +key;
      if (!markShown(i)) return {x, y, hidden: true};
      const colour = i < M.actors ? C.pillars[mainPillar(i)] : C.muted;
      const back = L.dim && !L.lit[i];
      return {x, y, color: back ? opaque(L.dim === 'faint' ? C.tie : colour, L.dim === 'faint' ? 0.25 : 0.55) : colour, size: M.r[i] * 0.9, zIndex: back ? 0 : 1};
    },
    edgeReducer(key) {
      const i = +key, a = M.lineA[i], b = M.lineB[i];
      if (!V.event[M.lineEvent[i]] || !V.actor[a] || (b < M.actors && !V.actor[b])) return {hidden: true};
      const lit = L.dim && L.lit[a] && L.lit[b];
      return {color: opaque(C.tie, lit ? 0.8 : {'': 0.35, soft: 0.22, faint: 0.06}[L.dim]), size: lit ? 1.5 : 0.5};
    },
  });
  scene.drawn = true; // marks and lines are drawn already: the painting adds names and findings
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
    draw(context, view(), ratio);
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

  return {
    view,
    spoil: () => { wanted ||= requestAnimationFrame(() => { wanted = 0; renderer.refresh(); }); },
    redraw: paintOver,
    moveTo({x, y, k}, smooth = false) {
      const now = view(), camera = renderer.getCamera(), state = camera.getState();
      const framed = renderer.viewportToFramedGraph(renderer.graphToViewport({x: x ?? now.x, y: -(y ?? now.y)}));
      const target = {x: framed.x, y: framed.y, ratio: state.ratio * now.k / (k ?? now.k)};
      if (smooth && !calm() && S) camera.animate(target, {duration: 350});
      else camera.setState(target);
    },
  };
}

// The camera of vis-network, as pyvis ships it: it pans, zooms and reads the pointer; we draw.

import {calm} from './dom.js';

export function visCamera(box, {draw, click, hover, moved}) {
  const empty = {nodes: new vis.DataSet([]), edges: new vis.DataSet([])};
  const options = {physics: false, autoResize: true, interaction: {keyboard: false, hover: false, zoomSpeed: 0.8}};
  const network = window.network = new vis.Network(box, empty, options);
  network.canvas.frame.tabIndex = -1; // the box around it takes the focus

  const view = () => {
    const {x, y} = network.getViewPosition();
    return {x, y, k: network.getScale(), w: box.clientWidth, h: box.clientHeight};
  };
  network.on('beforeDrawing', c => draw(c, view(), c.canvas.width / Math.max(1, box.clientWidth)));
  network.on('click', ({pointer}) => click(pointer.DOM.x, pointer.DOM.y));
  for (const name of ['dragEnd', 'zoom', 'animationFinished']) network.on(name, moved);
  box.addEventListener('pointermove', e => {
    const edge = box.getBoundingClientRect();
    if (!e.buttons) hover(e.clientX - edge.left, e.clientY - edge.top);
  });
  box.addEventListener('pointerleave', () => hover(-1, -1));

  return {
    view,
    redraw: () => network.redraw(),
    moveTo({x, y, k}, smooth = false) {
      const animation = smooth && !calm() ? {duration: 350, easingFunction: 'easeInOutQuad'} : false;
      k = Math.min(60, Math.max(0.005, k || 0)); // vis-network refuses a scale of nothing
      network.moveTo({position: {x, y}, scale: k, animation});
      if (!animation) moved();
    },
  };
}

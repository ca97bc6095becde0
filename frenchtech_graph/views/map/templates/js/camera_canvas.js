// A camera of our own on a plain canvas: drag, wheel, pinch. Used by the large and the geographic page.

import {calm} from './dom.js';

export function canvasCamera(box, {draw, click, hover, moved}, {least = 0.005, most = 60} = {}) {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  box.append(canvas);
  let x = 0, y = 0, k = 1, frame = 0, flight = 0;
  const pointers = new Map();
  let travelled = 0;

  const size = () => [box.clientWidth, box.clientHeight];
  const view = () => { const [w, h] = size(); return {x, y, k, w, h}; };
  const ratio = () => window.devicePixelRatio || 1;

  function render() {
    frame = 0;
    const [w, h] = size(), q = ratio();
    if (canvas.width !== Math.round(w * q) || canvas.height !== Math.round(h * q)) {
      canvas.width = Math.round(w * q);
      canvas.height = Math.round(h * q);
    }
    draw(context, view(), q);
  }
  const redraw = () => { frame ||= requestAnimationFrame(render); };

  function zoomAt(px, py, factor) {
    const [w, h] = size(), next = Math.min(most, Math.max(least, k * factor));
    x += (px - w / 2) * (1 / k - 1 / next);
    y += (py - h / 2) * (1 / k - 1 / next);
    k = next;
    redraw();
    moved();
  }

  const local = e => { const edge = box.getBoundingClientRect(); return [e.clientX - edge.left, e.clientY - edge.top]; };

  box.addEventListener('wheel', e => {
    e.preventDefault();
    cancelAnimationFrame(flight);
    zoomAt(...local(e), Math.exp(-Math.max(-160, Math.min(160, e.deltaY)) * 0.0022));
  }, {passive: false});

  box.addEventListener('pointerdown', e => {
    cancelAnimationFrame(flight);
    box.setPointerCapture(e.pointerId);
    pointers.set(e.pointerId, local(e));
    if (pointers.size === 1) travelled = 0;
  });
  box.addEventListener('pointermove', e => {
    const now = local(e), before = pointers.get(e.pointerId);
    if (!before) return hover(...now);
    if (pointers.size === 1) {
      x -= (now[0] - before[0]) / k;
      y -= (now[1] - before[1]) / k;
      travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    } else if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== e.pointerId)[1];
      const far = p => Math.hypot(p[0] - other[0], p[1] - other[1]);
      zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, far(now) / Math.max(1, far(before)));
      travelled = 99;
    }
    pointers.set(e.pointerId, now);
    redraw();
  });
  const release = e => {
    if (!pointers.delete(e.pointerId)) return;
    if (e.type === 'pointerup' && travelled < 5 && !pointers.size) click(...local(e));
    moved();
  };
  box.addEventListener('pointerup', release);
  box.addEventListener('pointercancel', release);
  box.addEventListener('pointerleave', () => hover(-1, -1));
  new ResizeObserver(redraw).observe(box);

  function fly(to) {
    const from = {x, y, k}, begin = performance.now();
    const step = now => {
      const s = Math.min(1, (now - begin) / 350), ease = s * s * (3 - 2 * s);
      k = from.k * (to.k / from.k) ** ease;
      x = from.x + (to.x - from.x) * ease;
      y = from.y + (to.y - from.y) * ease;
      redraw();
      if (s < 1) flight = requestAnimationFrame(step); else moved();
    };
    flight = requestAnimationFrame(step);
  }

  return {
    view,
    redraw,
    drawNow: render,
    moveTo(to, smooth = false) {
      cancelAnimationFrame(flight);
      const target = {x: to.x ?? x, y: to.y ?? y, k: Math.min(most, Math.max(least, to.k ?? k))};
      if (smooth && !calm()) return fly(target);
      ({x, y, k} = target);
      redraw();
      moved();
    },
  };
}

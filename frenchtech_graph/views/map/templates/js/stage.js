// Keeps the last painting, with a margin, and shifts or scales it while the reader moves;
// a heavy scene is painted anew when the movement rests. Panning then costs the same at any size.

import {M} from './model.js';
import {paint} from './paint.js';

const HEAVY = 6000; // lines and marks; below, every frame is painted
const MARGIN = 0.3, REST = 90; // share of the page around it, milliseconds
const heavy = () => M.lines + M.marks > HEAVY;

export function makeStage(redraw) {
  const keep = document.createElement('canvas'), context = keep.getContext('2d');
  let kept = null, stale = true, rested = false, timer = 0;

  function render(view, ratio, margin) {
    const m = heavy() ? margin : 0;
    const wide = {...view, w: view.w * (1 + 2 * m), h: view.h * (1 + 2 * m)};
    keep.width = Math.round(wide.w * ratio);
    keep.height = Math.round(wide.h * ratio);
    paint(context, wide, ratio);
    kept = {...wide, ratio, seen: view.w};
    stale = false;
  }

  const same = (view, ratio) => kept && kept.x === view.x && kept.y === view.y && kept.k === view.k
    && kept.ratio === ratio && kept.seen === view.w;

  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => { rested = true; redraw(); }, REST);
  }

  return {
    spoil() { stale = true; },
    draw(c, view, ratio) {
      if (!view.w || !view.h || !(view.k > 0)) return;
      // what changed is shown at once, without the margin, which follows when the page is idle
      if (stale || !kept || kept.ratio !== ratio || (!heavy() && !same(view, ratio))) render(view, ratio, 0);
      else if (rested) render(view, ratio, MARGIN);
      rested = false;
      if (!keep.width || !keep.height) return; // a hidden page has no canvas to copy
      const scale = view.k / kept.k;
      c.save();
      c.setTransform(1, 0, 0, 1, 0, 0);
      const w = kept.w * scale, h = kept.h * scale;
      const x = view.w / 2 + (kept.x - view.x) * view.k - w / 2, y = view.h / 2 + (kept.y - view.y) * view.k - h / 2;
      c.drawImage(keep, x * ratio, y * ratio, w * ratio, h * ratio);
      c.restore();
      if (heavy() && (!same(view, ratio) || kept.w === view.w)) settle();
    },
  };
}

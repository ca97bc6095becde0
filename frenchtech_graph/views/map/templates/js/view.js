// A view is {x, y, k, w, h}: the point in the middle, pixels per unit, width and height in pixels.

export const toScreen = (view, x, y) => [(x - view.x) * view.k + view.w / 2, (y - view.y) * view.k + view.h / 2];
export const toWorld = (view, px, py) => [(px - view.w / 2) / view.k + view.x, (py - view.h / 2) / view.k + view.y];

// From here on a canvas draws in units of the map, at `ratio` dots a pixel.
export const intoWorld = (c, view, ratio) => c.setTransform(
  ratio * view.k, 0, 0, ratio * view.k,
  ratio * (view.w / 2 - view.x * view.k), ratio * (view.h / 2 - view.y * view.k));
export const intoPixels = (c, ratio) => c.setTransform(ratio, 0, 0, ratio, 0, 0);

// A test for points that are seen, or within `margin` pixels of it.
export function frame(view, margin) {
  const [x0, y0] = toWorld(view, -margin, -margin), [x1, y1] = toWorld(view, view.w + margin, view.h + margin);
  return (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

// The view of a frame of the map, in what `top` and `bottom` leave of the drawing.
export function framed([x0, y0, x1, y1], {w, h}, {top, bottom}, closest) {
  const k = 0.94 * Math.min(w / Math.max(1, x1 - x0), (h - top - bottom) / Math.max(1, y1 - y0)), near = Math.min(closest, k);
  return {x: (x0 + x1) / 2, y: (y0 + y1) / 2 - (top - bottom) / 2 / near, k: near};
}

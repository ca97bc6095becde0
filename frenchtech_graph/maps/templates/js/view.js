// A view is {x, y, k, w, h}: the point in the middle, pixels per unit, width and height in pixels.

export const toScreen = (view, x, y) => [(x - view.x) * view.k + view.w / 2, (y - view.y) * view.k + view.h / 2];
export const toWorld = (view, px, py) => [(px - view.w / 2) / view.k + view.x, (py - view.h / 2) / view.k + view.y];

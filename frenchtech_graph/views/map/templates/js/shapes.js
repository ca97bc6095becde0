// One shape for each pillar, so that colour is never the only sign.

export const PILLARS = ['venture', 'finance', 'technology', 'talent', 'connection', 'other'];
const TAU = 2 * Math.PI;

function polygon(c, x, y, r, corners, turn) {
  for (let k = 0; k < corners; k++) {
    const a = turn + k * TAU / corners;
    if (k) c.lineTo(x + r * Math.cos(a), y + r * Math.sin(a));
    else c.moveTo(x + r * Math.cos(a), y + r * Math.sin(a));
  }
  c.closePath();
}

export const disc = (c, x, y, r) => { c.moveTo(x + r, y); c.arc(x, y, r, 0, TAU); };

// In the order of PILLARS; radii are chosen for equal areas.
export const SHAPES = [
  disc,
  (c, x, y, r) => polygon(c, x, y, r * 1.25, 4, 0),
  (c, x, y, r) => c.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772),
  (c, x, y, r) => polygon(c, x, y, r * 1.5, 3, -Math.PI / 2),
  (c, x, y, r) => polygon(c, x, y, r * 1.1, 6, 0),
  (c, x, y, r) => disc(c, x, y, r * 0.85),
];

// The same shapes as SVG path data, for the legend and for export.
export function svgPath(pillar, x, y, r) {
  const parts = [], f = v => +v.toFixed(1);
  const c = {
    moveTo: (a, b) => parts.push(`M${f(a)} ${f(b)}`),
    lineTo: (a, b) => parts.push(`L${f(a)} ${f(b)}`),
    closePath: () => parts.push('Z'),
    rect: (a, b, w, h) => parts.push(`M${f(a)} ${f(b)}h${f(w)}v${f(h)}h${f(-w)}Z`),
    arc: (a, b, q) => parts.push(`a${f(q)} ${f(q)} 0 1 1 ${f(-2 * q)} 0a${f(q)} ${f(q)} 0 1 1 ${f(2 * q)} 0Z`),
  };
  SHAPES[pillar](c, x, y, r);
  return parts.join('');
}

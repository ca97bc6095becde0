// Names on the drawing: the most important first, none over another.

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const LONGEST = 34;
const widths = new Map();

// Isolated, so that a right-to-left override in a name stays inside it.
export const shortName = (text, longest = LONGEST) => {
  const cut = text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
  return `\u2068${cut}\u2069`;
};

function width(c, text, font) {
  const key = font + text;
  let w = widths.get(key);
  if (w === undefined) {
    c.font = font;
    widths.set(key, w = c.measureText(text).width);
  }
  return w;
}

export class Labels {
  // `around` says what lies over the drawing: pixels at its top and bottom, and frames from its middle.
  constructor(c, view, around) {
    this.c = c;
    this.view = view;
    this.around = around;
    this.boxes = [];
    this.written = [];
  }

  keepFree(x, y, r) { this.boxes.push([x - r, y - r, x + r, y + r]); }

  free(a, b, c, d) {
    const {w, h} = this.view, {top, bottom, covered} = this.around;
    if (a < 2 || b < top || c > w - 2 || d > h - bottom) return false;
    if (covered.some(o => a - w / 2 < o[2] && c - w / 2 > o[0] && b - h / 2 < o[3] && d - h / 2 > o[1])) return false;
    return this.boxes.every(o => a > o[2] || c < o[0] || b > o[3] || d < o[1]);
  }

  // A free place some way off, the nearest first.
  away(x, y, r, w, h) {
    for (const step of [22, 40, 60, 85, 115, 150, 190]) for (let turn = 0; turn < 12; turn++) {
      const px = x + Math.cos(turn * Math.PI / 6) * (r + step + w / 2), py = y + Math.sin(turn * Math.PI / 6) * (r + step);
      if (this.free(px - w / 2, py - h / 2, px + w / 2, py + h / 2)) return [px - w / 2, py - h / 2];
    }
    return null;
  }

  // A thin line from a mark to its name, where the name stands some way off.
  lead(x, y, px, py, colour) {
    const {c} = this;
    c.beginPath();
    c.moveTo(x, y);
    c.lineTo(px, py);
    c.globalAlpha = 0.45;
    c.lineWidth = 1;
    c.strokeStyle = colour;
    c.stroke();
    c.globalAlpha = 1;
  }

  // Tries right, left, below, above, then the corners; returns whether there was room. x, y, r are screen pixels.
  put(text, x, y, r, {size = 12.5, bold = false, colour, halo, alpha = 1, centred = false, must = false, far = false, longest = LONGEST}) {
    const c = this.c, font = `${bold ? '600 ' : ''}${size}px ${FONT}`;
    const shown = shortName(text, longest), w = width(c, shown, font), h = size * 1.25;
    const spots = centred ? [[x - w / 2, y - h / 2]]
      : [[x + r + 4, y - h / 2], [x - r - 4 - w, y - h / 2], [x - w / 2, y + r + 2], [x - w / 2, y - r - 2 - h],
        [x + r, y - r - h / 2], [x + r, y + r - h / 2], [x - r - w, y - r - h / 2], [x - r - w, y + r - h / 2]];
    const spot = spots.find(([a, b]) => this.free(a, b, a + w, b + h)) ?? (far ? this.away(x, y, r, w, h) : null) ?? (must ? spots[0] : null);
    if (!spot) return false;
    const [a, b] = spot;
    if (far && !spots.includes(spot)) this.lead(x, y, Math.min(a + w, Math.max(a, x)), Math.min(b + h, Math.max(b, y)), colour);
    this.boxes.push([a - 2, b - 1, a + w + 2, b + h + 1]);
    this.written.push({text, x: a, y: b, w, h, bold});
    c.font = font;
    c.globalAlpha = alpha;
    c.lineJoin = 'round';
    c.lineWidth = 3.5;
    c.strokeStyle = halo;
    c.strokeText(shown, a, b + size);
    c.fillStyle = colour;
    c.fillText(shown, a, b + size);
    c.globalAlpha = 1;
    return true;
  }
}

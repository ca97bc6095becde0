// Names on the drawing: the most important first, none over another.

const FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const LONGEST = 34;
const widths = new Map();

// Isolated, so that a right-to-left override in a name stays inside it.
export const shortName = text => {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text;
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
  constructor(c, view) {
    this.c = c;
    this.view = view;
    this.boxes = [];
  }

  keepFree(x, y, r) { this.boxes.push([x - r, y - r, x + r, y + r]); }

  free(a, b, c, d) {
    const {w, h} = this.view;
    if (a < 2 || b < 2 || c > w - 2 || d > h - 2) return false;
    return this.boxes.every(o => a > o[2] || c < o[0] || b > o[3] || d < o[1]);
  }

  // Tries right, left, below, above, then the corners; returns whether there was room. x, y, r are screen pixels.
  put(text, x, y, r, {size = 12.5, bold = false, colour, halo, alpha = 1, centred = false, must = false}) {
    const c = this.c, font = `${bold ? '600 ' : ''}${size}px ${FONT}`;
    const shown = shortName(text), w = width(c, shown, font), h = size * 1.25;
    const spots = centred ? [[x - w / 2, y - h / 2]]
      : [[x + r + 4, y - h / 2], [x - r - 4 - w, y - h / 2], [x - w / 2, y + r + 2], [x - w / 2, y - r - 2 - h],
        [x + r, y - r - h / 2], [x + r, y + r - h / 2], [x - r - w, y - r - h / 2], [x - r - w, y + r - h / 2]];
    const spot = spots.find(([a, b]) => this.free(a, b, a + w, b + h)) ?? (must ? spots[0] : null);
    if (!spot) return false;
    const [a, b] = spot;
    this.boxes.push([a - 2, b - 1, a + w + 2, b + h + 1]);
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

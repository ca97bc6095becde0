// An answer drawn: bars, points on the outline of France, a network. Each says how much of the answer it shows.
import { columns, number, places } from "./results.js";

const SVG = "http://www.w3.org/2000/svg";
function make(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
const label = (term, short) => (!term ? "" : term.type === "uri" ? short(term.value) : String(term.value));
function note(place, shown, all, words) {
  const text = shown < all ? `${shown} / ${all} ${words.shown}` : `${all} ${words.rows}`;
  place.append(Object.assign(document.createElement("p"), { className: "kind", textContent: text }));
}
function frame(place, width, height, title, ...children) {
  const scroll = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
  scroll.append(make("svg", { viewBox: `0 0 ${width} ${height}`, class: "drawing", role: "img", "aria-label": title }, ...children));
  place.append(scroll);
}
function chooser(place, name, options, words, changed) {
  const outer = Object.assign(document.createElement("label"), { textContent: `${words[name]} ` });
  const select = outer.appendChild(document.createElement("select"));
  select.append(...options.map((o) => new Option(o, o)));
  select.addEventListener("change", changed);
  place.append(outer, " ");
  return select;
}

export function chart(answer, place, { words, short }) {
  const tools = Object.assign(document.createElement("p"), { className: "tools" });
  const drawn = document.createElement("div");
  place.append(tools, drawn);
  const numeric = columns(answer, (t) => Number.isFinite(number(t)));
  const texts = answer.names.filter((n) => !numeric.includes(n));
  const named = texts.filter((n) => /name|label|title/i.test(n)).concat(texts, numeric);
  const by = chooser(tools, "chart_label", [...new Set(named)], words, draw);
  const of = chooser(tools, "chart_value", numeric, words, draw);
  function draw() {
    drawn.replaceChildren();
    const found = answer.rows.filter((r) => Number.isFinite(number(r[of.value])));
    const rows = found.slice(0, 100);
    const values = rows.map((r) => number(r[of.value]));
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const x = (v) => 260 + (640 * (v - low)) / (high - low || 1);
    const bars = rows.flatMap((row, i) => [
      make("text", { x: 250, y: 20 * i + 15, "text-anchor": "end" }, label(row[by.value], short).slice(0, 34)),
      make("rect", { x: Math.min(x(0), x(values[i])), y: 20 * i + 3, width: Math.max(1, Math.abs(x(values[i]) - x(0))), height: 14, class: "bar" }),
      make("text", { x: Math.max(x(0), x(values[i])) + 6, y: 20 * i + 15 }, row[of.value].value),
    ]);
    frame(drawn, 1000, Math.max(20, 20 * rows.length), `${of.value} – ${by.value}`, ...bars);
    note(drawn, rows.length, answer.rows.length, words);
  }
  draw();
}

// Lambert-93 in the map units of the outlines (1,000 from west to east).
const rad = Math.PI / 180, ecc = 0.0818191910428158;
const iso = (lat) => Math.log(Math.tan(Math.PI / 4 + lat / 2) * ((1 - ecc * Math.sin(lat)) / (1 + ecc * Math.sin(lat))) ** (ecc / 2));
const normal = (lat) => 1 / Math.sqrt(1 - (ecc * Math.sin(lat)) ** 2);
const [south, north] = [44 * rad, 49 * rad];
const power = Math.log((normal(north) * Math.cos(north)) / (normal(south) * Math.cos(south))) / (iso(south) - iso(north));
const scale = ((6378137 * normal(south) * Math.cos(south)) / power) * Math.exp(power * iso(south));
const top = 6600000 + scale * Math.exp(-power * iso(46.5 * rad));
function project(lon, lat) {
  if (!(lon > -5.6 && lon < 9.8 && lat > 41.2 && lat < 51.2)) return null;
  const radius = scale * Math.exp(-power * iso(lat * rad));
  const angle = power * (lon - 3) * rad;
  const unit = 1000 / (1243000 - 98000);
  return [(700000 + radius * Math.sin(angle) - 98000) * unit, (7111000 - top + radius * Math.cos(angle)) * unit];
}

export async function map(answer, place, { words, short }) {
  const { lat, lon } = places(answer);
  const outlines = await (await fetch("/outlines")).json();
  const naming = answer.names.find((n) => /name|label/i.test(n)) || answer.names[0];
  const points = answer.rows.flatMap((row) => {
    const spot = row[lat] && row[lon] && project(Number(row[lon].value), Number(row[lat].value));
    if (!spot) return [];
    const dot = make("circle", { cx: spot[0], cy: spot[1], r: 5, class: "spot" });
    dot.append(make("title", {}, label(row[naming], short)));
    return [dot];
  });
  const shapes = outlines.regions.map((d) => make("path", { d, class: "region", transform: `scale(${1 / outlines.fine})` }));
  frame(place, 1000, 935, words.as_map, ...shapes, ...points);
  note(place, points.length, answer.rows.length, words);
  place.append(Object.assign(document.createElement("p"), { className: "kind", textContent: outlines.credit[document.documentElement.lang] || outlines.credit.en }));
}

const MOST = 250;
export function graph(answer, place, { words, short }) {
  const ends = columns(answer, (t) => t.type === "uri");
  const [from, to] = ends.length > 2 && answer.names.includes("object") ? ["subject", "object"] : [ends[0], ends[ends.length - 1]];
  const name = (column) => (answer.names.includes(`${column}_name`) ? `${column}_name` : column);
  const nodes = new Map(), edges = [];
  let shown = 0;
  const node = (row, column) => {
    const key = row[column].value;
    if (!nodes.has(key)) nodes.set(key, { key, text: label(row[name(column)], short).slice(0, 28), x: 0, y: 0 });
    return nodes.get(key);
  };
  for (const row of answer.rows) {
    if (!row[from] || !row[to]) continue;
    const fresh = [row[from].value, row[to].value].filter((k) => !nodes.has(k)).length;
    if (nodes.size + fresh > MOST) continue;
    edges.push([node(row, from), node(row, to)]);
    shown += 1;
  }
  settle([...nodes.values()], edges);
  const lines = edges.map(([a, b]) => make("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: "tie" }));
  const dots = [...nodes.values()].flatMap((n) => [
    make("circle", { cx: n.x, cy: n.y, r: 4, class: "spot" }), make("text", { x: n.x + 6, y: n.y + 4 }, n.text),
  ]);
  frame(place, 1000, 700, `${from} – ${to}`, ...lines, ...dots);
  note(place, shown, answer.rows.length, words);
}
// Forces between all, springs along the ties; the same answer is always drawn the same.
function settle(nodes, edges) {
  const n = nodes.length || 1, ideal = 0.7 * Math.sqrt(700000 / n);
  nodes.forEach((v, i) => { v.x = 500 + 300 * Math.cos(2.4 * i) * Math.sqrt(i / n); v.y = 350 + 300 * Math.sin(2.4 * i) * Math.sqrt(i / n); });
  for (let heat = 60; heat > 0.5; heat *= 0.95) {
    for (const v of nodes) { v.dx = (500 - v.x) * 0.02; v.dy = (350 - v.y) * 0.02; }
    for (let i = 0; i < nodes.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [nodes[i], nodes[j]];
        const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
        const force = (ideal * ideal) / (dx * dx + dy * dy);
        a.dx += dx * force; a.dy += dy * force; b.dx -= dx * force; b.dy -= dy * force;
      }
    }
    for (const [a, b] of edges) {
      const [dx, dy] = [a.x - b.x, a.y - b.y];
      const force = Math.hypot(dx, dy) / ideal;
      a.dx -= dx * force; a.dy -= dy * force; b.dx += dx * force; b.dy += dy * force;
    }
    for (const v of nodes) {
      const step = Math.hypot(v.dx, v.dy) || 1;
      v.x = Math.min(960, Math.max(20, v.x + (v.dx / step) * Math.min(step, heat)));
      v.y = Math.min(680, Math.max(20, v.y + (v.dy / step) * Math.min(step, heat)));
    }
  }
}

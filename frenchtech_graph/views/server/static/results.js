// An answer as table, chart, map, graph or text. Nothing is left out without saying so.
import { chart, graph, map } from "./drawings.js";

const STEP = 500;
const at = (id) => document.getElementById(id);
const VIEWS = { table, chart, map, graph, text };
const FORMS = { csv: "CSV", json: "JSON", xml: "XML", tsv: "TSV" };
const TRIPLES = { ttl: "Turtle", jsonld: "JSON-LD", nt: "N-Triples" };

export function clear() {
  at("views").replaceChildren();
  at("shown").replaceChildren();
  at("downloads").replaceChildren();
}

export function show(answer, vocabulary, words) {
  clear();
  downloads(answer.query, answer.rows ? FORMS : TRIPLES, words);
  const able = answer.rows ? ["table", "chart", "map", "graph"].filter((v) => fits(v, answer)) : ["text"];
  const bar = at("views");
  const tell = (name) => {
    at("shown").replaceChildren();
    for (const button of bar.children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    VIEWS[name](answer, at("shown"), { vocabulary, words, cell, short: (iri) => short(iri, vocabulary) });
  };
  if (answer.rows && !answer.rows.length) return;
  for (const name of able) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words[`as_${name}`] });
    button.dataset.view = name;
    button.addEventListener("click", () => tell(name));
    if (able.length > 1) bar.append(button);
  }
  tell(able[0]);
}

export const number = (term) => (term && /#(integer|decimal|double|float|int|long|gYear)$/.test(term.datatype || "") ? Number(term.value) : NaN);
const some = (rows, name, test) => rows.some((row) => row[name] && test(row[name]));
export const columns = (answer, test) => answer.names.filter((name) => some(answer.rows, name, test));

function fits(view, answer) {
  const numeric = columns(answer, (t) => Number.isFinite(number(t)));
  if (view === "chart") return numeric.length > 0 && answer.names.length > 1;
  if (view === "map") return places(answer) !== null;
  if (view === "graph") return columns(answer, (t) => t.type === "uri").length > 1;
  return true;
}
export function places(answer) {
  const one = (words) => answer.names.find((n) => words.includes(n.toLowerCase()));
  const [lat, lon] = [one(["lat", "latitude"]), one(["lon", "long", "lng", "longitude"])];
  return lat && lon ? { lat, lon } : null;
}

function downloads(query, forms, words) {
  for (const [format, label] of Object.entries(forms)) {
    const link = document.createElement("a");
    link.href = `/sparql?${new URLSearchParams({ query, format })}`;
    link.download = `answer.${format}`;
    link.textContent = label;
    if (link.href.length < 8000) at("downloads").append(" ", link);
  }
  if (at("downloads").children.length) at("downloads").prepend(`${words.download}:`);
}

function text(answer, place) {
  place.append(Object.assign(document.createElement("pre"), { textContent: answer.text, tabIndex: 0 }));
}

function table(answer, place, { words, vocabulary }) {
  let rows = answer.rows, from = 0, sorted = null, falling = false;
  const scroll = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
  const drawn = scroll.appendChild(Object.assign(document.createElement("table"), { id: "answer" }));
  const turn = Object.assign(document.createElement("p"), { className: "tools", id: "pages" });
  const head = drawn.createTHead().insertRow();
  for (const name of answer.names) {
    const th = head.appendChild(document.createElement("th"));
    th.scope = "col";
    const button = th.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "sort", textContent: name }));
    button.addEventListener("click", () => { falling = sorted === name && !falling; sorted = name; sort(); draw(); });
  }
  const body = drawn.createTBody();
  function sort() {
    const sign = falling ? -1 : 1;
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    rows = [...answer.rows].sort((a, b) => {
      const [one, other] = [a[sorted], b[sorted]];
      if (!one || !other) return one ? -1 : other ? 1 : 0;  // what is not known comes last either way
      const [x, y] = [number(one), number(other)];
      return sign * (Number.isFinite(x) && Number.isFinite(y) ? x - y : order.compare(String(one.value), String(other.value)));
    });
    from = 0;
    [...head.children].forEach((th) => th.removeAttribute("aria-sort"));
    head.children[answer.names.indexOf(sorted)].setAttribute("aria-sort", falling ? "descending" : "ascending");
  }
  function draw() {
    body.replaceChildren();
    for (const row of rows.slice(from, from + STEP)) {
      const line = body.insertRow();
      for (const name of answer.names) line.append(cell(row[name], vocabulary));
    }
    turn.replaceChildren();
    if (rows.length <= STEP) return;
    const button = (label, to, off) => {
      const b = Object.assign(document.createElement("button"), { type: "button", textContent: label, disabled: off });
      b.addEventListener("click", () => { from = to; draw(); });
      return b;
    };
    const last = Math.min(rows.length, from + STEP);
    turn.append(button("←", from - STEP, from === 0), ` ${from + 1}–${last} / ${rows.length} ${words.rows} `, button("→", from + STEP, last === rows.length));
    turn.children[0].setAttribute("aria-label", words.before);
    turn.children[1].setAttribute("aria-label", words.after);
  }
  place.append(turn, scroll);
  draw();
}

export function cell(term, vocabulary) {
  const place = document.createElement("td");
  if (!term) return place;
  const ours = "https://w3id.org/fte/";
  if (term.type === "uri" && /^https?:/.test(term.value)) {
    const link = place.appendChild(document.createElement("a"));
    link.textContent = short(term.value, vocabulary);
    link.href = term.value.startsWith(ours) ? `/${term.value.slice(ours.length)}` : term.value;
    link.rel = "noopener nofollow";
  } else {
    place.textContent = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
    if (Number.isFinite(number(term))) place.className = "number";
  }
  return place;
}

export function short(iri, vocabulary) {
  let best = iri;
  for (const [prefix, base] of Object.entries(vocabulary.prefixes)) {
    if (iri.startsWith(base) && prefix.length + 1 + iri.length - base.length < best.length) best = `${prefix}:${iri.slice(base.length)}`;
  }
  return best;
}

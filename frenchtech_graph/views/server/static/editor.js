// The SPARQL editor: CodeMirror, completed from the ontology and the catalogue of this server; tabs, saved queries, links to
// share. Nothing is asked of any other server, and every text of an answer is set as text.
import { completions, problems } from "./complete.js";
import { show, clear } from "./results.js";

const CM = window.CodeMirror;
const box = document.getElementById("editor");
const said = document.getElementById("said");
const hint = document.getElementById("hint");
const words = JSON.parse(box.dataset.words);
const vocabulary = await (await fetch(`/vocabulary?lang=${box.dataset.lang}`)).json();
const at = (id) => document.getElementById(id);

// What is kept in this browser: the queries of the tabs, and those that were saved by name.
const kept = {
  read(key, otherwise) {
    try { return JSON.parse(localStorage.getItem(`ftg.${key}`)) ?? otherwise; } catch { return otherwise; }
  },
  write(key, value) {
    try { localStorage.setItem(`ftg.${key}`, JSON.stringify(value)); } catch { /* a browser may keep nothing */ }
  },
};

// The editor stands in a shadow root: there its styles are sheets of the script, which the policy of the page allows.
const root = box.attachShadow({ mode: "open" });
const style = CM.HighlightStyle.define([
  { tag: CM.tags.keyword, color: "var(--talent)", fontWeight: "600" }, { tag: CM.tags.string, color: "var(--technology)" },
  { tag: CM.tags.comment, color: "var(--soft)", fontStyle: "italic" }, { tag: CM.tags.number, color: "var(--finance)" },
  { tag: CM.tags.variableName, color: "var(--venture)" }, { tag: CM.tags.atom, color: "var(--link)" },
  { tag: CM.tags.standard(CM.tags.variableName), color: "var(--talent)", fontWeight: "600" },
]);
const theme = CM.EditorView.theme({
  "&": { border: "1px solid var(--line)", fontSize: ".95rem", minHeight: "16rem", maxHeight: "32rem", background: "var(--paper)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--link)" },
  ".cm-scroller": { overflow: "auto", fontFamily: "ui-monospace, 'DejaVu Sans Mono', Consolas, monospace", minHeight: "16rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--tint)", color: "var(--soft)", borderColor: "var(--line)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--link) 30%, transparent)",
  },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--soft)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "inherit" },
  ".cm-diagnosticAction": { background: "var(--link)", color: "var(--paper)", marginLeft: ".6rem" },
});
const editor = new CM.EditorView({
  parent: root,
  root,
  extensions: [
    CM.lineNumbers(), CM.highlightSpecialChars(), CM.history(), CM.drawSelection(), CM.indentOnInput(), CM.bracketMatching(),
    CM.closeBrackets(), CM.StreamLanguage.define(CM.sparql), CM.syntaxHighlighting(style), theme, CM.lintGutter(),
    CM.autocompletion({ override: [completions(vocabulary)], icons: false }),
    CM.linter((view) => problems(view.state.doc.toString(), vocabulary, words)),
    CM.EditorView.lineWrapping,
    CM.EditorView.contentAttributes.of({ "aria-label": words.editor_label, id: "query" }),
    CM.keymap.of([
      { key: "Mod-Enter", run: () => { ask(); return true; } },
      ...CM.closeBracketsKeymap, ...CM.completionKeymap, ...CM.defaultKeymap, ...CM.historyKeymap, ...CM.searchKeymap,
    ]),
    CM.EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
  ],
});

// Tabs
let tabs = kept.read("tabs", []).filter((t) => t && typeof t.text === "string");
let open = 0;
let running = null;
const fresh = (text) => ({ text, answer: null });
const linked = new URLSearchParams(location.hash.slice(1)).get("query");
if (linked !== null) tabs.push(fresh(linked));
if (!tabs.length) tabs = [fresh(box.dataset.first)];
tabs = tabs.map((t) => fresh(t.text)).slice(-12);

function changed() {
  if (!tabs[open]) return;
  tabs[open].text = editor.state.doc.toString();
  keep();
}
function keep() { kept.write("tabs", tabs.map(({ text }) => ({ text }))); }
function setText(text) { editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } }); }
function choose(number) {
  open = number;
  setText(tabs[open].text);
  drawTabs();
  clear();
  said.textContent = hint.textContent = "";
  if (tabs[open].answer) present(tabs[open].answer);
}
function drawTabs() {
  const bar = at("tabs");
  bar.replaceChildren(...tabs.map((_, number) => {
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", textContent: `${words.query} ${number + 1}`, className: "tab" });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(number === open));
    tab.setAttribute("aria-controls", "editor");
    tab.tabIndex = number === open ? 0 : -1;
    tab.addEventListener("click", () => choose(number));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      choose((number + step + tabs.length) % tabs.length);
      bar.children[open].focus();
    });
    return tab;
  }));
  at("close").disabled = tabs.length < 2;
}
at("new").addEventListener("click", () => { tabs.push(fresh(box.dataset.first)); choose(tabs.length - 1); keep(); });
at("close").addEventListener("click", () => { tabs.splice(open, 1); choose(Math.max(0, open - 1)); keep(); });

// Queries of the catalogue and saved ones
at("questions").addEventListener("change", ({ target }) => {
  const found = vocabulary.questions.find((q) => q.name === target.value);
  if (found) setText(found.text);
});
function drawSaved() {
  const saved = kept.read("saved", {});
  const first = new Option(words.saved, "");
  at("saved").replaceChildren(first, ...Object.keys(saved).sort().map((name) => new Option(name, name)));
}
at("saved").addEventListener("change", ({ target }) => {
  const text = kept.read("saved", {})[target.value];
  if (typeof text === "string") { setText(text); at("name").value = target.value; }
});
at("save").addEventListener("click", () => {
  const name = at("name").value.trim();
  if (!name) { at("name").focus(); return; }
  kept.write("saved", { ...kept.read("saved", {}), [name]: editor.state.doc.toString() });
  drawSaved();
  at("saved").value = name;
});
at("forget").addEventListener("click", () => {
  const { [at("saved").value]: _, ...others } = kept.read("saved", {});
  kept.write("saved", others);
  drawSaved();
});

// Links to share
at("share").addEventListener("click", async () => {
  const link = new URL(`#${new URLSearchParams({ query: editor.state.doc.toString() })}`, location.href).href;
  history.replaceState(null, "", link);
  const place = at("link");
  place.hidden = false;
  place.value = link;
  place.select();
  try { await navigator.clipboard.writeText(link); said.textContent = words.copied; } catch { /* it stands there to be copied */ }
});

// Asking
at("run").addEventListener("click", ask);
at("cancel").addEventListener("click", () => running && running.abort());
async function ask() {
  if (running) running.abort();
  const own = running = new AbortController();
  const tab = tabs[open];
  const query = tab.text;
  history.replaceState(null, "", `#${new URLSearchParams({ query })}`);
  clear();
  hint.textContent = "";
  said.textContent = "…";
  at("cancel").hidden = false;
  const begin = performance.now();
  try {
    const reply = await fetch("/sparql", {
      method: "POST", signal: own.signal, body: query,
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const text = await reply.text();
    tab.answer = {
      query, text, ok: reply.ok, kind: reply.headers.get("Content-Type") || "", hint: reply.headers.get("X-SPARQL-Hint") || "",
      seconds: (performance.now() - begin) / 1000,
    };
    if (tabs[open] === tab) present(tab.answer);
  } catch (error) {
    said.textContent = error.name === "AbortError" ? words.query_cancelled : String(error.message);
  } finally {
    if (running === own) { running = null; at("cancel").hidden = true; }
  }
}
function present(answer) {
  const time = `${answer.seconds.toFixed(2)} s`;
  hint.textContent = answer.hint;
  if (!answer.ok) { said.textContent = answer.text; mark(answer.text); return; }
  if (!answer.kind.includes("json")) {
    said.textContent = time;
    show({ text: answer.text, query: answer.query }, vocabulary, words);
    return;
  }
  const results = JSON.parse(answer.text);
  if ("boolean" in results) { said.textContent = results.boolean ? words.yes : words.no; return; }
  const rows = results.results.bindings;
  said.textContent = rows.length ? `${rows.length} ${words.rows} · ${time}` : words.no_rows;
  show({ names: results.head.vars, rows, query: answer.query }, vocabulary, words);
}
function mark(message) {
  const found = /line (\d+) column (\d+)|at (\d+):(\d+)/.exec(message);
  const line = found && Number(found[1] || found[3]);
  if (!line || line > editor.state.doc.lines) return;
  const place = editor.state.doc.line(line);
  const from = Math.min(place.to, place.from + Number(found[2] || found[4]) - 1);
  editor.dispatch(CM.setDiagnostics(editor.state, [{ from, to: Math.min(place.to, from + 1), severity: "error", message }]));
}

drawSaved();
choose(tabs.length - 1);
box.dataset.ready = "1";

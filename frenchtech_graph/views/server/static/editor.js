// The SPARQL editor: Yasqe, completed from the ontology and the catalogue of this server, and a table of answers.
// Nothing is asked of any other server, and every text of an answer is set as text.
"use strict";
(async () => {
  const box = document.getElementById("editor");
  const said = document.getElementById("said");
  const table = document.getElementById("answer");
  const plain = document.getElementById("text");
  const csv = document.getElementById("csv");
  const words = await (await fetch(`/vocabulary?lang=${box.dataset.lang}`)).json();

  const Editor = Yasqe.Yasqe || Yasqe.default || Yasqe;
  const terms = { class: words.classes, property: words.properties };
  const standard = Editor.Autocompleters;
  const completers = ["variables"];
  for (const kind of ["class", "property"]) {
    const name = `ours-${kind}`;
    Editor.registerAutocompleter({ ...standard[kind], name, bulk: true, persistenceId: null, get: () => terms[kind].map((t) => t.iri) }, true);
    completers.push(name);
  }
  Editor.registerAutocompleter({
    ...standard.prefixes, name: "ours-prefixes", bulk: true, persistenceId: null,
    get: () => Object.entries(words.prefixes).map(([prefix, base]) => `${prefix}: <${base}>`),
  }, true);
  completers.push("ours-prefixes");

  const asked = new URLSearchParams(location.hash.slice(1)).get("query");
  const editor = new Editor(box, {
    value: asked || box.dataset.first, persistenceId: null, autocompleters: completers, showQueryButton: false,
    createShareableLink: null, resizeable: true, editorHeight: "320px",
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run },
  });
  document.getElementById("run").addEventListener("click", run);
  document.getElementById("questions").addEventListener("change", (event) => {
    const found = words.questions.find((q) => q.name === event.target.value);
    if (found) editor.setValue(found.text);
  });

  async function run() {
    const query = editor.getValue();
    history.replaceState(null, "", `#${new URLSearchParams({ query })}`);
    said.textContent = "…";
    table.hidden = plain.hidden = csv.hidden = true;
    table.replaceChildren();
    const begin = performance.now();
    const answer = await fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
      body: query,
    });
    const seconds = ((performance.now() - begin) / 1000).toFixed(2);
    if (!answer.ok) { said.textContent = await answer.text(); return; }
    if (!answer.headers.get("Content-Type").includes("json")) {
      plain.textContent = await answer.text();
      plain.hidden = false;
      said.textContent = `${seconds} s`;
      return;
    }
    const results = await answer.json();
    if ("boolean" in results) { said.textContent = results.boolean ? said.dataset.yes : said.dataset.no; return; }
    const rows = results.results.bindings;
    said.textContent = rows.length ? `${rows.length} ${said.dataset.rows} · ${seconds} s` : said.dataset.none;
    show(results.head.vars, rows);
    csv.href = `/sparql?${new URLSearchParams({ query, format: "csv" })}`;
    csv.hidden = !rows.length || csv.href.length > 8000;
  }

  function show(names, rows) {
    const head = table.createTHead().insertRow();
    for (const name of names) head.appendChild(document.createElement("th")).textContent = name;
    const body = table.createTBody();
    for (const row of rows.slice(0, 1000)) {
      const line = body.insertRow();
      for (const name of names) line.appendChild(cell(row[name]));
    }
    table.hidden = !rows.length;
  }

  function cell(term) {
    const place = document.createElement("td");
    if (!term) return place;
    const ours = "https://w3id.org/fte/";
    if (term.type === "uri" && /^https?:/.test(term.value)) {
      const link = place.appendChild(document.createElement("a"));
      link.textContent = short(term.value);
      link.href = term.value.startsWith(ours) ? `/${term.value.slice(ours.length)}` : term.value;
      link.rel = "noopener nofollow";
    } else {
      place.textContent = typeof term.value === "string" ? term.value : JSON.stringify(term.value);
      if (term.datatype && /#(integer|decimal|double|float)$/.test(term.datatype)) place.className = "number";
    }
    return place;
  }

  function short(iri) {
    let best = iri;
    for (const [prefix, base] of Object.entries(words.prefixes)) {
      if (iri.startsWith(base) && prefix.length + 1 + iri.length - base.length < best.length) best = `${prefix}:${iri.slice(base.length)}`;
    }
    return best;
  }
})();

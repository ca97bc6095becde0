// What the editor proposes, and what it marks: terms of the ontology and of the usual vocabularies, whatever their case.
const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES PREFIX BASE ASK CONSTRUCT DESCRIBE FROM NAMED "
  + "ORDER GROUP BY HAVING LIMIT OFFSET ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT EXISTS NOT IN AS UNDEF IF COALESCE "
  + "BOUND REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE STR LANG LANGMATCHES DATATYPE YEAR MONTH CONCAT SUBSTR REPLACE").split(" ");

function named(vocabulary) {
  const found = [];
  const bases = Object.entries(vocabulary.prefixes).sort((a, b) => b[1].length - a[1].length);
  for (const term of [...vocabulary.classes, ...vocabulary.properties, ...vocabulary.others]) {
    const own = bases.find(([, base]) => term.iri.startsWith(base));
    if (own) found.push({ label: `${own[0]}:${term.iri.slice(own[1].length)}`, detail: term.label });
  }
  return found;
}

export function completions(vocabulary) {
  const terms = named(vocabulary);
  const prefixes = Object.keys(vocabulary.prefixes).map((p) => ({ label: `${p}:`, detail: vocabulary.prefixes[p] }));
  const keywords = KEYWORDS.map((label) => ({ label }));
  return (context) => {
    const found = context.matchBefore(/[?$\w][\w-]*(:[\w./-]*)?/);
    if (!found && !context.explicit) return null;
    const typed = found ? found.text.toLowerCase() : "";
    const text = context.state.doc.toString();
    let options;
    if (/^[?$]/.test(typed)) {
      options = [...new Set(text.match(/[?$]\w+/g) || [])].filter((v) => v !== found.text).map((label) => ({ label }));
    } else if (typed.includes(":")) {
      const [prefix, local] = [typed.slice(0, typed.indexOf(":") + 1), typed.slice(typed.indexOf(":") + 1)];
      options = terms.filter((t) => t.label.toLowerCase().startsWith(prefix)
        && (t.label.toLowerCase().includes(local, prefix.length) || (t.detail || "").toLowerCase().includes(local)));
      options.sort((a, b) => rank(a, typed) - rank(b, typed) || a.label.localeCompare(b.label));
    } else {
      const fits = (option) => option.label.toLowerCase().includes(typed) || (typed.length > 2 && (option.detail || "").toLowerCase().includes(typed));
      options = [...keywords.filter(fits), ...prefixes.filter((p) => p.label.startsWith(typed)), ...(typed.length > 1 ? terms.filter(fits) : [])];
      options.sort((a, b) => rank(a, typed) - rank(b, typed));
    }
    options = options.filter((o) => !(typed.startsWith("?") && !o.label.toLowerCase().startsWith(typed)));
    return options.length ? { from: found ? found.from : context.pos, options: options.slice(0, 200), filter: false } : null;
  };
}
function rank(option, typed) { return option.label.toLowerCase().startsWith(typed) ? 0 : 1; }

// Names with the prefix of the ontology that it does not have; a query may give the prefix another meaning.
export function problems(text, vocabulary, words) {
  const base = vocabulary.prefixes.fte;
  const stated = /PREFIX\s+fte:\s*<([^>]*)>/i.exec(text);
  if (stated && stated[1] !== base) return [];
  const known = new Map([...vocabulary.classes, ...vocabulary.properties, ...vocabulary.own].map((t) => [t.iri.slice(base.length), t]));
  const lower = new Map([...known.keys()].map((name) => [name.toLowerCase(), name]));
  const plain = text.replace(/#[^\n]*|"[^"\n]*"|'[^'\n]*'|<[^>\s]*>/g, (part) => " ".repeat(part.length));
  const found = [];
  for (const match of plain.matchAll(/\bfte:([\w-]+)/g)) {
    if (known.has(match[1])) continue;
    const meant = lower.get(match[1].toLowerCase());
    const end = match.index + match[0].length;
    const actions = meant ? [{ name: `fte:${meant}`, apply: (view, from, to) => view.dispatch({ changes: { from, to, insert: `fte:${meant}` } }) }] : [];
    found.push({ from: match.index, to: end, severity: "warning", message: `${match[0]}: ${words.no_term}${meant ? ` (fte:${meant} ?)` : ""}`, actions });
  }
  return found;
}

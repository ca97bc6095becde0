"""Counts of the warnings in a built graph: one line per kind and source."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.shapes import ShapesGraph, plain
from frenchtech_graph.graph.validation import SEVERITIES, shape_files
from frenchtech_graph.io import json_texts
from frenchtech_graph.model.namespaces import DERIVATIONS_GRAPH, ID, PROV

_BLANK = re.compile(r"\{[?$]\w+\}")
_FROM, _CLAIM = ox.NamedNode(PROV + "wasDerivedFrom"), f"{ID}claim/"
_DERIVATIONS = ox.NamedNode(DERIVATIONS_GRAPH)
VALIDATION = "validation.json"
NO_SOURCE = "–"


@dataclass(frozen=True, slots=True)
class WarningCount:
    """The number of times that the claims of one source break a constraint, with an example."""

    severity: str
    kind: str
    source: str
    count: int
    message: str
    example: str


@dataclass(frozen=True, slots=True)
class OneWarning:
    """One resource that breaks a constraint."""

    severity: str
    kind: str
    sources: tuple[str, ...]
    label: str
    value: str | None
    message: str


def counted(file: Path, lang: str) -> list[WarningCount]:
    """Return a line per kind of warning and source from the file of a build, most severe first,
    then most frequent.

    A warning about a statement with several sources counts for each of them.
    """
    times: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], str] = {}
    for one in every(file, lang):
        for source in one.sources or (NO_SOURCE,):
            key = (one.severity, one.kind, source)
            times[key] += 1
            examples.setdefault(key, one.label)
    words = _messages(lang)
    found = [
        WarningCount(*key, n, words.get(key[1], ""), examples[key]) for key, n in times.items()
    ]
    return sorted(found, key=lambda w: (SEVERITIES.index(w.severity), -w.count, w.kind, w.source))


def every(file: Path, lang: str, kind: str | None = None) -> Iterator[OneWarning]:
    """Yield the warnings of a graph, or only one kind, in the order of the file."""
    words = _messages(lang)
    content = json_texts.loads(file.read_bytes())
    for row in content:
        name = row["constraint"].rsplit("/", 1)[-1]
        if kind in (None, name):
            message = row["message"] if lang == "en" else words.get(name, row["message"])
            sources = tuple(row.get("sources", ()))
            label = row["focus_label"]
            yield OneWarning(row["severity"], name, sources, label, row["value"], message)


def sources_of(store: ox.Store, focus: str) -> list[str]:
    """Return the data sets with claims about a resource of the consolidated graph, sorted."""
    if not focus.startswith("http"):
        return []
    claims = store.quads_for_pattern(ox.NamedNode(focus), _FROM, None, _DERIVATIONS)
    addresses = (q.object.value for q in claims if isinstance(q.object, ox.NamedNode))
    return sorted({a[len(_CLAIM) :].partition("/")[0] for a in addresses if a.startswith(_CLAIM)})


@cache
def _messages(lang: str) -> dict[str, str]:
    """Return the message of each constraint by name, with placeholders for values."""
    files = shape_files()
    shapes = ShapesGraph.of(files)
    spoken = ShapesGraph.of(f for p in files if (f := p.with_suffix(f".{lang}.ttl")).is_file())
    found = {}
    for shape in shapes.targeted():
        written = [
            m for n in (shape, *shapes.values(shape, "sparql")) for m in shapes.values(n, "message")
        ]
        texts = [plain(m) for m in (*spoken.values(shape, "message"), *written)]
        found[plain(shape).rsplit("/", 1)[-1]] = _BLANK.sub("…", next(iter(texts), ""))
    return found

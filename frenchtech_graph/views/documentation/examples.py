"""The worked example, part by part, in Turtle as its authors wrote it and in JSON-LD with the
context.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from rdflib import Graph

from frenchtech_graph.views.documentation.context import FILE, context
from frenchtech_graph.views.documentation.source import Source

_HEADING = re.compile(r"^# --- (.+ / .+) ---$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One part of the example."""

    title: str
    turtle: str
    json_ld: str


def examples(source: Source, lang: str) -> list[Example]:
    """Return the parts of ``example.ttl`` in their order. Its headings are in English / in French."""
    written = (source.folder / "example.ttl").read_text(encoding="utf-8")
    head, *parts = _HEADING.split(written)
    terms = context(source)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    which = ("en", "fr").index(lang)
    return [
        Example(t.split(" / ")[which], body.strip(), _json_ld(head + body, terms))
        for t, body in pairs
    ]


def _json_ld(turtle: str, terms: dict[str, Any]) -> str:
    graph = Graph().parse(data=turtle, format="turtle")
    compacted = json.loads(
        graph.serialize(
            format="json-ld", context=terms["@context"], auto_compact=True, use_native_types=True
        )
    )
    nodes = compacted.get("@graph", [{k: v for k, v in compacted.items() if k != "@context"}])
    ordered = sorted((_ordered(n) for n in nodes), key=lambda n: str(n.get("id")))
    return json.dumps({"@context": FILE, "@graph": ordered}, ensure_ascii=False, indent=2)


def _ordered(value: Any) -> Any:
    """Return JSON with keys and lists of values in a fixed order, identity and type first."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: (k not in ("id", "@id"), k not in ("type", "@type"), k))
        return {k: _ordered(value[k]) for k in keys}
    if isinstance(value, list):
        return sorted((_ordered(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value

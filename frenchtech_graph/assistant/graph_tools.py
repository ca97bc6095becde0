"""Tools that ask for actors, sources, the schema, and SPARQL of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from frenchtech_graph.assistant.answers import facts, table
from frenchtech_graph.assistant.tools import (
    WORDS,
    Answer,
    Arguments,
    Tool,
    lang_of,
    own,
    rows_of,
    text,
)
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.network.actor_sheet import partners

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

_FOUND = 20
_PAGES = 5
"""Pages of a neighbour that are sent."""


def graph_tools() -> Iterator[Tool]:
    """Yield the tools that are neither a question of the catalogue nor a finding."""
    name = text("argument actor")
    yield own("find_actor", {"name": text("argument name")}, ("name",), _find_actor)
    yield own("profile", {"actor": name}, ("actor",), _profile)
    yield own("neighbours", {"actor": name}, ("actor",), _neighbours)
    yield own("sources_of", {"thing": name}, ("thing",), _sources_of)
    yield own("ecosystems", {}, (), _ecosystems)
    yield own("what_is_in_it", {}, (), _info)
    yield own("schema", {"term": text("argument term")}, (), _schema)
    yield own("ask", {"question": text("argument question")}, ("question",), _ask)


def _find_actor(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    wanted = fold(str(arguments["name"]))
    network = graph.network
    labels = {
        n: str(a.get("label") or "") for n, a in network.nodes(data=True) if a["mode"] == "actor"
    }
    exact = [n for n, label in labels.items() if fold(label) == wanted]
    within = [n for n, label in labels.items() if wanted and wanted in fold(label)]
    near = set(nearest(str(arguments["name"]), labels.values()))
    close = [n for n, label in labels.items() if label in near]
    found = list(dict.fromkeys([*exact, *sorted(within, key=labels.__getitem__), *close]))
    rows = [
        {"iri": n, "name": labels[n], "kind": network.nodes[n].get("kind"),
         "place": network.nodes[n].get("place_label"), "exact": n in exact}
        for n in found[:_FOUND]
    ]  # fmt: skip
    columns = ["iri", "name", "kind", "place", "exact"]
    unknown = "" if exact else WORDS.text("no-such-name", lang_of(arguments))
    return table(pd.DataFrame(rows, columns=columns), rows_of(arguments), unknown=unknown)


def _profile(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    sheet = graph.actor(str(arguments["actor"]))
    known = {
        name: getattr(sheet, name)
        for name in ("iri", "label", "kind", "pillars", "place_label", "department", "region",
                     "sectors", "stage", "created", "closed")
    }  # fmt: skip
    missing = ", ".join(n for n, v in known.items() if v in (None, ()))
    unknown = WORDS.text("profile-unknown", lang_of(arguments), names=missing) if missing else ""
    answer = table(sheet.ties, rows_of(arguments), unknown=unknown)
    return {**answer, "facts": facts(known)["facts"]}


def _neighbours(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    frame = partners(graph.actor(str(arguments["actor"])).ties)
    frame["sources"] = frame["sources"].str[:_PAGES]
    return table(frame, rows_of(arguments), unknown=WORDS.text("no-tie", lang_of(arguments)))


def _sources_of(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    frame = graph.query("sources-of", lang=lang_of(arguments), thing=str(arguments["thing"]))
    return table(frame, rows_of(arguments))


def _ecosystems(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    unknown = WORDS.text("few-read", lang_of(arguments))
    return table(graph.ecosystems(), rows_of(arguments), unknown=unknown)


def _info(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    return facts(graph.info(), unknown=WORDS.text("few-read", lang_of(arguments)))


def _schema(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    known = ontology.load()
    lang = lang_of(arguments)
    terms = {**known.classes, **known.properties}
    wanted = str(arguments.get("term", "")).removeprefix("fte:")
    if wanted and wanted not in terms:
        near = nearest(wanted, terms)
        text_ = WORDS.text("no-term", lang, term=wanted, near=", ".join(near))
        return table(pd.DataFrame(columns=["term"]), 1, unknown=text_)
    names = [wanted] if wanted else sorted(terms)
    rows = [
        {"term": f"fte:{n}", "label": terms[n].label(lang),
         "definition": terms[n].definitions.get(lang, ""),
         "above": [f"fte:{s}" for s in known.superclasses.get(n, ())[1:]]}
        for n in names
    ]  # fmt: skip
    return table(pd.DataFrame(rows), rows_of(arguments))


def _ask(graph: EcosystemGraph, arguments: Arguments) -> Answer:
    asked = graph.ask(str(arguments["question"]), lang=arguments.get("lang"))
    reading = asked.reading
    if asked.frame is None:
        offers = [{"name": o.name, "title": o.titles[reading.lang], "parameters": dict(o.parameters)}
                  for o in reading.offers]  # fmt: skip
        unknown = " ".join(reading.reasons)
        return {
            **table(pd.DataFrame(offers), rows_of(arguments), unknown=unknown),
            "certain": False,
        }
    answer = table(asked.frame, rows_of(arguments))
    return {**answer, "certain": True, "understood": reading.sentence()}

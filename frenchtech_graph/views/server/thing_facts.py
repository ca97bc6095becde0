"""The facts about a resource: its properties with their values, in the language of the reader."""

from dataclasses import dataclass, field

from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.namespaces import (
    CURRENCY,
    DCTERMS,
    FTE,
    PROV,
    RDF,
    RDFS,
    SKOS,
)
from frenchtech_graph.model.terms import Property

Row = dict[str, str]
"""A solution of a query of `queries/pages/`: values by variable, unbound ones absent."""

_SHOWN_ELSEWHERE = frozenset(
    {
        RDF + "type",
        RDFS + "label",
        SKOS + "prefLabel",
        DCTERMS + "source",
        PROV + "wasDerivedFrom",
        FTE + Property.START_YEAR,
        FTE + Property.END_YEAR,
    }
)


@dataclass(slots=True)
class Fact:
    """A property of a resource with its values: the text, and the address of its link, if it has
    one."""

    label: str
    values: list[tuple[str, str | None]] = field(default_factory=list)


def facts_of(about: list[Row], lang: str, has_ties: bool) -> list[Fact]:
    """Return the properties that no other part of the page shows, by label."""
    known = ontology.load()
    shortcuts = {k.shortcut for k in known.tie_kinds.values()} | {
        Property.LINKED_TO,
        Property.COLLABORATES_WITH,
    }
    facts: dict[str, Fact] = {}
    for row in about:
        property_ = row["property"]
        local = property_.removeprefix(FTE)
        if property_ in _SHOWN_ELSEWHERE or (
            has_ties and local in shortcuts - {Property.LOCATED_IN}
        ):
            continue
        term = known.properties.get(local)
        label = term.label(lang) if term else _foreign(property_, lang)
        is_address = "://" in row["value"] and " " not in row["value"]
        value = (row.get("name") or _text(row["value"]), row["value"] if is_address else None)
        fact = facts.setdefault(property_, Fact(label))
        if all(known_value[1] is None or known_value[1] != value[1] for known_value in fact.values):
            fact.values.append(value)
    return [facts[p] for p in sorted(facts, key=lambda p: alphabetical(facts[p].label))]


def _text(value: str) -> str:
    return value.removeprefix(CURRENCY)


_WORDS = beside(__file__, "words.toml")


def _foreign(property_: str, lang: str) -> str:
    local = property_.rpartition("#")[2].rpartition("/")[2]
    key = f"property {local}"
    return _WORDS.text(key, lang) if key in _WORDS else local

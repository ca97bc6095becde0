"""How a load into a SPARQL server is begun, published and given up: staging graphs, and a record
of them on the server.

The record is a small graph of its own. For each load in progress it states the start time and the
staging graphs. For the last published load it lists the graphs.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyoxigraph as ox

from frenchtech_graph.model.namespaces import DCTERMS, GRAPH
from frenchtech_graph.rdf import terms

RECORD = GRAPH + "loads"
PUBLISHED = RECORD + "/published"
_STALE = timedelta(days=1)
_CREATED, _PART = DCTERMS + "created", DCTERMS + "hasPart"


@dataclass(frozen=True, slots=True)
class Staged:
    """One of our graphs: its name in our store, its name on the server (None for the default
    graph), and its staging graph.
    """

    source: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    name: str | None
    staged: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record on the server: the graphs published last, and the loads begun (name → time and
    graphs).
    """

    published: tuple[str, ...]
    begun: dict[str, tuple[datetime, tuple[str, ...]]]

    def stale(self, now: datetime) -> dict[str, tuple[str, ...]]:
        """Return the abandoned loads, begun over a day ago, with their staging graphs."""
        return {
            name: graphs for name, (since, graphs) in self.begun.items() if now - since > _STALE
        }


@dataclass(frozen=True, slots=True)
class Load:
    """One load: its unique name, and its graphs that are not empty."""

    name: str
    graphs: tuple[Staged, ...]
    began: datetime

    @classmethod
    def of(cls, store: ox.Store, consolidated: str | None, *, direct: bool = False) -> "Load":
        """Return a load of a store.

        Its default graph goes to the graph `consolidated`, or the default one.

        A `direct` load writes each graph under its own name at once. The default graph of the
        server is staged in any case.
        """
        name = f"{RECORD}/{secrets.token_hex(8)}"
        sources = [ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)]
        full = [s for s in sources if next(store.quads_for_pattern(None, None, None, s), None)]
        names = [consolidated if isinstance(s, ox.DefaultGraph) else s.value for s in full]
        graphs = (
            Staged(s, at, at if direct and at else f"{name}/{n}")
            for n, (s, at) in enumerate(zip(full, names, strict=True))
        )
        return cls(name, tuple(graphs), datetime.now(UTC).replace(microsecond=0))

    def begin(self) -> str:
        """Return the update that notes the graphs to be staged, before any is sent."""
        noted = [
            _triple(
                self.name, _CREATED, terms.literal(self.began.isoformat(), datatype="dateTime")
            ),
            *_parts(self.name, (g.staged for g in self.graphs)),
        ]
        return _insert(noted)

    def publish(self, before: Record) -> str:
        """Return the one update that puts the staged graphs in place, and drops graphs that no
        longer exist.
        """
        names = {g.name for g in self.graphs}
        stale = before.stale(self.began)
        left = (g for graphs in stale.values() for g in graphs)
        gone = dict.fromkeys(g for g in (*before.published, *left) if g not in names)
        moved = [g for g in self.graphs if g.staged != g.name]
        return " ;\n".join(
            [
                *(f"DROP SILENT GRAPH {terms.iri(g)}" for g in gone),
                *(f"MOVE GRAPH {terms.iri(g.staged)} TO {_place(g.name)}" for g in moved),
                *(_forget(name) for name in (self.name, PUBLISHED, *stale)),
                _insert(_parts(PUBLISHED, sorted(n for n in names if n))),
            ]
        )

    def give_up(self) -> str:
        """Return the update that drops the graphs that were sent, and forgets the load."""
        drops = [f"DROP SILENT GRAPH {terms.iri(g.staged)}" for g in self.graphs]
        return " ;\n".join([*drops, _forget(self.name)])


def read(lines: bytes) -> Record:
    """Return the record from its N-Triples."""
    created: dict[str, datetime] = {}
    parts: dict[str, list[str]] = {}
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        name, said, value = (getattr(t, "value", "") for t in quad.triple)
        if said == _CREATED:
            created[name] = datetime.fromisoformat(value)
        elif said == _PART:
            parts.setdefault(name, []).append(value)
    begun = {name: (since, tuple(sorted(parts.get(name, ())))) for name, since in created.items()}
    return Record(tuple(sorted(parts.get(PUBLISHED, ()))), begun)


def _place(name: str | None) -> str:
    return f"GRAPH {terms.iri(name)}" if name else "DEFAULT"


def _triple(subject: str, predicate: str, value: str) -> str:
    return f"{terms.iri(subject)} {terms.iri(predicate)} {value} ."


def _parts(name: str, graphs: Iterable[str]) -> list[str]:
    return [_triple(name, _PART, terms.iri(g)) for g in graphs]


def _insert(triples: Iterable[str]) -> str:
    return f"INSERT DATA {{ GRAPH {terms.iri(RECORD)} {{ {' '.join(triples)} }} }}"


def _forget(name: str) -> str:
    return f"DELETE WHERE {{ GRAPH {terms.iri(RECORD)} {{ {terms.iri(name)} ?p ?o }} }}"

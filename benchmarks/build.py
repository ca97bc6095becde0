"""Records → quads: against rdflib's add loop on the same quads, and against writing their text
alone.

``python -m benchmarks --only build``. At full size the seeded ecosystem makes about a million
quads: a named graph of claims and the consolidated graph. Peers get a head start: the terms for
rdflib are cut apart beforehand, and the text is written from one ready-made template for each kind
of record.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset as Quads
from rdflib import Literal, URIRef

from benchmarks import other_loaders
from benchmarks.ecosystem import ecosystem
from benchmarks.other_loaders import LOADERS
from benchmarks.rows import Cost, Row, alone, compared, cost_of_command, side_by_side
from frenchtech_graph.graph import claims
from frenchtech_graph.graph.build import (
    collector_paused,
    consolidated_graph,
    load_texts,
    named_graphs,
)
from frenchtech_graph.graph.consolidate import consolidated
from frenchtech_graph.graph.same_statements import tie_id
from frenchtech_graph.model.records import Actor, Dataset, Event, Tie

TIES = 36_000
JOB = "records → quads, ready for rules and shapes"


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of the build: two jobs against their peers, and the three commands on
    Lille.
    """
    data = ecosystem(max(500, int(TIES * scale)))
    text = "".join([*_consolidated(data), *_claims(data)]).encode()
    quads = text.count(b"\n")
    triples = list(_cut_apart(text))
    tables = list(_tables(data))
    ways: list[Callable[[], Any]] = [
        lambda: _ready(data),
        lambda: _queryable(data),
        lambda: _rdflib(triples),
        lambda: _text_by_join(tables),
    ]
    if find_spec("polars"):
        ways.append(lambda: _text_by_polars(tables))
    ready, queryable, rdflib, *texts = side_by_side(*ways, repeats=2)
    fastest = min(texts, key=lambda c: c.processor)
    way = "polars expressions" if fastest is not texts[0] else "templates joined"
    said = f"{quads:,} quads; claims as sorted lines, the consolidated graph in the store"
    peer_text = f"N-Triples text alone, {way}"
    return [
        compared(JOB, "rdflib add loop", "≥ 8", ready, rdflib, said),
        compared(JOB, peer_text, "≤ 2", ready, fastest, said),
        compared(
            "records → quads, all in one store",
            "rdflib add loop",
            "≥ 8",
            queryable,
            rdflib,
            f"{quads:,} quads",
        ),
        compared(
            "records → quads, all in one store",
            peer_text,
            "",
            queryable,
            fastest,
            f"{quads:,} quads",
        ),
        *(_against(loader, data, ready.processor / quads) for loader in LOADERS),
        *_lille(),
    ]


def _against(loader: str, data: Dataset, ours: float) -> Row:
    """Return the row of a loader of another environment; `ours` is our processor time for a
    quad.
    """
    peer, python = f"{loader}, tables → store", os.environ.get("FRENCHTECH_PEERS")
    if not python:
        return Row(
            JOB,
            peer,
            "≥ 8",
            None,
            None,
            None,
            "not measured: FRENCHTECH_PEERS names no Python that has it",
        )
    with tempfile.TemporaryDirectory() as folder:
        _write_tables(data, Path(folder))
        command = [python, other_loaders.__file__, loader, folder]
        told = json.loads(
            subprocess.run(command, capture_output=True, check=True).stdout.splitlines()[-1]
        )
    theirs = told["processor"] / told["triples"]
    said = f"seconds for a million; {told['triples']:,} plain triples, neither merged nor sourced"
    return Row(JOB, peer, "≥ 8", theirs / ours, ours * 1e6, theirs * 1e6, said)


def _write_tables(data: Dataset, folder: Path) -> None:
    """Write actors and ties as the plain tables that other loaders read."""
    plain = {
        "actors": [_values(a) | {"source": a.sources[0]} for a in data.actors],
        "ties": [_values(t) | {"kind": t.kind, "source": t.sources[0]} for t in data.ties],
    }
    for name, records in plain.items():
        subject, addresses, texts = other_loaders.TABLES[name]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, [subject, *addresses, *texts], extrasaction="ignore")
            written.writeheader()
            written.writerows(records)


def _scope(data: Dataset) -> claims.Scope:
    return claims.Scope.of([data], {})


def _consolidated(data: Dataset) -> Iterator[str]:
    return consolidated([data], _scope(data))


def _claims(data: Dataset) -> Iterator[str]:
    return claims.claims(data, _scope(data))


def _ready(data: Dataset) -> tuple[ox.Store, dict[str, list[bytes]]]:
    """Do what a build does before rules and shapes."""
    with collector_paused():
        return consolidated_graph([data], _scope(data)), named_graphs([data], _scope(data))


def _queryable(data: Dataset) -> ox.Store:
    with collector_paused():
        store = consolidated_graph([data], _scope(data))
        load_texts(store, _claims(data))
    return store


def _cut_apart(text: bytes) -> Iterator[tuple[str, str, str, str | None, str | None, bool, str]]:
    """Yield the parts of each quad as texts: subject, predicate, object, datatype, language, is
    IRI, graph.
    """
    for q in ox.parse(text, format=ox.RdfFormat.N_QUADS):
        graph = q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else ""
        if isinstance(q.object, ox.Literal):
            kind = None if q.object.language else q.object.datatype.value
            yield (
                q.subject.value,
                q.predicate.value,
                q.object.value,
                kind,
                q.object.language,
                False,
                graph,
            )
        else:
            yield q.subject.value, q.predicate.value, q.object.value, None, None, True, graph


def _rdflib(triples: list[tuple[str, str, str, str | None, str | None, bool, str]]) -> Quads:
    quads = Quads()
    graphs = {
        name: quads.graph(URIRef(name)) if name else quads.default_graph
        for name in {t[-1] for t in triples}
    }
    for s, p, o, datatype, language, is_iri, graph in triples:
        value = (
            URIRef(o)
            if is_iri
            else Literal(o, datatype=datatype and URIRef(datatype), lang=language)
        )
        graphs[graph].add((URIRef(s), URIRef(p), value))
    return quads


def _tables(data: Dataset) -> Iterator[tuple[str, list[str], dict[str, list[str]]]]:
    """Yield for each form of record a template, the columns that fill it in order, and the
    columns.
    """
    forms: dict[tuple[type, str], list[Actor | Event | Tie]] = {}
    for record in (*data.actors, *data.events, *data.ties):
        forms.setdefault(
            (type(record), "" if isinstance(record, Actor) else record.kind), []
        ).append(record)
    for records in forms.values():
        columns = [_values(r) for r in records]
        text = _text_of(data, records[0])
        places = sorted((at, name, v) for name, v in columns[0].items() for at in _all(text, v))
        template, order, end = "", [], 0
        for at, name, value in places:
            if at >= end:
                template += text[end:at].replace("%", "%%") + "%s"
                order.append(name)
                end = at + len(value)
        yield (
            template + text[end:].replace("%", "%%"),
            order,
            {n: [c[n] for c in columns] for n in columns[0]},
        )


def _all(text: str, value: str) -> Iterator[int]:
    """Yield where a value stands in a text, alone between signs."""
    at = -1
    while (at := text.find(value, at + 1)) >= 0:
        if text[at - 1] in '/"' and text[at + len(value)] in '>"':
            yield at


def _values(record: Actor | Event | Tie) -> dict[str, str]:
    found: dict[str, str] = {"record": record.records[0]}
    if isinstance(record, Actor):
        return found | {
            "id": record.id,
            "kind": record.kinds[0],
            "name": record.names["fr"],
            "place": record.place or "",
            "sector": record.sectors[0],
        }
    found["date"] = record.start or ""
    if isinstance(record, Event):
        return found | {
            "id": record.id,
            "company": record.company or "",
            "amount": record.money.amount or "",
        }
    found |= {
        "key": claims.tie_key(record),
        "own": tie_id(record),
        "from": record.origin,
        "to": record.target,
    }
    return found | ({"event": record.event} if record.event else {})


def _text_of(data: Dataset, record: Actor | Event | Tie) -> str:
    """Return the lines that say one record, in both graphs."""
    table = {Actor: "actors", Event: "events", Tie: "ties"}[type(record)]
    ends = {getattr(record, name, None) for name in ("origin", "target", "company", "event")}
    around = {"actors": tuple(a for a in data.actors if a.id in ends), "ties": ()}
    around |= {"events": tuple(e for e in data.events if e.id in ends), table: (record,)}
    alone_in = replace(data, sources=(), **around)  # type: ignore[arg-type]
    scope = _scope(replace(data, ties=(), actors=()))
    text = "".join([*consolidated([alone_in], scope), *claims.claims(alone_in, scope)])
    about = tuple(
        _values(record)[n] for n in ("record", "id", "key", "own") if n in _values(record)
    )
    return "".join(
        line for line in text.splitlines(keepends=True) if line.split(">", 1)[0].endswith(about)
    )


def _written(texts: Iterator[str]) -> int:
    with tempfile.TemporaryFile() as file:
        return sum(file.write(text.encode()) for text in texts)


def _text_by_join(tables: list[tuple[str, list[str], dict[str, list[str]]]]) -> int:
    return _written(
        "".join(map(template.__mod__, zip(*(columns[name] for name in order), strict=True)))
        for template, order, columns in tables
    )


def _text_by_polars(tables: list[tuple[str, list[str], dict[str, list[str]]]]) -> int:
    import polars as pl  # type: ignore[import-not-found]

    def text(template: str, order: list[str], columns: dict[str, list[str]]) -> str:
        form = pl.format(
            template.replace("%s", "{}").replace("%%", "%"), *(pl.col(name) for name in order)
        )
        return "".join(pl.DataFrame(columns).select(form.alias("text"))["text"].to_list())

    return _written(text(*table) for table in tables)


def _lille() -> list[Row]:
    """Return the rows of the three commands on Lille: into an empty folder, and again when nothing
    has changed.
    """
    with tempfile.TemporaryDirectory() as folder:
        warm, out = Path(folder) / "warm", Path(folder) / "lille"
        _three_commands(warm)  # caches of compiled code
        job, how = "Lille: build, hubs, map", "three commands, one process each"
        return [
            alone(job, "< 5 s", _three_commands(out), f"{how}, into an empty folder"),
            alone(
                f"{job}, again", "< 5 s", _three_commands(out), f"{how}, when nothing has changed"
            ),
        ]


def _three_commands(out: Path) -> Cost:
    # As an installed package is: its modules compiled.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    ours = [sys.executable, "-m", "frenchtech_graph"]
    commands = (["build", "lille"], ["hubs"], ["map"])
    costs = [
        cost_of_command([*ours, *command, "--out", str(out)], env=environment)
        for command in commands
    ]
    return Cost(
        sum(c.processor for c in costs),
        sum(c.wall for c in costs),
        max(c.memory_mb or 0.0 for c in costs),
        None,
    )

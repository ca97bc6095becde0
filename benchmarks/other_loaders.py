"""Tables → stored triples with other loaders, run by the Python of an environment of their own.

    python -m venv peers && peers/bin/pip install morph-kgc kglab
    FRENCHTECH_PEERS=peers/bin/python python -m benchmarks --only build

morph-kgc 2 and kglab 0.7 pin a pyoxigraph older than ours, so they cannot share our environment.
Each loader reads the same actors and ties of the seeded ecosystem from CSV and makes plain triples
of them: no provenance, no named graph, no merging. What is compared is processor time for a triple.
"""

import csv
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

BASE = "https://example.org/"
TABLES = {  # table → column of the subject, columns that are addresses, columns that are text
    "actors": ("id", ("kind", "place", "sector", "source"), ("name", "record")),
    "ties": ("key", ("kind", "from", "to", "source"), ("date", "record")),
}
_MAP = """<#{table}> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{file}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "{base}{table}/{{{subject}}}" ] ;
  {columns} .
"""
_PREFIXES = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


def mapping(folder: Path) -> str:
    """Return the RML mapping of the tables of `folder`."""
    maps = []
    for table, (subject, addresses, texts) in TABLES.items():
        objects = [(c, f'[ rr:template "{BASE}{{{c}}}" ]') for c in addresses]
        objects += [(c, f'[ rml:reference "{c}" ]') for c in texts]
        columns = " ;\n  ".join(
            f"rr:predicateObjectMap [ rr:predicate <{BASE}{c}> ; rr:objectMap {o} ]"
            for c, o in objects
        )
        file = folder / f"{table}.csv"
        maps.append(
            _MAP.format(table=table, file=file, base=BASE, subject=subject, columns=columns)
        )
    return _PREFIXES + "\n".join(maps)


def with_morph_kgc(folder: Path) -> int:
    """Materialise the tables into an Oxigraph store; return how many triples it holds."""
    import morph_kgc  # type: ignore[import-not-found]

    rules = folder / "mapping.ttl"
    rules.write_text(mapping(folder), encoding="utf-8")
    return len(
        morph_kgc.materialize_oxigraph(
            f"[CONFIGURATION]\nlogging_level=ERROR\n[Tables]\nmappings={rules}\n"
        )
    )


def with_kglab(folder: Path) -> int:
    """Add the rows of the tables one by one, as its tutorials do; return how many triples there
    are.
    """
    import kglab  # type: ignore[import-not-found]
    from rdflib import Literal, URIRef

    graph = kglab.KnowledgeGraph(namespaces={"ex": BASE})
    for table, (subject, addresses, texts) in TABLES.items():
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                node = URIRef(f"{BASE}{table}/{row[subject]}")
                for column in addresses:
                    graph.add(node, URIRef(BASE + column), URIRef(BASE + row[column]))
                for column in texts:
                    graph.add(node, URIRef(BASE + column), Literal(row[column]))
    return len(graph.rdf_graph())


LOADERS: dict[str, Callable[[Path], int]] = {"morph-kgc": with_morph_kgc, "kglab": with_kglab}


def main() -> None:
    """Run one loader on a folder of tables; print its triples and processor seconds."""
    loader, folder = LOADERS[sys.argv[1]], Path(sys.argv[2])
    __import__(
        {"morph-kgc": "morph_kgc"}.get(sys.argv[1], sys.argv[1])
    )  # not the import is measured
    start = os.times()
    triples = loader(folder)
    end = os.times()
    used = sum(end[:4]) - sum(start[:4])
    print(json.dumps({"triples": triples, "processor": used}))


if __name__ == "__main__":
    main()

"""What a build reads beside tables, and what it reads back: decisions, removals, snapshots, the
built graph.
"""

import json
from collections.abc import Iterator

from frenchtech_graph.catalogue.inventory import inventory
from frenchtech_graph.graph.store import NotBuiltError, open_store, read_manifest
from frenchtech_graph.identity.decisions import read_decisions
from frenchtech_graph.identity.review import COLUMNS, read_table
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.removals import read_removals
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.faults import FaultsError
from fuzz import mutations
from fuzz.harnesses import Harness
from fuzz.places import folder, written

_DECISIONS = b"one,other,verdict,reason,date\nexotec,exotec-sas,same,same number,2026-01-01\na,b,different,other town,2026\n"
_REVIEW = (",".join(COLUMNS) + "\na,b,same,same site" + "," * (len(COLUMNS) - 4) + "\n").encode()
_REMOVALS = (
    b"key,reason,date\nada-lenoir,on request,2026-01-01\nsha256:00ff,on request,2026-01-02\n"
)
_NOTE = json.dumps(
    {
        "source": "ilab",
        "url": "https://example.org/x",
        "sha256": "00",
        "size": 1,
        "fetched": "2026-01-01T00:00:00Z",
        "licence": "https://example.org/l",
        "etag": None,
        "modified": None,
    }
).encode()
_MANIFEST = json.dumps(
    {
        "format": 1,
        "version": "0.1.0",
        "quads": 1,
        "sha256": "00",
        "findings": {"warning": 0},
        "datasets": [
            {
                "id": "a",
                "titles": {"fr": "A", "en": "A"},
                "publisher": "p",
                "licence": "l",
                "issued": "2026",
                "sha256": "0",
                "rows": {"actors": 1, "events": 0, "ties": 0, "sources": 1, "observations": 0},
                "notes": 1,
                "unmapped": [],
            }
        ],
    }
).encode()
_QUADS = (
    b'<https://w3id.org/fte/id/actor/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "A"@fr .\n'
    b"<https://w3id.org/fte/id/actor/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    b"<https://w3id.org/fte/onto/StartUp> <https://w3id.org/fte/graph/a-2026> .\n"
)


def harnesses() -> Iterator[Harness]:
    """Yield the harnesses of these files."""
    yield Harness(
        "decisions",
        lambda data: read_decisions(written("decisions.csv", data)),
        [_DECISIONS].copy,
        (FaultsError,),
        mutations.table,
    )
    yield Harness(
        "review",
        lambda data: read_table(written("review.csv", data), "2026-01-01"),
        [_REVIEW].copy,
        (FaultsError,),
        mutations.table,
    )
    yield Harness(
        "removals",
        lambda data: read_removals(written("removals.csv", data)),
        [_REMOVALS].copy,
        (FaultsError,),
        mutations.table,
    )
    yield Harness("snapshot", _snapshot, [_NOTE].copy, (FaultsError,), mutations.tree)
    yield Harness(
        "manifest",
        _manifest,
        [_MANIFEST].copy,
        (FaultsError, BilingualError, NotBuiltError),
        mutations.tree,
    )
    yield Harness(
        "built-graph", _graph, [_QUADS].copy, (FaultsError, BilingualError, NotBuiltError)
    )


def _snapshot(data: bytes) -> object:
    written("cache/ilab/2026-01-01-00.csv", b"x")
    written("cache/ilab/2026-01-01-00.csv.snapshot.json", data)
    return snapshots.latest("ilab", folder() / "cache")


def _manifest(data: bytes) -> object:
    written("built/graph/graph.nq", _QUADS)
    written("built/graph/manifest.json", data)
    return inventory(open_store(folder() / "built"), read_manifest(folder() / "built"))


def _graph(data: bytes) -> object:
    written("quads/graph/graph.nq", data)
    return len(open_store(folder() / "quads"))

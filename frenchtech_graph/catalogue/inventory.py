"""The contents of a built graph: counts by kind, pillar, source and licence, and unmapped rows."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.graph.reading_copy import READING
from frenchtech_graph.graph.store import graph_folder, read_manifest
from frenchtech_graph.io import json_texts, sealed_files
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import ID
from frenchtech_graph.pipeline.fingerprints import reading_key

FILE = "inventory.json"


def _counts(store: ox.Store, name: str) -> list[dict[str, str]]:
    text = (queries_folder() / "inventory" / f"{name}.rq").read_text(encoding="utf-8")
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables]
    return [{n: s[n].value for n in names if s[n] is not None} for s in found]


def _by_term(store: ox.Store, name: str) -> dict[str, int]:
    return {r["term"].rsplit("/", 1)[-1]: int(r["count"]) for r in _counts(store, name)}


def inventory(store: ox.Store, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the counts and the data sets of a graph.

    `notes` says for each data set how many notes it states, how many of them are in the graph (some
    claim is derived from them) and which are not, with the reason. `ties_without_source` is the
    number of ties without a page. It should be 0.
    """
    ties = _counts(store, "tie-kinds")
    in_graph = {r["source"]: int(r["count"]) for r in _counts(store, "snapshots")}
    return {
        "version": manifest["version"],
        "sha256": manifest["sha256"],
        "quads": manifest["quads"],
        "findings": manifest["findings"],
        "actors": _by_term(store, "actor-kinds"),
        "contributions": _by_term(store, "contributions"),
        "ties": {r["term"].rsplit("/", 1)[-1]: int(r["count"]) for r in ties},
        "ties_total": sum(int(r["count"]) for r in ties),
        "ties_without_source": sum(int(r["count"]) - int(r["withSource"]) for r in ties),
        "publishers": {r["term"]: int(r["count"]) for r in _counts(store, "publishers")},
        "datasets": [
            _dataset(d, in_graph.get(f"{ID}dataset/{d['id']}", 0)) for d in manifest["datasets"]
        ],
    }


def kept_inventory(out: Path, count: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the cached inventory of the graph built into `out`, or call `count` and cache its
    result.
    """
    sha256 = read_manifest(out)["sha256"]
    key = reading_key(str(sha256), "inventory")
    file = graph_folder(out) / READING / FILE
    kept = sealed_files.read(file, key)
    if kept is not None:
        with suppress(ValueError):
            held: dict[str, Any] = json_texts.loads(kept)
            return held
    found = count()
    if found["sha256"] == read_manifest(out)["sha256"]:  # else a build came in between
        sealed_files.write(file, key, json.dumps(found, ensure_ascii=False).encode())
    return found


def _dataset(about: Mapping[str, Any], in_graph: int) -> dict[str, Any]:
    stated = about["notes"] if about["notes"] is not None else in_graph + len(about["unmapped"])
    unmapped = about["unmapped"]
    notes = {
        "stated": stated,
        "in_graph": in_graph,
        "unmapped": len(unmapped),
        "lost": stated - in_graph - len(unmapped),
    }
    kept = ("id", "titles", "publisher", "licence", "issued", "sha256", "rows")
    return {k: about[k] for k in kept} | {"notes": notes, "unmapped": unmapped}


def label(name: str, lang: str) -> str:
    """Return the label of a term of the ontology in `lang`, or the name itself."""
    return ontology.load().labels().get(name, {}).get(lang, name)

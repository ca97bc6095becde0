"""What is in a built graph: counts by kind, pillar, source and licence, and what was left out."""

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import ID


def _counts(store: ox.Store, name: str) -> list[dict[str, str]]:
    text = (queries_folder() / "inventory" / f"{name}.rq").read_text(encoding="utf-8")
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables]
    return [{n: s[n].value for n in names if s[n] is not None} for s in found]


def _by_term(store: ox.Store, name: str) -> dict[str, int]:
    return {r["term"].rsplit("/", 1)[-1]: int(r["count"]) for r in _counts(store, name)}


def inventory(store: ox.Store, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the graph holds and what it was built from.

    `notes` says for each data set how many notes it states, how many of them are in the graph (some
    claim is derived from them) and which are not, with the reason. `ties_without_source` is the
    number of ties that no page vouches for; it should be 0.
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

"""Everything that was handed over from outside, built into one national graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.national import FILES
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph.build import build
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.pipeline import datasets
from tests.ingest.test_sources_real import ROWS

pytestmark = pytest.mark.long


def test_one_national_graph(shared: Path, tmp_path: Path) -> None:
    found = datasets.read_all(datasets.locate(["lille"]))
    for name, file in FILES.items():
        found.append(connectors()[name].read(shared / "data" / "raw" / file, known=found))
    found, resolution = datasets.resolve(found)
    manifest = build(found, tmp_path, canonical=resolution.canonical)
    by_source = {d["id"]: d for d in manifest["datasets"]}
    assert {n: by_source[n]["notes"] for n in ROWS} == ROWS
    assert manifest["findings"]["violation"] == 0
    assert manifest["quads"] > 1_500_000
    told = EcosystemGraph(tmp_path).info()
    assert told["ties_without_source"] == 0
    assert {d["id"]: d["notes"]["lost"] for d in told["datasets"]} == dict.fromkeys(by_source, 0)
    # Bridges between sources that were found by hand: one company in i-Lab, i-Nov, rounds and the
    # Lille tables.
    for name in ("innovafeed", "lattice-medical"):
        canonical = resolution.canonical.get(name, name)
        told_by = {
            d.id
            for d in found
            for a in d.actors
            if resolution.canonical.get(a.id, a.id) == canonical
        }
        assert len(told_by) >= 3, (name, told_by)

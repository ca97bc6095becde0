"""The samples handed over from outside the project: an answer of each source, real or built from
its documentation.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from frenchtech_graph.ingest.framework.registry import connectors

# What each holds, counted apart: rows, and distinct ties they state.
SAMPLES = {
    "rnsr API": ("rnsr", "mesr-rnsr/records_v2.1.real-without-person.json", 1, 1),
    "rnsr export": ("rnsr", "mesr-rnsr/export_csv.real-2022-hdf.csv", 5, 59),
    "i-Lab": ("ilab", "mesr-ilab/ilab_export_labels.real-without-person.csv", 4, 11),
    "ror 2": ("ror", "ror/records_v2.real.jsonl", 6, 87),
    "ror 1": ("ror", "ror/records_v1.real.jsonl", 2, 1),
    "ror API": ("ror", "ror/api_v2_organizations.constructed-wrapper.json", 2, 81),
    "bodacc": ("bodacc", "bodacc/annonces-commerciales_v2.1.constructed.json", 3, 0),
    "recherche 2023": (
        "recherche_entreprises",
        "recherche-entreprises/search_2023.real.json",
        1,
        0,
    ),
    "recherche": (
        "recherche_entreprises",
        "recherche-entreprises/search.constructed-from-openapi.json",
        1,
        0,
    ),
    "horizon": (
        "horizon",
        "mesr-eu-projects/fr-esr-horizon-projects-entities.constructed.csv",
        2,
        4,
    ),
    "eu projects": (
        "eu_projects",
        "mesr-eu-projects/fr-esr-all-projects-signed-informations.constructed.csv",
        1,
        0,
    ),
    "wikidata": ("wikidata", "wikidata/sparql_orgs.constructed.srj", 3, 0),
    "eurio": ("eurio", "eurio/participations.constructed.srj", 2, 2),
    "sirene": ("sirene", "sirene-stock/StockUniteLegale.constructed.csv", 4, 0),
    "gleif": ("gleif", "gleif/lei-records.real-values.json", 1, 0),
    "anr": ("anr", "anr", 2, 2),
    "hal": ("hal", "hal/ref_structure.constructed.json", 2, 2),
    "openalex": ("openalex", "openalex/institutions.constructed.json", 2, 0),
    "scanr": ("scanr", "scanr", 4, 5),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample(sample: str, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frenchtech_graph.ingest.framework import mapping

    name, file, rows, ties = SAMPLES[sample]
    counts = mapping.load(name).counts
    if "rows" in counts:
        monkeypatch.setitem(counts["rows"], "min", 0)
    dataset = connectors()[name].read(shared / "data" / "samples" / file)
    assert (dataset.notes, len(dataset.ties)) == (rows, ties)


def test_cordis_real_rows_of_other_countries_and_french_ones(shared: Path, tmp_path: Path) -> None:
    samples = shared / "data" / "samples" / "cordis"
    read = connectors()["cordis"].read
    shutil.copy(samples / "organization.real.csv", tmp_path / "organization.csv")
    assert read(tmp_path).ties == ()  # no French participant: nothing is lifted
    shutil.copy(samples / "organization.constructed-fr.csv", tmp_path / "organization.csv")
    shutil.copy(samples / "project.constructed.csv", tmp_path / "project.csv")
    dataset = read(tmp_path)
    assert {a.id for a in dataset.actors} == {
        "siren-999999907",
        "siren-999999923",
        "siren-999999931",
    }
    assert len(dataset.unmapped) == 1  # a natural person

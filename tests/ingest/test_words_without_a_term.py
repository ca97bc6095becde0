"""A word of a source without a term leads to a message with the actor and the row."""

from pathlib import Path

import pytest

from frenchtech_graph.ingest.framework.connector import begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.terms import Class, Sector


@pytest.fixture
def found(tmp_path: Path) -> Gathering:
    path = tmp_path / "rows.csv"
    path.write_text("name\nAlpha\n", encoding="utf-8")
    return begin(load("lafrenchtech2018").about, path)[0]


def test_a_sector_without_a_term_is_left_out_with_a_notice(found: Gathering) -> None:
    found.actor(Class.COMPANY, "Alpha", "0001", sectors=[None, Sector.HEALTH])
    dataset = found.dataset()
    assert dataset.actors[0].sectors == (Sector.HEALTH,)
    (notice,) = dataset.notices
    assert notice.code == "sector-without-term"
    for lang in ("fr", "en"):
        assert "Alpha" in notice.expectation(lang)
        assert "lafrenchtech2018-0001" in notice.expectation(lang)


def test_a_kind_without_a_term_is_refused_with_its_row(found: Gathering) -> None:
    with pytest.raises(FaultsError) as error:
        found.actor(None, "Alpha", "0001")  # type: ignore[arg-type]
    (fault,) = error.value.faults
    assert (fault.code, fault.value) == ("kind-without-term", "Alpha")
    assert "lafrenchtech2018-0001" in fault.expectation("en")

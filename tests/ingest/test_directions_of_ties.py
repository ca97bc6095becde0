"""The direction of a tie comes from its word, the headers or the kinds of its ends. Otherwise it is asked."""

from functools import partial
from pathlib import Path

import pytest

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.model.records import Actor, Dataset, Event
from frenchtech_graph.pipeline.answers import answer
from tests.support.imported_rows import imported as imported_sheet

imported = partial(imported_sheet, sheet="Liens")


def ties(dataset: Dataset) -> set[tuple[str, str, str]]:
    things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
    called = {t.id: t.names["fr"] for t in things}
    return {(t.kind, called[t.origin], called[t.target]) for t in dataset.ties}


def asked(found: Imported) -> set[str]:
    return {d.value for d in found.doubts if d.code == "which-way"}


HEADER = ["De", "Vers", "Type de lien"]


@pytest.mark.parametrize("word", ["adhésion", "membre", "incubation", "investissement", "filiale"])
def test_a_word_without_a_direction_between_unknown_kinds_is_asked_once(
    word: str, tmp_path: Path
) -> None:
    rows = [HEADER, ["Alpha", "Brume", word], ["Alpha", "Zeta", word]]
    found, first = imported(rows, tmp_path)
    assert asked(found) == {word}
    (doubt, *_) = [d for d in found.doubts if d.code == "which-way"]
    other = next(c for c in doubt.choices if c != doubt.guess)
    reading = found.understood.desk.reading
    answer(reading, doubt, other)
    found, second = imported(rows, tmp_path, reading)
    assert not asked(found)
    assert ties(second) == {(kind, last, one) for kind, one, last in ties(first)}


@pytest.mark.parametrize(
    "word", ["incubé par", "incube", "a investi dans", "membre de", "filiale de", "supports"]
)
def test_a_word_with_a_direction_is_not_asked(word: str, tmp_path: Path) -> None:
    found, dataset = imported([HEADER, ["Alpha", "Brume", word]], tmp_path)
    assert not asked(found)
    ((_, one, _),) = ties(dataset)
    assert one == ("Brume" if word in ("incubé par", "filiale de") else "Alpha")


def test_one_known_kind_tells_the_direction(tmp_path: Path) -> None:
    rows = [HEADER, ["Pôle Exemple", "Brume", "adhésion"], ["Zeta", "Pôle Exemple", "membre"]]
    found, dataset = imported(rows, tmp_path)
    assert not asked(found)
    assert ties(dataset) == {
        ("Membership", "Brume", "Pôle Exemple"),
        ("Membership", "Zeta", "Pôle Exemple"),
    }


def test_a_word_against_the_kinds_is_kept_and_asked_about(tmp_path: Path) -> None:
    found, dataset = imported([HEADER, ["Pôle Exemple", "Brume", "membre de"]], tmp_path)
    assert asked(found) == {"membre de"}
    assert ties(dataset) == {("Membership", "Pôle Exemple", "Brume")}


def test_headers_tell_the_direction(tmp_path: Path) -> None:
    header = ["Investisseur", "Bénéficiaire", "Nature du lien"]
    rows = [header, ["Alpha", "Brume", "investissement"]]
    reading = Reading()
    reading.sheets["Liens"] = mapping = _ties()
    mapping.columns = dict(zip(rows[0], ("from", "to", "tie"), strict=True))
    found, dataset = imported(rows, tmp_path, reading)
    assert not asked(found)
    assert ties(dataset) == {("Investment", "Alpha", "Brume")}


def test_the_kind_in_a_header_is_the_kind_of_its_new_actors(tmp_path: Path) -> None:
    rows = [["Pôle", "Entreprise accompagnée", "Nature du lien"], ["Alpha", "Brume", "adhésion"]]
    reading = Reading()
    reading.sheets["Liens"] = mapping = _ties()
    mapping.columns = dict(zip(rows[0], ("from", "to", "tie"), strict=True))
    found, dataset = imported(rows, tmp_path, reading)
    assert not found.doubts
    assert ties(dataset) == {("Membership", "Brume", "Alpha")}
    kinds = {a.names["fr"]: a.kinds for a in dataset.actors}
    assert kinds == {"Alpha": ("CompetitivenessCluster",), "Brume": ("Company",)}


def test_the_kind_that_a_tie_gives_to_a_new_actor_is_no_proof_of_its_direction(
    tmp_path: Path,
) -> None:
    rows = [HEADER, ["Alpha", "Fonds Exemple", "gestion de fonds"], ["Alpha", "Brume", "salarié"]]
    found, dataset = imported(rows, tmp_path)
    assert "salarié" in asked(found)
    assert ("FundManagement", "Alpha", "Fonds Exemple") in ties(dataset)


def _ties() -> SheetMapping:
    return SheetMapping(shape="ties")

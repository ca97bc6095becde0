"""Status of a record: what is closed, withdrawn, annulled or replaced is no living fact."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph.ingest.connectors.registers import bodacc, gleif, recherche_entreprises, ror
from frenchtech_graph.ingest.connectors.research import hal, openalex
from frenchtech_graph.model.records import Dataset

FIXTURES = Path(__file__).parents[1] / "fixtures"

Change = Callable[[Any], None]


def edited(file: str, change: Change, tmp_path: Path) -> Path:
    """Write a copy of a fixture whose JSON a function has changed in place."""
    content = json.loads((FIXTURES / file).read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / Path(file).name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def closures(found: Dataset) -> list[tuple[str, str]]:
    return [(o.actor, o.value or "") for o in found.observations if o.kind == "ClosureObservation"]


def reasons(found: Dataset) -> list[str]:
    return [row["reason_en"] for row in found.unmapped]


@pytest.mark.parametrize(
    ("entity", "registration", "ends", "actors"),
    [
        ({"status": "ACTIVE"}, "LAPSED", [], 1),
        ({"status": "INACTIVE", "expiration": {"date": "2021-03-31T00:00:00Z"}}, "RETIRED",
         ["2021-03-31"], 1),
        ({"status": "INACTIVE", "expiration": {"date": None}}, "RETIRED", [""], 1),
        ({"status": "ACTIVE"}, "ANNULLED", [], 0),
        ({"status": "ACTIVE"}, "DUPLICATE", [], 0),
    ],
)  # fmt: skip
def test_gleif_tells_an_entity_that_ended_from_a_registration_that_lapsed(
    entity: dict[str, Any], registration: str, ends: list[str], actors: int, tmp_path: Path
) -> None:
    def change(rows: Any) -> None:
        rows[0]["attributes"]["entity"] |= entity
        rows[0]["attributes"]["registration"]["status"] = registration

    found = gleif.read(edited("gleif/records.json", change, tmp_path))
    assert [value for _, value in closures(found)] == ends
    assert len(found.actors) == actors


@pytest.mark.parametrize(("registration", "ties"), [("ISSUED", 1), ("ANNULLED", 0)])
def test_a_parent_whose_lei_was_annulled_is_no_parent(
    registration: str, ties: int, tmp_path: Path
) -> None:
    def change(rows: Any) -> None:
        parent = copy.deepcopy(rows[0])
        parent["id"] = "000000000000FICT0133"
        parent["attributes"]["registration"]["status"] = registration
        rows[0]["parent"] = parent

    assert len(gleif.read(edited("gleif/records.json", change, tmp_path)).ties) == ties


@pytest.mark.parametrize(
    ("status", "actors", "ends"), [("active", 3, 0), ("inactive", 3, 1), ("withdrawn", 2, 0)]
)
def test_openalex_repeats_the_status_of_ror(
    status: str, actors: int, ends: int, tmp_path: Path
) -> None:
    def change(answer: Any) -> None:
        answer["results"][0]["status"] = status
        answer["results"][1]["associated_institutions"] = []
        del answer["results"][0]["associated_institutions"][1]
        answer["results"].append(
            answer["results"][1] | {"id": "https://openalex.org/I3", "ror": None}
        )

    found = openalex.read(edited("openalex/records.json", change, tmp_path))
    assert (len(found.actors), len(closures(found))) == (actors, ends)


def test_ror_ends_what_is_inactive(tmp_path: Path) -> None:
    rows = (FIXTURES / "ror" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(rows[0]) | {"status": "inactive"}
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert len(closures(ror.read(path))) == 1


@pytest.mark.parametrize("valid", ["OLD", "INCOMING"])
def test_hal_reads_valid_forms_only(valid: str, tmp_path: Path) -> None:
    def change(answer: Any) -> None:
        for row in answer["response"]["docs"] if "response" in answer else answer:
            row["valid_s"] = valid

    assert hal.read(edited("hal/records.json", change, tmp_path)).actors == ()


@pytest.mark.parametrize(
    ("state", "day", "ends"), [("A", None, []), ("C", None, [""]), ("C", "2020-02-03", ["2020-02-03"])]
)  # fmt: skip
def test_a_company_that_ceased_is_not_open_for_want_of_a_date(
    state: str, day: str | None, ends: list[str], tmp_path: Path
) -> None:
    def change(rows: Any) -> None:
        del rows[1:]
        rows[0] |= {"etat_administratif": state, "date_fermeture": day}

    found = recherche_entreprises.read(
        edited("recherche_entreprises/records.json", change, tmp_path)
    )
    assert [value for _, value in closures(found)] == ends


def notice(number: str, day: str, **more: str) -> dict[str, str]:
    deed = json.dumps({"dateImmatriculation": day})
    return {
        "id": number, "dateparution": "2023-05-12", "familleavis": "creation",
        "typeavis": "annonce", "typeavis_lib": "Avis initial", "commercant": "Firme fictive",
        "registre": "999999907", "acte": deed,
    } | more  # fmt: skip


@pytest.mark.parametrize(("sort", "began"), [("rectificatif", ["2023-04-02"]), ("annulation", [])])
def test_a_notice_that_is_corrected_or_annulled_counts_no_more(
    sort: str, began: list[str], tmp_path: Path
) -> None:
    before = {"nomPublication": "BODACC A", "numeroParution": "20230092", "numeroAnnonce": 1234}
    rows = [
        notice("A202300921234", "2023-04-01"),
        notice("A202300990007", "2023-04-02", typeavis=sort,
               parutionavisprecedent=json.dumps(before)),
    ]  # fmt: skip
    path = tmp_path / "notices.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = bodacc.read(path)
    assert [o.value for o in found.observations] == began
    assert "notice annulled or corrected" in reasons(found)

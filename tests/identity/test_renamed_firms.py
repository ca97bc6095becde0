"""Firms that changed their name: the table is sound, and lists of two years meet through it."""

import csv

from frenchtech_graph.identity import resolve
from frenchtech_graph.identity.renamings import core, one_firm, other_names, table
from tests.support.identity_actors import actor, dataset

PARIS = "75056"


def test_each_row_has_names_that_no_other_has_and_a_source() -> None:
    with table().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [core(n) for r in rows for n in (r["name"], *r["former_names"].split("|"))]
    assert len(names) == len({*names}) and all(names)
    assert [r["name"] for r in rows] == sorted((r["name"] for r in rows), key=str)
    assert all(r["source"].startswith("https://") for r in rows)


def test_a_firm_is_compared_under_its_other_names() -> None:
    assert other_names("EARTHCUBE SAS") == ("Preligens",)
    assert other_names("Vekia") == ()
    assert one_firm({core("Lunchr")}, {core("Swile")})
    before, now = actor("before", "Earthcube", place=PARIS), actor("now", "Preligens", place=PARIS)
    assert resolve([dataset("x", before), dataset("y", now)]).canonical == {"before": "now"}


def test_a_list_that_has_both_names_does_not_tear_a_firm_apart() -> None:
    site = "https://swile.co"
    both = dataset("x", actor("before", "Lunchr"), actor("now", "Swile", website=site))
    other = dataset("y", actor("sheet", "Swile", website=site))
    found = resolve([both, other]).canonical
    assert {found.get(a, a) for a in ("before", "now", "sheet")} == {"now"}


def test_a_body_of_another_kind_under_the_former_name_is_another() -> None:
    firm, other = actor("a", "Sensome", place=PARIS), actor("b", "Instent", "Cluster", place=PARIS)
    assert resolve([dataset("x", firm), dataset("y", other)]).canonical == {}

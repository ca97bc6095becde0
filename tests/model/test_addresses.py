"""Addresses by what a thing is, and former ones that still lead to it."""

import pytest

from frenchtech_graph.identity.decisions import decision, without_decision
from frenchtech_graph.model import addresses, ontology, where
from frenchtech_graph.model.namespaces import ID


def test_every_kind_that_tables_hold_has_an_address() -> None:
    known = ontology.load()
    kinds = {
        *known.subclasses("Entity"),
        *known.subclasses("SharedAct"),
        *known.tie_kinds,
        *known.observation_kinds,
    } - {"Entity"}
    found = {kind: addresses.segment(kind) for kind in kinds}
    assert found["University"] == "actor"
    assert found["City"] == "place"
    assert found["Programme"] == "programme"
    assert found["Listing"] == "tie"
    assert found["JointAct"] == "event"


@pytest.mark.parametrize("segment", ["label", "ecosystem", "programme", "project", "market"])
def test_a_former_address_leads_to_the_one_thing_that_is_known(segment: str) -> None:
    today = f"{ID}{segment}/one%2Ctwo"
    assert addresses.current(f"{ID}event/one%2Ctwo", {today}.__contains__) == today
    assert addresses.current(today, {today}.__contains__) == today
    kept = f"{ID}event/one%2Ctwo"
    assert addresses.current(kept, {kept, today}.__contains__) == kept


def test_an_address_that_leads_nowhere_stays_as_it_is() -> None:
    for address in (f"{ID}event/x", f"{ID}actor/x", "https://example.org/id/event/x"):
        assert addresses.current(address, set[str]().__contains__) == address


@pytest.mark.parametrize("segment", ["event", "ecosystem"])
def test_where_takes_the_address_of_an_ecosystem(segment: str) -> None:
    found = where.find(f"{ID}{segment}/ecosysteme-french-tech-lille")
    named = where.find("French Tech Lille")
    assert found and named and found.codes == named.codes


def test_where_takes_the_address_of_a_place() -> None:
    found = where.find(f"{ID}place/59350")
    assert found and found.codes == ("59350",)


def test_decisions_take_addresses_and_keep_keys() -> None:
    made = decision(f"{ID}actor/vekia", "agicap", "different", "two firms", "2026-11-29")
    assert (made.one, made.other) == ("agicap", "vekia")
    assert without_decision([made], f"{ID}actor/agicap", "vekia") == ()

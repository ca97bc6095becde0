"""Cards of the national registers in the user's cache: the same as computed."""

from dataclasses import astuple
from pathlib import Path

import pytest

from frenchtech_graph.findings.functions import national_lists
from frenchtech_graph.findings.gaps import change_steps, national_cards
from frenchtech_graph.findings.gaps.cards import Card


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path))


def exact(cards: tuple[Card, ...] | list[Card]) -> list[str]:
    return [repr(astuple(card)) for card in cards]


def test_stored_cards_equal_computed_ones_and_are_computed_once() -> None:
    computed = change_steps._settled()
    calls = []

    def find() -> list[Card]:
        calls.append(1)
        return computed

    for _ in range(2):
        assert exact(national_cards.kept_cards("change", find)) == exact(computed)
    assert len(calls) == 1


def test_stored_masses_equal_computed_ones() -> None:
    computed = national_lists._masses("doctoral")
    for _ in range(2):
        found = national_cards.kept_numbers("m", lambda: computed)
        assert list(found.items()) == list(computed.items())


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b" y\n[]"])
def test_a_damaged_file_is_ignored_and_replaced(damage: bytes) -> None:
    card = Card("a", "chain", "s", "all", "l", evidence=("e",), readings=(("m", 0.1),))
    national_cards.kept_cards("c", lambda: [card])
    file = national_cards.file_of("c")
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert exact(national_cards.kept_cards("c", lambda: [card])) == exact([card])
    assert file.read_bytes() == whole


def test_another_program_computes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (Card("a", "chain", step, "all", "l") for step in ("s", "t"))
    national_cards.kept_cards("c", lambda: [one])
    monkeypatch.setattr(national_cards, "findings_key", lambda: "another")
    assert exact(national_cards.kept_cards("c", lambda: [two])) == exact([two])

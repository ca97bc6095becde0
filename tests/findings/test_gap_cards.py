"""Gap cards: grades, order, and the chain of steps on worlds with planted lacks."""

# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined"

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.findings.gaps.cards import GRADES, Card, Guards, best, frame, grade
from frenchtech_graph.findings.gaps.chain import Step, chain_cards
from frenchtech_graph.findings.measures.shrunken import beta_binomial, gamma_poisson
from tests.support.chain_worlds import World, world

STEP = Step("laboratory to laureate", "deep-tech firms", "researchers by region")


def whole(found: World) -> dict[str, Card]:
    return {c.place: c for c in chain_cards(found.counts, STEP) if c.subject == "all"}


def counts_of_worlds(first: int, worlds: int, planted: int) -> tuple[int, int, int]:
    """Return planted lacks found, others called a lack, planted ones missed."""
    hits = false = missed = 0
    for seed in range(first, first + worlds):
        made = world(seed, planted=planted)
        shown = {p for p, c in whole(made).items() if c.grade in ("solid", "probable")}
        hits += len(shown & made.planted)
        false += len(shown - made.planted)
        missed += len(made.planted - shown)
    return hits, false, missed


def test_planted_lacks_are_found_and_hardly_any_other() -> None:
    hits, false, missed = counts_of_worlds(31_000, 12, 4)
    assert hits / (hits + missed) > 0.5
    assert false <= 2


def test_worlds_without_a_lack_raise_no_alarm() -> None:
    _, false, _ = counts_of_worlds(32_000, 12, 0)
    assert false <= 1


@pytest.mark.long
@pytest.mark.parametrize("planted", [4, 0])
def test_the_chain_reaches_its_bars(planted: int) -> None:
    hits, false, missed = counts_of_worlds(33_000, 100 if planted else 200, planted)
    if planted:
        assert hits / (hits + false) >= 0.95
        assert hits / (hits + missed) >= 0.7
    else:
        assert false <= 8


def test_sheets_read_unevenly_are_no_lack() -> None:
    uneven = Step("support", "support", "a list that covers all places", even=False)
    made = world(34_000)
    assert not {c.grade for c in chain_cards(made.counts, uneven)} & {"solid", "probable"}


def test_a_place_of_one_actor_is_its_habit() -> None:
    made = world(31_001)
    lags = next(p for p, c in whole(made).items() if c.grade == "solid")
    cards = chain_cards(made.counts, STEP, actors={lags: {"one": 30.0, "other": 2.0}})
    assert next(c for c in cards if c.place == lags).grade == "one actor's habit"


def test_the_mix_of_sectors_explains_nothing() -> None:
    """A place of a sector with few events everywhere is not behind."""
    made = world(35_000, planted=0)
    counts = made.counts
    sums = counts.groupby("sector")[["events", "exposed"]].sum()
    poor = (sums["events"] / sums["exposed"]).idxmin()
    mine = counts["place"] == "p03"
    counts.loc[mine & (counts["sector"] != poor), ["exposed", "events"]] = 0
    counts.loc[mine & (counts["sector"] == poor), "exposed"] = 300
    rest = counts[(counts["sector"] == poor) & ~mine]
    rate = rest["events"].sum() / rest["exposed"].sum()
    counts.loc[mine & (counts["sector"] == poor), "events"] = round(300 * rate)
    assert whole(World(counts, frozenset()))["p03"].grade == "no gap"


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match="exposed"):
        chain_cards(world(1).counts.drop(columns="exposed"), STEP)


@given(st.lists(st.sampled_from(GRADES), max_size=40), st.integers(0, 3))
def test_the_best_cards_are_sure_diverse_and_in_order(grades: list[str], kinds: int) -> None:
    cards = [
        Card("x", f"instrument {n % (kinds + 1)}", f"step {n % 7}", "all", "it", 1, 5 + n, grade=g)
        for n, g in enumerate(grades)
    ]
    shown = best(cards)
    assert all(c.grade in ("solid", "probable") for c in shown)
    assert [c.grade for c in shown] == sorted((c.grade for c in shown), key=GRADES.index)
    assert all(sum(c.instrument == d.instrument for d in shown) <= 3 for c in shown)
    assert len({(c.instrument, c.step) for c in shown}) == len(shown)
    assert len(frame(shown)) == len(shown) <= 10


def test_research_is_shown_once_whether_counted_in_heads_or_euros() -> None:
    steps = ("public research", "research staff", "research", "growth")
    cards = [Card("x", "chain", step, "all", "it", 1, 20 - n, grade="solid")
             for n, step in enumerate(steps)]  # fmt: skip
    assert [c.step for c in best(cards)] == ["public research", "growth"]


@given(st.booleans(), st.booleans(), st.booleans(), st.floats(0, 1))
def test_a_weak_guard_is_never_solid(found: bool, even: bool, mass: bool, largest: float) -> None:
    level, _ = grade(found, Guards(even=even, mass=mass, largest=largest))
    assert (level == "solid") == (found and even and mass and largest <= 1 / 3)


def test_shrinkage_pulls_small_places_more() -> None:
    found = gamma_poisson([0, 0, 50, 51, 49], [1.0, 30.0, 50.0, 50.0, 50.0], concentration=10.0)
    assert found.mean[1] < found.mean[0] < 1
    assert found.high[1] < 1 < found.high[0]


def test_shares_are_shrunken_alike_and_impossible_counts_refused() -> None:
    found = beta_binomial([1, 20], [4, 40], share=[0.5, 0.5])
    assert 0.5 < found.mean[0] < 1.0
    with pytest.raises(ValueError, match="more events"):
        beta_binomial([5], [4])

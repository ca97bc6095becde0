"""Who held what, under which name, carried by whom: for days of 2014 to 2026 and every territory."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.cli import main
from frenchtech_graph.findings.labels_held import labels_held
from frenchtech_graph.model import territories
from frenchtech_graph.model.label_classes import label_classes
from frenchtech_graph.model.partial_dates import first_day, last_day
from frenchtech_graph.model.territories import Ecosystem


def _days() -> list[str]:
    """Return the middle of each year, and each day on which a class or an award begins or ends, with
    the days beside it.
    """
    edges = [day for c in label_classes() for day in (c.first, c.last)]
    for one in territories.load().by_id.values():
        edges += [first_day(a.start) for a in one.awards]
    beside = {date.fromisoformat(e) + timedelta(d) for e in edges for d in (-1, 0, 1)}
    beside |= {date(year, 7, 1) for year in range(2014, 2027)}
    return sorted(str(d) for d in beside if 2014 <= d.year <= 2026)


DAYS = _days()
KNOWN = territories.load()
PLACES = sorted({area.place for one in KNOWN.by_id.values() for area in one.areas})


@pytest.fixture(scope="module")
def held() -> dict[str, pd.DataFrame]:
    """Return the answer for all of France, by day."""
    return {day: labels_held(day) for day in DAYS}


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["ecosystem"].notna()]


def _key(row: object) -> tuple[str, str, str]:
    return (str(row.label), str(row.ecosystem), str(row.since))  # type: ignore[attr-defined]


def test_each_day_is_answered_and_each_class_is_whole(held: dict[str, pd.DataFrame]) -> None:
    """A class names as many as were announced, or says how many are missing, or that nothing is
    known.
    """
    assert len(DAYS) > 60 and DAYS[0] < "2014-02" and DAYS[-1] > "2026-06"
    for day, frame in held.items():
        in_force = [c for c in label_classes() if c.first <= day <= c.last]
        assert in_force and len(frame)
        counts = _named(frame)["label"].value_counts().to_dict()
        missing = frame[frame["ecosystem"].isna()].set_index("label")
        for one in in_force:
            named = counts.get(one.label, 0)
            if one.official is None:
                assert missing.loc[one.label, "note"], day
            elif one.official > named:
                assert missing.loc[one.label, "not_known"] == one.official - named, day
        assert set(counts) <= {c.label for c in in_force}


def test_no_class_leaves_a_day_out() -> None:
    for day in pd.date_range("2014-01-01", "2026-12-31").strftime("%Y-%m-%d"):
        assert any(c.first <= day <= c.last for c in label_classes()), day


def test_each_holder_has_its_dates_and_its_page(held: dict[str, pd.DataFrame]) -> None:
    for day, frame in held.items():
        for row in _named(frame).itertuples():
            assert first_day(str(row.since)) <= day <= last_day(str(row.until)), row
            assert str(row.page).startswith("http"), row
            assert isinstance(row.name_then, str) or row.note, row
        assert not _named(frame).duplicated(["label", "ecosystem"]).any()


def test_carriers_are_those_of_the_year(held: dict[str, pd.DataFrame]) -> None:
    stated = 0
    for day, frame in held.items():
        for carriers in _named(frame)["carriers"].dropna():
            stated += 1
            for first, last in re.findall(r"\((\d{4})-(\d{4})\)", carriers):
                assert first <= day[:4] <= last, (day, carriers)
    assert stated > 200
    [row] = _named(labels_held("2023-06", "Marseille")).itertuples()
    assert row.carriers == "Aix-Marseille 2.0 (2018)"


def _holds(one: Ecosystem, place: str) -> bool:
    return KNOWN.holds(one, place) or any(area.place == place for area in one.areas)


SLOW = [
    pytest.param(d, marks=pytest.mark.slow) for d in ("2014-06-01", "2018", "2023-01-15", "2026")
]


@pytest.mark.parametrize("day", ["2015-09-01", "2020-02", *SLOW])
def test_a_territory_has_the_holders_of_france_that_are_its_own(day: str) -> None:
    everything = labels_held(day)
    whole = {_key(r) for r in _named(everything).itertuples()}
    unknown = everything["ecosystem"].isna().sum()
    for where in [*KNOWN.by_id, *PLACES]:
        frame = labels_held(day, where)
        mine = {_key(r) for r in _named(frame).itertuples()}
        assert mine <= whole, where
        assert frame["ecosystem"].isna().sum() == unknown, where
        ids = {ecosystem for _, ecosystem, _ in mine}
        for _, ecosystem, _ in whole:
            if ecosystem == where or (where in PLACES and _holds(KNOWN.by_id[ecosystem], where)):
                assert ecosystem in ids, (day, where)


def test_a_territory_has_the_labels_of_those_that_it_took_over_from() -> None:
    before = {one.successor for one in KNOWN.by_id.values() if one.successor}
    assert before
    for one in KNOWN.by_id.values():
        if one.successor:
            award = one.awards[0]
            assert one.id in set(labels_held(award.start, one.successor)["ecosystem"]), one.id


def test_a_name_of_then_finds_its_holder(held: dict[str, pd.DataFrame]) -> None:
    names = {
        (r.name_then, r.ecosystem, day) for day, f in held.items() for r in _named(f).itertuples()
    }
    asked = [
        n for n in sorted(map(str, {name for name, _, _ in names if name})) if "French Tech" in n
    ]
    assert len(asked) > 30
    for name in asked:
        days = sorted(day for n, _, day in names if n == name)
        expected = {e for n, e, d in names if n == name and d == days[0]}
        assert expected & set(labels_held(days[0], name)["ecosystem"]), name


def test_the_command_says_what_is_not_known() -> None:
    call = ["ecosystems", "--on", "2020-06", "--where", "Lannion", "--lang"]
    for lang, words in (("en", "not known"), ("fr", "inconnu")):
        answered = CliRunner().invoke(main, [*call, lang], env={"COLUMNS": "400"})
        assert answered.exit_code == 0
        assert answered.stdout.count(words) >= 2

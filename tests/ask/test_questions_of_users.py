"""What users ask of the graph of France is read as they mean it, or asked about."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask import Reading, read
from frenchtech_graph.model.names import fold

ASKED = tomllib.loads((Path(__file__).parent / "users.toml").read_text(encoding="utf-8"))["asked"]
LATER = tomllib.loads((Path(__file__).parent / "later_questions.toml").read_text(encoding="utf-8"))[
    "asked"
]
SHARE = 0.8
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("france")]


def _is(reading: Reading, wanted: str) -> bool:
    """Tell whether a reading is one that is right: `name parameter=value …`, or `NONE`."""
    name, _, rest = wanted.partition(" ")
    if name == "NONE" or not reading.certain:
        return name == "NONE" and not reading.certain
    stated = re.findall(r"(\w+)=(.*?)(?= \w+=|$)", rest)
    return reading.name == name and all(fold(v) in _said(reading, p) for p, v in stated)


def _said(reading: Reading, parameter: str) -> str:
    if parameter == "subjects":
        return fold("+".join(reading.subjects))
    if parameter == "years":
        given = reading.parameters
        since, until = reading.since or given.get("since"), reading.until or given.get("until")
        return fold(f"{since}-{until}")
    values = (reading.parameters.get(parameter, ""), reading.labels.get(parameter, ""))
    return " ".join(fold(str(v)) for v in values)


@pytest.mark.parametrize(
    "part", [slice(None, None, 12), pytest.param(slice(None), marks=pytest.mark.long)]
)
def test_most_questions_are_read_and_none_is_read_wrong(
    part: slice, france: EcosystemGraph
) -> None:
    france.ask(ASKED[0]["question"])  # reads the names of the graph, once for all tests
    names = france._names
    asked: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for each in ASKED[part]:
        reading = read(each["question"], france.store, names=names)
        is_right = any(_is(reading, wanted) for wanted in each["readings"])
        assert is_right or not reading.certain, (each["question"], reading.name)
        asked[each["list"]] += 1
        right[each["list"]] += is_right
    assert all(right[number] / asked[number] >= SHARE for number in asked)


@pytest.mark.parametrize("each", [a for a in ASKED if "row" in a], ids=lambda a: a["question"])
def test_a_question_reaches_its_row(each: dict[str, Any], france: EcosystemGraph) -> None:
    found = france.ask(each["question"])
    if found.frame is not None:
        assert found.frame.astype(str).apply(lambda c: c.str.contains(each["row"])).any().any()


@pytest.mark.parametrize(
    "part", [slice(None, None, 12), pytest.param(slice(None), marks=pytest.mark.long)]
)
def test_no_later_question_is_read_wrong(part: slice, france: EcosystemGraph) -> None:
    france.ask(LATER[0]["question"])
    wrong = []
    for each in LATER[part]:
        reading = read(each["question"], france.store, names=france._names)
        if reading.certain and not any(_is(reading, wanted) for wanted in each["readings"]):
            wrong.append((each["question"], reading.name, reading.labels))
    assert wrong == []


def test_two_ecosystems_of_one_name_are_asked_about(france: EcosystemGraph) -> None:
    found = france.ask("Saint-Étienne label")
    assert not found.reading.certain
    reasons = " ".join(found.reading.reasons)
    assert "One Lyon Saint-Étienne" in reasons
    assert "designtech" in reasons


def test_a_kind_beside_a_host_keeps_the_tenants_of_that_kind(france: EcosystemGraph) -> None:
    tenants = france.ask("hosted at Station F").frame
    start_ups = france.ask("start-ups hosted at Station F").frame
    assert tenants is not None
    assert start_ups is not None
    assert 0 < len(start_ups) < len(tenants)
    known = set(france.query("startups")["startup"])
    assert set(start_ups["organization"]) <= known


def test_a_town_is_read_as_its_metropolis_and_the_answer_says_so(france: EcosystemGraph) -> None:
    reading = france.ask("incubateurs à Lyon").reading
    assert "Métropole de Lyon" in reading.sentence()

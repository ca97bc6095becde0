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
        return fold(f"{reading.since or reading.parameters.get('since')}-{reading.until}")
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

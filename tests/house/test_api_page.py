"""docs/api.md and the public names are the same, and every one has a docstring."""

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import frenchtech_graph
from frenchtech_graph.api import EcosystemGraph

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
NAMES = [name.partition("(")[0] for row in ROWS for name in re.findall(r"`([^`]+)`", row)]


def public(thing: type) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def resolved(name: str) -> Any:
    if name in frenchtech_graph.__all__:
        return getattr(frenchtech_graph, name)
    if name in public(EcosystemGraph):
        return getattr(EcosystemGraph, name)
    module, _, last = name.rpartition(".")
    return getattr(importlib.import_module(module), last)


def test_every_public_name_is_on_the_page() -> None:
    assert {*frenchtech_graph.__all__, *public(EcosystemGraph)} <= set(NAMES)


def test_every_name_on_the_page_is_there_and_has_a_docstring() -> None:
    assert len(NAMES) > 20
    assert all((inspect.getdoc(resolved(name)) or "").strip() for name in NAMES)


def test_the_parameters_on_the_page_are_those_of_the_code() -> None:
    for row in ROWS:
        for name, stated in re.findall(r"`([\w.]+)\(([^`]*)\)`", row):
            known = {
                str(p).partition(":")[0].partition("=")[0]
                for p in inspect.signature(resolved(name)).parameters.values()
            }
            assert {p.partition("=")[0] for p in stated.split(", ") if p} <= known

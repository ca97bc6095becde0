"""A finding asked about a network: values checked, the function called, its tables returned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.answers import Answer
from frenchtech_graph.findings.declaration import Finding, Parameter, Value, load
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.partial_dates import is_partial_date
from frenchtech_graph.network.living import living
from frenchtech_graph.network.lookup import actor_of
from frenchtech_graph.network.selection import select

Find = Callable[..., Any]
"""Asks a function of the analysis about a network: ``find(function, network, **options)``."""


def computed(function: Callable[..., Any], network: nx.Graph[Any], **options: Any) -> Any:
    """Return the result of a function of the analysis."""
    return function(network, **options)


def part(graph: nx.Graph[Any], conditions: Mapping[str, Value]) -> nx.Graph[Any]:
    """Return the part of a network that conditions select (`network.selection.select`).

    Raises:
        BilingualError: an unknown place or term, or a window that ends before it starts.
    """
    with _refusals():
        return select(graph, **conditions)  # type: ignore[arg-type]


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refusal of the analysis into a message for the user."""
    try:
        yield
    except BilingualError:
        raise
    except ValueError as error:
        raise BilingualError("refused", detail=error) from error


def ask(
    finding: Finding,
    networks: Sequence[nx.Graph[Any]],
    values: Mapping[str, Value],
    *,
    names: Sequence[str] = (),
    find: Find = computed,
) -> list[Answer]:
    """Return the tables of a finding on a network, or on one for each of its subjects.

    Parameters that `values` lacks have their defaults. `names` are the names of the subjects.

    Raises:
        BilingualError: a value that the parameter does not take, or a measure that this network
            does not allow.
    """
    if finding.living:
        networks = [living(network) for network in networks]
    stated = {p.name: _of_type(p, values.get(p.name, p.default)) for p in finding.parameters}
    options: dict[str, Any] = {
        p.argument: _checked(p, stated[p.name], networks[0]) for p in finding.parameters
    }
    options |= finding.fixed
    if finding.subjects:
        options["names"] = tuple(names)
    if finding.arguments:
        options = load(finding.arguments)(**options)
    function = load(finding.function)
    with _refusals():
        if finding.subjects:
            found = function(*networks, **options)
        else:
            found = (find if finding.keeps else computed)(function, networks[0], **options)
    tables = {(): found} if isinstance(found, pd.DataFrame) else found
    return [Answer(finding, table, networks[0], stated, key) for key, table in tables.items()]


def _of_type(parameter: Parameter, value: Value) -> Value:
    """Return a value in the declared type of its parameter: a number in a text becomes a number.

    Raises:
        BilingualError: the value is no number.
    """
    if parameter.kind not in ("int", "float") or not isinstance(value, str):
        return value
    try:
        number = float(value)
        whole = int(number)
    except (ValueError, OverflowError):
        raise BilingualError("number-expected", parameter=parameter.option, value=value) from None
    if parameter.kind == "float":
        return number
    if number != whole:
        raise BilingualError("number-expected", parameter=parameter.option, value=value)
    return whole


def _checked(parameter: Parameter, value: Value, network: nx.Graph[Any]) -> Value:
    """Return a value in the form that the function expects.

    Raises:
        BilingualError: the parameter does not accept the value.
    """
    option = parameter.option
    if value is None:
        return None
    if parameter.choices and value not in parameter.choices:
        raise BilingualError(
            "not-a-choice",
            parameter=option,
            value=value,
            expected=", ".join(parameter.choices),
            suggestions=nearest(str(value), parameter.choices),
        )
    if parameter.kind == "date" and not is_partial_date(str(value)):
        raise BilingualError("date-expected", parameter=option, value=value)
    if parameter.kind == "actor":
        return actor_of(network, str(value), parameter=option)
    if isinstance(value, int | float) and not _within(parameter, value):
        low = "" if parameter.least is None else f"≥ {parameter.least:g}"
        high = "" if parameter.most is None else f"≤ {parameter.most:g}"
        expected = ", ".join(part for part in (low, high) if part)
        raise BilingualError("out-of-range", parameter=option, value=value, expected=expected)
    return value


def _within(parameter: Parameter, value: float) -> bool:
    return (parameter.least is None or value >= parameter.least) and (
        parameter.most is None or value <= parameter.most
    )

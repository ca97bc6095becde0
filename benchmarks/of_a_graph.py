"""Rows measured on a built graph: that of Lille for `python -m benchmarks`, or one named alone."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.rows import Row


def of_lille(measured: Callable[[Path], Iterable[Row]]) -> list[Row]:
    """Return the rows for the graph of Lille, built for them."""
    from frenchtech_graph import EcosystemGraph

    with tempfile.TemporaryDirectory() as folder:
        EcosystemGraph.build("lille", out=folder)
        return list(measured(Path(folder)))


def printed(
    about: str | None, measured: Callable[[Path], Iterable[Row]], said: Callable[[Row], str]
) -> None:
    """Print a line for each row of the built graph that the command line names."""
    options = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path)
    for row in measured(options.parse_args().out):
        print(said(row), flush=True)

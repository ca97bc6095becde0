"""Run the notebooks from top to bottom on a built graph, and write what came of it.

python -m benchmarks.notebooks out/france --to out/notebooks [NAME ...]

Writes each executed notebook and its page (`NAME.ipynb`, `NAME.html`) to the folder, and the dated
record `docs/notebooks-run.md` when all of them ran.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = HERE / "notebooks"
RECORD = HERE / "docs" / "notebooks-run.md"
LONGEST = 1800
"""Seconds that one cell may take."""


@dataclass(frozen=True)
class Run:
    """How a notebook ran: seconds, cells of code, tables, figures, and the fault if it had one."""

    name: str
    title: str
    seconds: float
    cells: int
    tables: int
    figures: int
    fault: str


def run(path: Path, graph: Path, to: Path) -> Run:
    """Run a notebook on a graph and write it with its outputs, as a notebook and as a page."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert import HTMLExporter

    notebook = nbformat.read(path, as_version=4)
    for stored in path.parent.glob("*.csv"):
        shutil.copy(stored, to)
    os.environ["FRENCHTECH_OUT"] = str(graph.resolve())
    began, fault = time.monotonic(), ""
    client = NotebookClient(notebook, timeout=LONGEST, resources={"metadata": {"path": str(to)}})
    try:
        client.execute()
    except CellExecutionError as error:
        fault = str(error).strip().splitlines()[-1]
    seconds = time.monotonic() - began
    nbformat.write(notebook, to / path.name)
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook)
    (to / f"{path.stem}.html").write_text(page, encoding="utf-8")
    kinds = [set(o.get("data", {})) for c in _code(notebook) for o in c.outputs]
    return Run(
        path.stem,
        notebook.cells[0].source.splitlines()[0].removeprefix("# "),
        seconds,
        len(_code(notebook)),
        sum("text/html" in k for k in kinds),
        sum("image/png" in k for k in kinds),
        fault,
    )


def _code(notebook: Any) -> list[Any]:
    return [c for c in notebook.cells if c.cell_type == "code"]


def record(runs: list[Run], graph: Path) -> str:
    """Return the record of a run as a page."""
    from frenchtech_graph import EcosystemGraph

    quads = EcosystemGraph.open(graph).manifest["sha256"][:12]
    lines = [
        "# The notebooks, executed",
        "",
        f"Run on {datetime.date.today().isoformat()} with `python -m benchmarks.notebooks out/france`,"
        f" on the graph of France of that day (quads {quads}…), Python {sys.version.split()[0]}."
        " Other programs used the machine at the same time.",
        "",
        "| notebook | question | cells | tables | figures | seconds | outcome |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {r.name} | {r.title} | {r.cells} | {r.tables} | {r.figures} | {r.seconds:.0f} |"
        f" {r.fault or 'ran to its end'} |"
        for r in runs
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the notebooks named, or all, and return 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("graph", type=Path, help="folder of a built graph of France")
    parser.add_argument("names", nargs="*", help="notebooks to run; all unless given")
    parser.add_argument("--to", type=Path, default=Path("out/notebooks"), help="folder of outputs")
    given = parser.parse_intermixed_args()
    given.to.mkdir(parents=True, exist_ok=True)
    paths = [
        p for p in sorted(NOTEBOOKS.glob("*.ipynb")) if not given.names or p.stem in given.names
    ]
    runs = []
    for path in paths:
        runs.append(run(path, given.graph, given.to))
        print(f"{runs[-1].name}: {runs[-1].seconds:.0f} s, {runs[-1].fault or 'done'}", flush=True)
    if not given.names:
        RECORD.write_text(record(runs, given.graph), encoding="utf-8")
    return int(any(r.fault for r in runs))


if __name__ == "__main__":
    sys.exit(main())

"""Rows → the table between the markers of docs/performance.md, and its chart."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.rows import Row
from frenchtech_graph.io.libraries import installed

START, END = "<!-- table: python -m benchmarks -->", "<!-- end of table -->"
CHART = "![How many times faster than its peers](images/performance.svg)"
LIBRARIES = (
    "pyoxigraph",
    "rdflib",
    "oxrdflib",
    "morph-kgc",
    "kglab",
    "networkx",
    "numpy",
    "scipy",
    "pandas",
    "numba",
    "rustworkx",
    "pyshacl",
    "igraph",
    "networkit",
)
HEAD = (
    "job",
    "peer",
    "wanted",
    "measured",
    "",
    "ours s",
    "peer s",
    "clock s",
    "memory MB",
    "notes",
)
MARKS = {True: "met", False: "**not met**", None: ""}


def write(rows: Sequence[Row], document: Path, *, scale: float, minutes: float) -> None:
    """Put the table of a run into a document, made if it is not there, and the chart beside it."""
    text = (
        document.read_text(encoding="utf-8")
        if document.is_file()
        else f"# Performance\n\n{START}\n{END}\n"
    )
    before, rest = text.split(START)
    after = rest.split(END)[1]
    lines = [START, _circumstances(scale, minutes), "", *table(rows), "", CHART, "", END]
    document.write_text(before + "\n".join(lines) + after, encoding="utf-8")
    chart(rows, document.parent / "images" / "performance.svg")


def table(rows: Sequence[Row]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [
        f"| {' | '.join(HEAD)} |",
        "| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        figures = (
            _figure(row.ours),
            _figure(row.theirs),
            _figure(row.wall),
            _figure(row.memory_mb),
        )
        measured = "" if row.ratio is None else f"{_figure(row.ratio)}×"
        cells = (row.job, row.peer, row.wanted, measured, MARKS[row.met], *figures, row.notes)
        lines.append(f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |")
    return lines


def chart(rows: Sequence[Row], file: Path) -> None:
    """Draw how many times faster than its peer each row is, with what was wanted; the same bytes
    for the same rows.
    """
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {
        "svg.hashsalt": "frenchtech-graph",
        "svg.fonttype": "none",
        "font.size": 9,
    }
    from matplotlib import pyplot

    shown = [row for row in reversed(rows) if row.ratio and row.wanted.startswith("≥")]
    if not shown:
        return
    figure, axes = pyplot.subplots(figsize=(9, 0.32 * len(shown) + 0.9), layout="constrained")
    axes.barh(
        range(len(shown)),
        [row.ratio for row in shown],
        color=["#000091" if row.met else "#c9191e" for row in shown],
    )
    for place, row in enumerate(shown):
        wanted = float(row.wanted.split()[1])
        axes.plot([wanted, wanted], [place - 0.4, place + 0.4], color="black", linewidth=2)
        axes.text(row.ratio, place, f" {_figure(row.ratio)}", va="center")
    axes.set_yticks(range(len(shown)), [f"{row.job}, {row.peer}" for row in shown])
    axes.set_xscale("log")
    axes.set_xlabel("times faster than the peer, processor time; black line: wanted")
    axes.spines[["top", "right"]].set_visible(False)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def _circumstances(scale: float, minutes: float) -> str:
    """Say when, on what and with what the figures were measured."""
    day = datetime.now(UTC).date().isoformat()
    versions = ", ".join(f"{name} {found}" for name in LIBRARIES if (found := installed(name)))
    return (
        f"`python -m benchmarks` at scale {scale:g}, {day}, {minutes:.0f} minutes on"
        f" {_processor()}, {os.cpu_count()} cores, {platform.system()}, Python"
        f" {platform.python_version()}; {versions}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _figure(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"

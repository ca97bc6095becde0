"""Every code block of the docs is tried: commands are called, Python is run, files are read.

The pages for a first use and the how-to guides are run from top to bottom. On the other pages a
command is parsed with its options; pages about one topic run with `--long` (last run of all: 30
November 2026, 36 pass).
"""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import json
import shutil
import tomllib
import types
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.cli.languages import choose
from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import ontology
from tests.support.code_blocks import ROOT, Block, blocks, pages

PAGES = pages()
RUN = [p for p in PAGES if p.startswith(("docs/tutorials/", "docs/how-to/"))]
HEAVY = (
    "map",
    "report",
    "gaps",
    "site",
    "brokers",
    "introductions",
    "fragility",
    "flows",
    "export",
)
NEVER = {
    "serve": "does not end",
    "mcp": "does not end",
    "fetch": "asks the network",
    "load": "asks a server",
    "upgrade": "names files of the reader's own",
    "identity": "names files of the reader's own",
}
"""Commands that no test of a page runs; their options are checked all the same."""
WITHOUT_COMMANDS = [
    f"docs/how-to/{name}.md"
    for name in (
        "add-a-finding",
        "add-a-source",
        "add-a-tie-kind",
        "see-what-a-place-lacks",
        "share-a-map",
    )
]
"""Guides that write files of the project, tried by tests of their own, or whose commands are all
heavy.
"""
TOPICS = [f"docs/{name}.md" for name in ("api", "ask", "gaps", "hubs", "sparql")]
"""Pages about one topic, whose commands and Python run on Lille."""
SHELL = ("export", ".", "cd", "git", "pip", "jupyter", "python3", "python", "pytest")
LANGUAGES = ("sh", "output", "python", "sparql", "turtle", "toml", "csv", "json")


def of(page: str, *languages: str) -> list[Block]:
    return [b for b in blocks(page) if b.language in languages]


def test_each_block_names_a_language_that_is_tried() -> None:
    odd = [
        (p, b.language, b.text[:60])
        for p in PAGES
        for b in blocks(p)
        if b.language not in LANGUAGES
    ]
    assert odd == []


def parse(words: list[str]) -> None:
    """Check a call: the command exists, and so do its options and the values they choose from."""
    with click.Context(main, info_name="frenchtech-graph") as context:
        choose(context, "en")
        command: click.Command | None = main
        rest, group = words, context
        while isinstance(command, click.Group) and rest:
            command = command.get_command(group, rest[0])
            assert command, rest
            rest = rest[1:]
            if rest and rest[0].startswith("-"):
                break
        assert command
        group = click.Context(command, info_name=words[0], parent=context, resilient_parsing=True)
        options = {o for p in command.get_params(group) for o in (*p.opts, *p.secondary_opts)}
        options |= {"--lang"}
        used = [w.partition("=")[0] for w in rest if w.startswith("-") and len(w) > 1]
        assert [u for u in used if u not in options] == [], words


@pytest.mark.parametrize("page", [p for p in PAGES if of(p, "sh")])
def test_a_page_calls_programs_and_options_that_exist(page: str) -> None:
    for words in [w for b in of(page, "sh") for w in b.commands]:
        program = words[0]
        if program == "frenchtech-graph":
            parse(words[1:])
            continue
        assert program in SHELL, words
        paths = [w for w in words[1:] if w.endswith(".py") or w.startswith(("tests/", "docs/"))]
        assert [p for p in paths if not (ROOT / p).exists()] == [], words
        if words[1:2] == ["-m"]:
            assert importlib.util.find_spec(words[2]), words
        if "tasks.py" in words:
            assert f'"{words[words.index("tasks.py") + 1]}"' in (ROOT / "tasks.py").read_text(
                "utf-8"
            )


@pytest.fixture
def reader(lille: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the graph of Lille in out/lille, and open no browser."""
    out = tmp_path / "out" / "lille"
    out.mkdir(parents=True)
    shutil.copytree(lille.folder / "graph", out / "graph")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda url: True)
    return tmp_path


def follow(page: str, *, heavy: bool, graph: EcosystemGraph | None = None) -> int:
    """Run the blocks of a page in order; return how many commands and pieces of Python ran.

    A block of output must be what the command before it prints.
    """
    names: dict[str, Any] = {"graph": graph} if graph else {}
    ran, printed = 0, ""
    for block in blocks(page):
        if block.file and block.language in ("csv", "sparql", "toml"):
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text.partition("\n")[2], encoding="utf-8")
        elif block.language == "python" and not block.file:
            with contextlib.redirect_stdout(None):
                exec(compile(block.text, page, "exec"), names)
            ran += 1
        elif block.language == "sh":
            for words in block.commands:
                printed = run(words, heavy=heavy) or ""
                ran += bool(printed)
        elif block.language == "output" and printed:
            assert left_out(block.text, printed) == [], (page, printed)
    return ran


def run(words: list[str], *, heavy: bool) -> str | None:
    """Return what a command prints, or None if it is not run."""
    if words[0] != "frenchtech-graph" or words[1] in NEVER or (words[1] in HEAVY and not heavy):
        return None
    if words[1:3] in (["build", "france"], ["build", "lille"]):
        return None  # stands in out/lille already; France takes a minute
    done = CliRunner().invoke(main, words[1:], prog_name="frenchtech-graph")
    assert done.exit_code == 0, (words, done.output)
    return done.output or " "


def left_out(shown: str, printed: str) -> list[str]:
    """Return the lines of a block of output that a command does not print in this order.

    `…` stands for what is left out: lines, or the end of a line. The width of columns is free.
    """
    rest = iter(" ".join(line.split()) for line in printed.splitlines())
    wanted = [" ".join(line.split()) for line in shown.splitlines() if line.strip() != "…"]
    return [
        w
        for w in wanted
        if not any(p.startswith(w[:-1].strip()) if w.endswith("…") else p == w for p in rest)
    ]


def test_output_that_a_command_does_not_print_is_found() -> None:
    printed = "rank ┃ name  ┃ kind\n1 │ Alpha │ Fund\n2 │ Beta │ Fund\n"
    assert left_out("rank ┃ name ┃ …\n…\n2 │ Beta │ Fund\n", printed) == []
    assert left_out("1 │ Alpha │ Fund\n1 │ Gamma │ …\n", printed) == ["1 │ Gamma │ …"]
    assert left_out("2 │ Beta │ …\n1 │ Alpha │ …\n", printed) == ["1 │ Alpha │ …"]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(p, marks=pytest.mark.long if p.endswith(".fr.md") else ())
        for p in RUN
        if of(p, "sh", "python")
    ],
)
@pytest.mark.usefixtures("reader")
def test_a_reader_can_follow_a_page(page: str) -> None:
    english = page.replace(".fr.md", ".md")
    assert follow(page, heavy=False) or english in WITHOUT_COMMANDS


@pytest.mark.long
@pytest.mark.parametrize("page", [*(p for p in RUN if of(p, "sh")), *TOPICS])
@pytest.mark.usefixtures("reader")
def test_a_reader_can_follow_a_page_with_its_heavy_commands(
    page: str, lille: EcosystemGraph
) -> None:
    follow(page, heavy=True, graph=lille)


@pytest.mark.parametrize("page", [p for p in PAGES if p not in RUN and of(p, "python")])
def test_python_of_a_page_compiles(page: str) -> None:
    for block in of(page, "python"):
        compile(block.text, page, "exec")


@pytest.mark.parametrize("page", [p for p in PAGES if of(p, "turtle", "toml", "json", "csv")])
def test_data_of_a_page_can_be_read(page: str) -> None:
    for block in of(page, "turtle", "toml", "json", "csv"):
        if block.language == "toml":
            assert tomllib.loads(block.text)
        elif block.language == "json":
            assert json.loads(block.text)
        elif block.language == "csv":
            rows = list(csv.reader(block.text.splitlines()[1:]))
            assert len({len(row) for row in rows}) == 1
        elif "…" not in block.text:
            assert extended(block.text)


def extended(turtle: str) -> ontology.Ontology:
    """Return the ontology with a piece of Turtle added."""
    store = ox.Store()
    core = (ontology_folder() / "core.ttl").read_text(encoding="utf-8")
    store.load(f"{core}\n{turtle}".encode(), format=ox.RdfFormat.TURTLE)
    store.load(path=str(ontology_folder() / "schemes.ttl"), format=ox.RdfFormat.TURTLE)
    return ontology.Ontology(store)


def test_the_guide_to_a_tie_kind_makes_one() -> None:
    (block,) = of("docs/how-to/add-a-tie-kind.md", "turtle")
    kind = extended(block.text).tie_kinds["Mentoring"]
    assert (kind.source_class, kind.target_class) == ("Person", "Person")
    assert "Mentoring" not in ontology.load().tie_kinds


def test_the_guide_to_a_source_reads_its_sample(
    reader: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "docs/how-to/add-a-source.md"
    for block in [b for b in blocks(page) if b.file]:
        file = reader / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text.partition("\n")[2], encoding="utf-8")
    monkeypatch.setattr(mapping, "_CONNECTORS", reader / "frenchtech_graph/ingest/connectors")
    module = types.ModuleType("cluster_members")
    (code,) = of(page, "python")
    exec(compile(code.text, code.file, "exec"), module.__dict__)
    found = module.CONNECTOR.read(reader / "tests/fixtures/cluster_members/members.csv")
    assert {t.kind for t in found.ties} == {"Membership"}
    assert {t.start for t in found.ties} == {"2019", "2021"}
    robotics = next(a for a in found.actors if a.names["fr"] == "Exemple Robotique")
    assert (robotics.id, robotics.kinds, robotics.place) == (
        "siren-552100554",
        ("StartUp",),
        "59350",
    )


def test_a_guide_to_an_overlay_makes_one() -> None:
    names: dict[str, Any] = {}
    (block,) = of("docs/how-to/add-a-map-overlay.md", "python")
    exec(compile(block.text, block.page, "exec"), names)
    assert names["OVERLAY"].drawing == "actors"

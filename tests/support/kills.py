"""SIGKILL at random moments of everything that writes; afterwards the previous or the new state is
there whole.

    python tests/support/kills.py --kills 240 [--seed 1] [--json]
    python tests/support/kills.py --pairs 3 --only site

Each activity goes to and fro between two contents. A child process is killed after a random time,
or just before a random one of its changes to the disk (so that the short moment of writing is met
as often as the long one of thinking). Then the state, read as a user would read it and as bytes,
must be the one or the other. At last an undisturbed run must succeed, and leave nothing behind that
the killed ones had begun.

With `--pairs`, two processes go to the two contents at the same time instead, and nobody is killed: one
of the two contents must be there whole, and one of the processes at least must have succeeded.
"""

from __future__ import annotations

import argparse
import hashlib
import http.server
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import tomllib
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.written_tables import organisations, write

HERE = Path(__file__).resolve().parents[1]
MINI = HERE / "fixtures" / "mini"
_CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "ctypes.call_function",
    "shutil.rmtree",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Run = Callable[[int], None]
"""Goes to the content of a number, 0 or 1."""


@dataclass
class Activity:
    """Something that writes: how to do it, and what it has written.

    `leftovers` is where traces would stay.
    """

    name: str
    run: Run
    state: Callable[[], str]
    leftovers: Path
    by_time_only: bool = False
    alone: bool = False
    """It goes back by itself, without a command: two of it at once say nothing."""


@dataclass
class Figures:
    """What happened to one activity; `mixed` must be 0."""

    kills: int = 0
    unharmed: int = 0
    previous: int = 0
    new: int = 0
    mixed: int = 0
    left: list[str] = field(default_factory=list)
    pairs: int = 0
    refused: int = 0


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def folder_digest(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    return digest(
        *(
            part
            for p in files
            for part in (p.relative_to(folder).as_posix().encode(), p.read_bytes())
        )
    )


def file_digest(path: Path) -> str:
    return digest(path.read_bytes()) if path.exists() else "none"


def workbook_digest(path: Path) -> str:
    """Return a digest of the parts of a workbook but for the day and time at which it was written."""
    if not path.exists():
        return "none"
    with zipfile.ZipFile(path) as parts:
        names = sorted(set(parts.namelist()) - {"docProps/core.xml"})
        return digest(*(parts.read(name) for name in names))


def command(*arguments: str) -> None:
    """Run a command of the program in this process."""
    from frenchtech_graph.cli import main

    main(list(arguments), standalone_mode=False)


def _in_child(work: Callable[[], None]) -> int:
    """Start a child that does the work, silently, and return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        if not os.environ.get("KILLS_TELL"):
            os.dup2(quiet, 2)
        work()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _counting(at: int, told: int) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook that counts changes to the disk and kills its process before the one
    numbered `at`.
    """
    seen = [0]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if writes or event in _CHANGES:
            seen[0] += 1
            if seen[0] == at:
                os.kill(os.getpid(), signal.SIGKILL)
            if told >= 0:
                os.pwrite(told, str(seen[0]).encode(), 0)

    return hook


def _measured(activity: Activity, number: int) -> tuple[float, int]:
    """Run an activity undisturbed; return its seconds and how often it changes the disk."""
    with tempfile.TemporaryFile() as count:
        begun = time.monotonic()

        def work() -> None:
            sys.addaudithook(_counting(-1, count.fileno()))
            activity.run(number)

        _, status = os.waitpid(_in_child(work), 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise RuntimeError(f"{activity.name} does not work undisturbed")
        count.seek(0)
        return time.monotonic() - begun, int(count.read() or b"0")


def kill(activity: Activity, kills: int, chance: random.Random) -> Figures:
    """Kill an activity so many times, and look each time at what is there."""
    figures, states, spans, changes = Figures(), [], [], []
    for number in (0, 1):
        seconds, count = _measured(activity, number)
        states.append(activity.state())
        spans.append(seconds)
        changes.append(count)
    if states[0] == states[1]:
        raise RuntimeError(f"{activity.name}: the two contents do not differ")
    now = 1
    while figures.kills < kills and figures.unharmed < 3 * kills + 10:
        to = 1 - now
        if activity.by_time_only or chance.random() < 0.5:
            child = _in_child(lambda to=to: activity.run(to))  # type: ignore[misc]
            time.sleep(chance.uniform(0, spans[to]))
            os.kill(child, signal.SIGKILL)
        else:
            at = chance.randint(1, max(changes[to], 1))

            def work(to: int = to, at: int = at) -> None:
                sys.addaudithook(_counting(at, -1))
                activity.run(to)

            child = _in_child(work)
        _, status = os.waitpid(child, 0)
        figures.kills += os.WIFSIGNALED(status)
        figures.unharmed += not os.WIFSIGNALED(status)
        found = activity.state()
        if found not in states:
            figures.mixed += 1
            _measured(activity, to)
            now = to
        elif os.WIFSIGNALED(status):
            figures.previous += found == states[now]
            figures.new += found == states[to]
            now = states.index(found)
        else:
            now = states.index(found)
    _measured(activity, 1 - now)
    _mend(activity)
    if activity.state() != states[1 - now]:
        figures.mixed += 1
    return figures


def together(activity: Activity, pairs: int, chance: random.Random) -> Figures:
    """Go to both contents at the same time, so many times, and look each time at what is there."""
    figures, states, spans = Figures(), [], []
    for number in (0, 1):
        spans.append(_measured(activity, number)[0])
        states.append(activity.state())
    for _ in range(pairs):
        first = chance.randint(0, 1)
        children = [_in_child(partial(activity.run, first))]
        time.sleep(chance.uniform(0, spans[first] / 2))
        children.append(_in_child(partial(activity.run, 1 - first)))
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        figures.pairs += 1
        figures.refused += sum(code == 1 for code in codes)
        fine = activity.state() in states and 0 in codes and set(codes) <= {0, 1}
        figures.mixed += not fine
    return figures


def _mend(activity: Activity) -> None:
    """Remove what killed runs left, as `doctor --mend` does, and hold that nothing else stays."""
    from frenchtech_graph.io.leftovers import leftovers, remove

    for left in leftovers(activity.leftovers):
        remove(left)


def traces(activity: Activity) -> list[str]:
    """Return the hidden names that are still there, but for what an import notes of its tables."""
    return sorted(p.name for p in activity.leftovers.rglob(".*") if p.name != ".base.json")


# What is killed
# --------------------------------------------------------------------------------------------------


def _two_inputs(place: Path) -> list[Path]:
    other = Path(shutil.copytree(MINI, place / "other"))
    table = other / "actors.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("Nordlys", "Nordlys bis"), encoding="utf-8"
    )
    return [MINI, other]


def _two_graphs(place: Path) -> list[str]:
    outs = [str(place / f"graph-{n}") for n in (0, 1)]
    for tables, out in zip(_two_inputs(place), outs, strict=True):
        build = partial(command, "build", str(tables), "--out", out)
        _, status = os.waitpid(_in_child(build), 0)
        assert status == 0
    return outs


def building(place: Path) -> Activity:
    inputs, out = _two_inputs(place), place / "out"

    def state() -> str:
        folder = out / "graph"
        quads, manifest = (
            (folder / "graph.nq").read_bytes(),
            json.loads((folder / "manifest.json").read_text()),
        )
        whole = hashlib.sha256(quads).hexdigest() == manifest["sha256"] and manifest[
            "quads"
        ] == quads.count(b"\n")
        return folder_digest(folder) if whole else "mixed"

    return Activity(
        "build", lambda n: command("build", str(inputs[n]), "--out", str(out)), state, out
    )


def fetching(place: Path, address: str) -> Activity:
    from frenchtech_graph.ingest import snapshots
    from frenchtech_graph.ingest.connectors.research import hal

    cache = place / "cache"
    about = replace(hal.MAPPING.about, address=address)
    hal.MAPPING = replace(hal.MAPPING, about=about)

    def run(number: int) -> None:
        os.environ["FRENCHTECH_TRUSTED_HOSTS"] = "127.0.0.1"
        command("fetch", "hal", "--cache", str(cache), "--set", f"query={number}")

    def state() -> str:
        last = snapshots.latest("hal", cache)
        if last is None:
            return "none"
        whole = (
            snapshots.checksum(last.path) == last.sha256 and last.path.stat().st_size == last.size
        )
        return last.sha256 if whole else "mixed"

    return Activity("fetch", run, state, cache / "hal")


def deciding(place: Path) -> Activity:
    table = place / "decisions.csv"
    table.write_text(
        "one,other,verdict,reason,date\n"
        + "".join(f"a{i:03},b{i:03},same,known,2026\n" for i in range(200))
    )
    ends = ("x", "y", "--decisions", str(table))

    def run(number: int) -> None:
        how = ("decide", *ends, "--same", "--reason", "same number") if number else ("undo", *ends)
        if number or b"x,y" in table.read_bytes():
            command("identity", *how)

    return Activity("decide and undo", run, lambda: file_digest(table), place)


def exporting(place: Path, form: str) -> Activity:
    outs, target = _two_graphs(place), place / "exported" / form
    state = (lambda: folder_digest(target)) if form == "csv" else (lambda: file_digest(target))
    return Activity(
        f"export {form}",
        lambda n: command("export", form, "-o", str(target), "--out", outs[n]),
        state,
        target.parent,
    )


def drawing(place: Path, what: str, *options: str) -> Activity:
    outs, page = _two_graphs(place), place / "pages" / f"{what}.html"
    return Activity(
        what,
        lambda n: command(what, *options, "-o", str(page), "--out", outs[n]),
        lambda: file_digest(page),
        page.parent,
    )


def comparing(place: Path) -> Activity:
    """Write the page of changes between two builds, forth and back."""
    outs, page = _two_graphs(place), place / "pages" / "diff.html"
    return Activity(
        "diff",
        lambda n: command("diff", outs[n], outs[1 - n], "-o", str(page)),
        lambda: file_digest(page),
        page.parent,
    )


def publishing(place: Path) -> Activity:
    """Write the site of two graphs."""
    outs, site = _two_graphs(place), place / "pages" / "site"
    return Activity(
        "site",
        lambda n: command("site", "--without-maps", "-o", str(site), "--out", outs[n]),
        lambda: folder_digest(site),
        site.parent,
    )


def importing(place: Path) -> Activity:
    """Import a sheet of two contents into a folder, with the mapping beside the sheet."""
    folder, sheet = place / "mine", place / "census.csv"
    head = "Nom,Type,Ville,Création\n"
    rows = [f"Acteur {n},start-up,Lille,20{n % 20:02}\n" for n in range(300)]
    mapping = place / "census.mapping.toml"

    def run(number: int) -> None:
        from frenchtech_graph.io.swap import write_atomically

        write_atomically(sheet, head + "".join(rows[: 300 - number]))
        command("import", str(sheet), "--yes", "--out", str(folder))

    def state() -> str:
        tomllib.loads(mapping.read_text(encoding="utf-8"))  # whole in each state
        return folder_digest(folder)

    return Activity("import", run, state, place)


def adding_rows(place: Path) -> Activity:
    folder = place / "mine"
    cells = {
        "id": "gazette",
        "url": "https://example.org/a",
        "publisher": "G",
        "accessed": "2026-11-23",
    }
    table, row = folder / "sources.csv", [f"--set={k}={v}" for k, v in cells.items()]

    def run(number: int) -> None:
        from frenchtech_graph.io.swap import write_atomically
        from frenchtech_graph.pipeline.contribution import empty_tables

        if number:
            command("new", "source", "--in", str(folder), *row)
        else:  # back to the empty table
            empty_tables(folder)
            write_atomically(table, table.read_text(encoding="utf-8").split("\n")[0] + "\n")

    return Activity("new row", run, lambda: file_digest(table), folder)


def answering(place: Path) -> Activity:
    """Write the answer to a question into a file."""
    outs, file = _two_graphs(place), place / "answers" / "all.csv"
    question = ("query", "SELECT * { ?s ?p ?o }", "--format", "csv", "-o", str(file))
    return Activity(
        "query", lambda n: command(*question, "--out", outs[n]), lambda: file_digest(file), place
    )


def reviewing(place: Path) -> Activity:
    """Write a table of pairs to decide."""
    table = place / "to-decide.csv"
    inputs = []
    for number, other in enumerate(("Zorbax Capital", "Zorbox Capital")):
        tables = [place / f"{number}-{side}" for side in "ab"]
        for folder, name in zip(tables, ("Zorbix Capital", other), strict=True):
            rows = organisations(name.lower().replace(" ", "-"), kind="FundManager")
            write(folder, actors=[{**row, "name": name} for row in rows])
        inputs.append([str(folder) for folder in tables])
    return Activity(
        "identity review",
        lambda n: command("identity", "review", *inputs[n], "--csv", str(table)),
        lambda: file_digest(table),
        place,
    )


def marking(place: Path) -> Activity:
    """Write a copy of a sheet with its faulty cells coloured."""
    sheets, marked = [place / f"sheet-{n}.csv" for n in (0, 1)], place / "marked.xlsx"
    for number, sheet in enumerate(sheets):
        sheet.write_text(f"Nom,Type,Ville\nNordlys,{'x' * (number + 1)},Lille\n", encoding="utf-8")

    def run(number: int) -> None:
        with suppress(SystemExit):  # the sheet has faults
            command("validate", str(sheets[number]), "--mark", str(marked))

    return Activity("validate --mark", run, lambda: workbook_digest(marked), place)


def _back_and_forth(name: str, file: Path, old: bytes | None, *arguments: str) -> Activity:
    """Write a file by a command; the way back is to put the old content there, or to remove it."""

    def run(number: int) -> None:
        from frenchtech_graph.io.swap import write_atomically

        if number:
            command(*arguments)
        elif old is None:
            file.unlink(missing_ok=True)
        else:
            write_atomically(file, old.decode())

    return Activity(name, run, lambda: file_digest(file), file.parent, alone=True)


def beginning_a_workbook(place: Path) -> Activity:
    file = place / "mine.xlsx"
    more = ("--in", str(file), "--from", str(MINI))
    made = _back_and_forth("new spreadsheet", file, None, "new", "spreadsheet", *more)
    return replace(made, state=lambda: workbook_digest(file))


def upgrading(place: Path) -> Activity:
    old = HERE / "fixtures" / "upgrade" / "lille" / "events.csv"
    table = Path(shutil.copy(old, place / "events.csv"))
    arguments = ("upgrade", str(table), "--write")
    return _back_and_forth("upgrade", table, old.read_bytes(), *arguments)


def documenting(place: Path) -> Activity:
    """Write the pages of the ontology: one whole file after the other."""
    folder, whole = place / "docs", place / "whole"
    _, status = os.waitpid(_in_child(partial(command, "docs", "--out", str(whole))), 0)
    assert status == 0
    expected = {p.relative_to(whole): p.read_bytes() for p in whole.rglob("*") if p.is_file()}

    def run(number: int) -> None:
        if number:
            command("docs", "--out", str(folder))
        elif folder.exists():
            folder.rename(place / f"former-{time.monotonic_ns()}")

    def state() -> str:
        there = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")]
        fine = all(expected.get(p.relative_to(folder)) == p.read_bytes() for p in there)
        return ("whole" if len(there) == len(expected) else "some") if fine else "mixed"

    return Activity("docs", run, state, folder, alone=True)


def keeping(place: Path) -> Activity:
    """Keep a finding and the copies for reading beside a graph."""
    out = Path(_two_graphs(place)[0])
    kept, printed = out / "graph" / "findings", out / "graph" / "answers"

    def run(number: int) -> None:
        if number:
            command("hubs", "--resamples", "0", "--out", str(out))
        else:
            for file in (*kept.glob("[!.]*"), *printed.glob("[!.]*")):
                file.unlink()

    def state() -> str:
        files = sorted(p for p in kept.glob("[!.]*") if p.is_file()) if kept.is_dir() else []
        return digest(*(p.read_bytes() for p in files)) if files else "none"

    return Activity("kept findings", run, state, kept, alone=True)


@contextmanager
def slow_server() -> Iterator[str]:
    """Serve the structures of HAL in slow pieces, from a process of its own; the query says which
    of two contents.
    """
    records = json.loads((HERE / "fixtures" / "hal" / "records.json").read_text(encoding="utf-8"))
    records["response"]["docs"] = records["response"]["docs"][:8]
    records["response"]["numFound"] = len(records["response"]["docs"])

    class Slow(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = json.loads(json.dumps(records))
            if "q=1" in self.path:
                found["response"]["docs"].pop()
                found["response"]["numFound"] -= 1
            body = json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for at in range(0, len(body), len(body) // 10 + 1):
                self.wfile.write(body[at : at + len(body) // 10 + 1])
                time.sleep(0.02)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # clients that are killed hang up
        server.serve_forever()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hal"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        server.server_close()


def _sorted_rows(rows: Any) -> list[bytes]:
    return sorted(str(list(row)).encode() for row in rows)


def loading(place: Path, sparql: str, graph_store: str, account: tuple[str, str]) -> Activity:
    """Load two graphs in turn into a server; the state is what the server holds."""
    from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore

    outs = _two_graphs(place)
    quads = ((Path(out) / "graph" / "graph.nq").read_text(encoding="utf-8") for out in outs)
    names = sorted(
        {
            CONSOLIDATED,
            *(
                n
                for text in quads
                for n in re.findall(r"<([^<> ]*/graph/[^<> ]*)> \.$", text, re.M)
            ),
        }
    )

    def run(number: int) -> None:
        command(
            "load",
            graph_store,
            "--user",
            account[0],
            "--password",
            account[1],
            "--out",
            outs[number],
        )

    def held() -> str:
        server = RemoteStore(sparql, graph=None)
        answers = (server.query(f"SELECT * {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") for name in names)
        return digest(*(b"\n".join(_sorted_rows(rows)) for rows in answers))

    def state() -> str:
        """Return what is there once the server has ended what it was sent before the kill."""
        before, now = "", held()
        while before != now:
            time.sleep(1)
            before, now = now, held()
        return now

    return Activity("load", run, state, place, by_time_only=True)


SHARES = {
    "build": 50,
    "fetch": 30,
    "decide and undo": 40,
    "export csv": 20,
    "export xlsx": 10,
    "map": 15,
    "report": 10,
    "new row": 15,
    "import": 15,
    "site": 10,
    "diff": 5,
    "load": 20,
    "query": 5,
    "identity review": 5,
    "validate --mark": 5,
    "new spreadsheet": 5,
    "upgrade": 5,
    "docs": 5,
    "kept findings": 5,
}
"""Shares of the kills that each activity gets."""


def _imports() -> None:
    """Import what the children need, so that they begin at once. Nothing here starts a thread."""
    import pandas
    import pyoxigraph

    import frenchtech_graph.api
    import frenchtech_graph.cli.build
    import frenchtech_graph.cli.diff
    import frenchtech_graph.cli.identity
    import frenchtech_graph.cli.importing
    import frenchtech_graph.cli.maps
    import frenchtech_graph.cli.queries
    import frenchtech_graph.cli.servers
    import frenchtech_graph.cli.site
    import frenchtech_graph.cli.sources
    import frenchtech_graph.graph.build
    import frenchtech_graph.identity
    import frenchtech_graph.views.map
    import frenchtech_graph.views.report

    assert pandas and pyoxigraph and frenchtech_graph


def all_figures(kills: int, seed: int, only: list[str], pairs: int = 0) -> dict[str, Figures]:
    """Kill everything; `kills` in all, each activity its share, at least one. With `pairs`, run so many
    pairs of each instead.
    """
    _imports()
    chance, told = random.Random(seed), {}
    chosen = {n: s for n, s in SHARES.items() if not only or n in only}
    with tempfile.TemporaryDirectory(prefix="kills-") as name, slow_server() as address:
        for what, share in chosen.items():
            place = Path(name) / what.replace(" ", "-")
            place.mkdir()
            number = max(1, round(kills * share / sum(chosen.values())))
            with _activity(what, place, address) as activity:
                if activity is None:
                    continue
                if pairs and activity.alone:
                    continue
                at_once = together(activity, pairs, chance) if pairs else None
                told[what] = at_once or kill(activity, number, chance)
                told[what].left = traces(activity)
            print(f"{what}: {told[what]}", file=sys.stderr, flush=True)
    return told


@contextmanager
def _activity(what: str, place: Path, address: str) -> Iterator[Activity | None]:
    if what == "load":
        from tests.support import virtuoso

        if not virtuoso.installed():
            yield None
            return
        (place / "server").mkdir()
        with virtuoso.running(place / "server") as server:
            yield loading(place, server.sparql, server.graph_store, (server.user, server.password))
        return
    makers: dict[str, Callable[[], Activity]] = {
        "build": lambda: building(place),
        "fetch": lambda: fetching(place, address),
        "decide and undo": lambda: deciding(place),
        "export csv": lambda: exporting(place, "csv"),
        "export xlsx": lambda: exporting(place, "xlsx"),
        "map": lambda: drawing(place, "map", "--plain"),
        "report": lambda: drawing(place, "report"),
        "new row": lambda: adding_rows(place),
        "import": lambda: importing(place),
        "site": lambda: publishing(place),
        "diff": lambda: comparing(place),
        "query": lambda: answering(place),
        "identity review": lambda: reviewing(place),
        "validate --mark": lambda: marking(place),
        "new spreadsheet": lambda: beginning_a_workbook(place),
        "upgrade": lambda: upgrading(place),
        "docs": lambda: documenting(place),
        "kept findings": lambda: keeping(place),
    }
    yield makers[what]()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=240)
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], choices=list(SHARES))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = all_figures(given.kills, given.seed, given.only, given.pairs)
    if given.json:
        print(json.dumps({name: vars(f) for name, f in figures.items()}, indent=1))
    else:
        total = Counter({"kills": 0, "mixed": 0})
        print(
            f"{'activity':<16} {'kills':>5} {'previous':>8} {'new':>5} {'mixed':>5} pairs refused"
        )
        for name, f in figures.items():
            total.update({"kills": f.kills, "mixed": f.mixed})
            print(
                f"{name:<16} {f.kills:>5} {f.previous:>8} {f.new:>5} {f.mixed:>5}"
                f" {f.pairs:>5} {f.refused:>7}"
                f" {' '.join(f.left)}"
            )
        print(f"{'all':<16} {total['kills']:>5} {'':>8} {'':>5} {total['mixed']:>5}")
    return int(any(f.mixed or f.left for f in figures.values()))


if __name__ == "__main__":
    threading.excepthook = lambda _: None
    sys.exit(main())

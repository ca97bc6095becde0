"""Set up and run, with nothing but Python 3.11 or newer: `python3 tasks.py TASK`.

`demo` makes a virtual environment, installs the package, builds the graph of France (out/france),
writes the pages of Lille and France's first page (out/france/site, opened on Lille), and the map, the
report and tables of Lille to out/france/lille. `test` installs the package with
what the tests need, and runs them.
`docs` writes the pages of docs/ as a site that can be searched, to out/docs, without network once
installed.
`regenerate` rewrites each file that is derived from others: the modules of terms, the derived
shapes, the context, the page of the template. `release` builds the wheel and the sdist into dist/,
installs each in a fresh environment, builds Lille with it, and says what is still to be done before a
tag. `lock` writes the locks of requirements/ anew; `audit` writes the licences of locked packages and
an SBOM, and asks which packages have known vulnerabilities (these three need the network).
`audit` ends with 0 when nothing is known of any package, 1 when a vulnerability is, 3 when the
database did not answer for every package.
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOWEST = HERE / ".venv-lowest"
AUDIT = HERE / ".venv-audit"
BUILD = HERE / ".venv-build"
PAGES = HERE / "out" / "france" / "lille"
SITE = HERE / "out" / "france" / "site" / "e" / "lille.html"
CITY = "French Tech Lille"
EXTRAS = {"demo": "fast", "test": "dev,docs,fast,serve", "docs": "docs"}
LOCKS = {
    "lock-all.txt": ("--all-extras",),
    "lock-core.txt": ("--constraint", "requirements/lock-all.txt"),
}
"""The core is locked to the versions that the tests run with."""
TOOLS = ("uv", "pip-audit", "cyclonedx-bom")
"""What `lock` and `audit` use, in an environment of their own: the package needs none of it."""
GENERATORS = (
    "frenchtech_graph.model.term_modules",
    "frenchtech_graph.graph.derived_shapes",
    "frenchtech_graph.views.documentation.context",
    "frenchtech_graph.views.documentation.tables",
    "frenchtech_graph.findings.door_code",
    "frenchtech_graph.cli.translations",
    "frenchtech_graph.cli.help_pages",
    "frenchtech_graph.views.documentation.findings_page",
    "frenchtech_graph.views.documentation.api_page",
    "frenchtech_graph.views.documentation.label_holders",
    "frenchtech_graph.views.documentation.label_awards",
)
"""Modules whose `files()` gives the text of each file they derive from others, by path; first what
the later ones import.
"""
WRITE = """
import importlib, sys
for path, content in importlib.import_module(sys.argv[1]).files().items():
    content = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print("written:", path)
"""
PAGES_OF_CITY = """
import sys
from pathlib import Path
from frenchtech_graph import EcosystemGraph
france, folder = EcosystemGraph.open("out/france", kept=True), Path(sys.argv[2])
city = france.ecosystem(sys.argv[1])
france.ecosystems().to_csv(folder / "ecosystems.csv", index=False)
city.hubs().to_csv(folder / "hubs.csv", index=False)
city.report(folder / "report.html")
city.map(folder / "map.html")
france.site(folder.parent / "site", where=sys.argv[1])
"""
"""The pages of the demo, made from one reading of the graph: a command for each would read it anew."""
VULNERABLE, NOT_ASKED = 1, 3
"""Exit codes of `audit`: a vulnerability is known; of some packages nothing could be known."""


def program(name: str, place: Path = VENV) -> str:
    """Return the path of a program of a virtual environment."""
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return str(place / folder / (name + suffix))


def run(*command: str, check: bool = True) -> int:
    """Run a command in the project's folder, showing it."""
    print(
        "$", " ".join(Path(command[0]).name if c == command[0] else c for c in command), flush=True
    )
    return subprocess.run(command, cwd=HERE, check=check).returncode


def install(extras: str, place: Path = VENV) -> None:
    """Make a virtual environment and install the package, unless that is already done."""
    stamp = place / f".installed-{extras.replace(',', '-')}"
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python = program("python", place)
    if not Path(python).exists():
        venv.create(place, with_pip=True)
    narrowed = []
    if place == LOWEST:
        (place / "lowest.txt").write_text(lowest_versions(), encoding="utf-8")
        narrowed = ["--constraint", str(place / "lowest.txt")]
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *narrowed,
        "-e",
        f".[{extras}]",
    )
    stamp.write_text(wanted)


def lowest_versions() -> str:
    """Return the lowest version of each library the package says it works with, as pip's
    constraints.
    """
    about = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (
        needed
        for name, needed in about["optional-dependencies"].items()
        if name in ("fast", "parquet", "serve")
    )
    needed = [*about["dependencies"], *(one for some in extras for one in some)]
    return "".join(re.sub(r">=([\w.]+).*", r"==\1", one) + "\n" for one in needed if ">=" in one)


def demo(open_pages: bool) -> int:
    """Build France and write what there is to see of its first city, Lille."""
    install(EXTRAS["demo"])
    run(program("frenchtech-graph"), "build", "france", "--out", "out/france")
    PAGES.mkdir(exist_ok=True)
    print(f"# {CITY}: site, ecosystems.csv, hubs.csv, report.html, map.html", flush=True)
    subprocess.run([program("python"), "-c", PAGES_OF_CITY, CITY, PAGES], cwd=HERE, check=True)
    print(f"\nout/france/lille: {', '.join(sorted(p.name for p in PAGES.iterdir()))}")
    for page in (SITE, PAGES / "report.html", PAGES / "map.html"):
        print(page.as_uri())
    if open_pages:
        webbrowser.open(SITE.as_uri())
    return 0


def test_lowest(arguments: list[str]) -> int:
    """Run the tests with the lowest supported version of each library, in an environment of their
    own.
    """
    install(EXTRAS["test"], LOWEST)
    return run(program("python", LOWEST), "-m", "pytest", *arguments, check=False)


def test(arguments: list[str]) -> int:
    """Run the linters, the type checker and all tests, then name those that failed."""
    install(EXTRAS["test"])
    python = program("python")
    checks = (
        (python, "-m", "ruff", "check", "."),
        (python, "-m", "ruff", "format", "--check", "."),
        (program("codespell"), "."),
        (python, "-m", "mypy"),
        (program("lint-imports"),),
        (python, "-m", "pytest", *arguments),
    )
    failed = [
        f"failed: {' '.join([Path(program).name, *options])}"
        for program, *options in checks
        if run(program, *options, check=False)
    ]
    print("\n".join(failed), end="\n" if failed else "")
    return int(bool(failed))


def docs() -> int:
    """Write the site of the docs; a dead link fails it."""
    install(EXTRAS["docs"])
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    return run(program("python"), "-m", "mkdocs", "build", "--strict", "--quiet")


def regenerate() -> int:
    """Rewrite each derived file that is due; each generator sees what those before it wrote."""
    python = program("python") if Path(program("python")).exists() else sys.executable
    for module in GENERATORS:
        print("$ regenerate", module, flush=True)
        subprocess.run([python, "-c", WRITE, module], cwd=HERE, check=True)
    return 0


def tool(name: str) -> str:
    """Return the path of a program of the audit, its environment made when it is first asked
    for.
    """
    stamp = AUDIT / ".installed"
    if not stamp.exists():
        venv.create(AUDIT, with_pip=True)
        run(
            program("python", AUDIT),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *TOOLS,
        )
        stamp.touch()
    return program(name, AUDIT)


def lock() -> int:
    """Resolve what the package rests on, for every system and Python, with the SHA-256 of each
    file.
    """
    for file, extras in LOCKS.items():
        options = [
            "--quiet",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--upgrade",
        ]
        bare = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        run(
            tool("uv"),
            "pip",
            "compile",
            "pyproject.toml",
            *extras,
            *options,
            *bare,
            "-o",
            f"requirements/{file}",
        )
    return 0


def vulnerabilities(lock_file: str) -> int:
    """Ask the public database about each package that a lock would install here; return what
    `audit` ends with.
    """
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    print("$ pip-audit", *options, "-r", f"requirements/{lock_file}", flush=True)
    asked = subprocess.run(
        [tool("pip-audit"), *options, "-r", f"requirements/{lock_file}"],
        cwd=HERE,
        check=False,
        capture_output=True,
        text=True,
    )
    return answered(lock_file, asked.stdout, asked.stderr)


def answered(lock_file: str, report: str, errors: str = "") -> int:
    """Print what pip-audit's JSON report says.

    It calls packages that it could not ask about fine; this does not.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except ValueError:
        why = (errors.strip().splitlines() or ["no reason given"])[-1]
        print(f"{lock_file}: NOT AUDITED, the database of vulnerabilities was not reached: {why}")
        return NOT_ASKED
    known = [(p, v) for p in packages for v in p.get("vulns", ())]
    for package, v in known:
        mended = ", ".join(v["fix_versions"]) or "no version yet"
        print(f"{lock_file}: {package['name']} {package['version']}: {v['id']}, mended in {mended}")
    skipped = [p for p in packages if "skip_reason" in p]
    print(
        f"{lock_file}: {len(packages) - len(skipped)} of {len(packages)} packages asked about, "
        f"{len(known)} known vulnerabilities"
    )
    if skipped:
        print(
            f"{lock_file}: NOT AUDITED, {len(skipped)} packages of which the database of"
            " vulnerabilities said nothing:"
            f" {skipped[0]['skip_reason']}{' …' if len(skipped) > 1 else ''}"
        )
    return VULNERABLE if known else NOT_ASKED if skipped else 0


def audit() -> int:
    """Write licences and an SBOM, and ask about vulnerabilities; return 0, `VULNERABLE` or
    `NOT_ASKED`.
    """
    install(EXTRAS["demo"])
    (HERE / "out").mkdir(exist_ok=True)
    core = "requirements/lock-core.txt"
    listed = subprocess.run(
        [program("python"), "requirements/licences.py", core],
        cwd=HERE,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    (HERE / "requirements" / "licences.csv").write_bytes(listed)
    run(
        tool("cyclonedx-py"),
        "requirements",
        core,
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "--of",
        "JSON",
        "-o",
        "out/sbom.cdx.json",
    )
    ends = {vulnerabilities(file) for file in LOCKS}
    return VULNERABLE if VULNERABLE in ends else max(ends)


def version() -> str:
    """Return the version of the package."""
    stated = (HERE / "frenchtech_graph" / "version.py").read_text(encoding="utf-8")
    return stated.rpartition("__version__ = ")[2].strip().strip('"')


def before_a_tag(number: str, today: str) -> list[str]:
    """Return what the changelog and the citation still lack for a release of that version."""
    changes = (HERE / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (HERE / "CITATION.cff").read_text(encoding="utf-8")
    left = []
    if re.search(rf"^## {re.escape(number)} — \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE) is None:
        left.append(f"CHANGELOG.md: the date of {number}, such as «## {number} — {today}»")
    if f"\nversion: {number}\n" not in citation:
        left.append(f"CITATION.cff: version: {number}")
    if "\ndate-released:" not in citation:
        left.append(f"CITATION.cff: date-released: {today}")
    return left


def release() -> int:
    """Build the wheel and the sdist, and try each in a fresh environment; return 0 when both run."""
    if not Path(program("python", BUILD)).exists():
        venv.create(BUILD, with_pip=True)
        run(program("python", BUILD), "-m", "pip", "install", "--quiet", "build")
    made = subprocess.run(
        [shutil.which("git") or "git", "log", "-1", "--format=%ct"],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    os.environ["SOURCE_DATE_EPOCH"] = made
    os.environ.pop("PYTHONPATH", None)
    number, dist = version(), HERE / "dist"
    run(program("python", BUILD), "-m", "build", "--outdir", str(dist))
    wheel, sdist = (
        dist / f"frenchtech_graph-{number}{s}" for s in ("-py3-none-any.whl", ".tar.gz")
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "fresh"
        venv.create(place, with_pip=True)
        for file, options in ((wheel, []), (sdist, ["--force-reinstall", "--no-deps"])):
            run(program("python", place), "-m", "pip", "install", "--quiet", *options, str(file))
            run(program("frenchtech-graph", place), "--version")
            built = str(Path(folder) / file.suffix.strip("."))
            run(program("frenchtech-graph", place), "build", "lille", "--out", built)
    for file in (wheel, sdist):
        print(hashlib.sha256(file.read_bytes()).hexdigest(), file.relative_to(HERE))
    left = before_a_tag(number, str(datetime.date.today()))
    print(*(f"to do before the tag: {one}" for one in left), sep="\n")
    print(
        f"then: git tag -a v{number} -m 'frenchtech-graph {number}'; upgrading: docs/migration.md"
    )
    return 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "task", choices=["demo", "test", "docs", "regenerate", "release", "lock", "audit"]
    )
    parser.add_argument(
        "--no-open", action="store_true", help="demo: do not open the pages in the browser"
    )
    parser.add_argument(
        "--lowest",
        action="store_true",
        help="test: with the lowest supported versions of libraries",
    )
    known, rest = parser.parse_known_args()
    try:
        if known.task == "demo":
            return demo(open_pages=not known.no_open and sys.stdout.isatty())
        others = {
            "docs": docs,
            "regenerate": regenerate,
            "release": release,
            "lock": lock,
            "audit": audit,
        }
        if known.task in others:
            return others[known.task]()
        return test_lowest(rest) if known.lowest else test(rest)
    except subprocess.CalledProcessError as failed:
        print(
            f"{known.task} stopped: {Path(failed.cmd[0]).name} ended with {failed.returncode}",
            file=sys.stderr,
        )
        return NOT_ASKED if known.task == "audit" else 1


if __name__ == "__main__":
    sys.exit(main())

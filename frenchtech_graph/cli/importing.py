"""`import`: any spreadsheet becomes tables, after a look at how it is read."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from frenchtech_graph.cli.common import fail, lang_option, print_faults
from frenchtech_graph.cli.doubts import print_doubts, print_plans
from frenchtech_graph.cli.languages import WORDS, language
from frenchtech_graph.cli.logs import neutral, tell

if TYPE_CHECKING:
    from frenchtech_graph.ingest.sheets.doubts import Doubt
    from frenchtech_graph.ingest.sheets.mapping import Reading
    from frenchtech_graph.pipeline.importing import Import

_FILE = click.Path(path_type=Path, dir_okay=False)
_ABOUT = ("title", "publisher", "url", "date", "licence", "territory", "contact")


@click.command("import")
@click.argument("file", metavar="FILE", required=False)
@click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False), default=None)
@click.option("--mapping", type=_FILE, default=None)
@click.option("--yes", is_flag=True)
@click.option("--set", "about", multiple=True, metavar="NAME=VALUE")
@click.option("--with", "beside", multiple=True, metavar="INPUT")
@click.option("--mark", type=_FILE, default=None)
@click.option("--prefer", type=click.Choice(["workbook", "tables"]), default=None)
@click.option("--page", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@lang_option
def import_command(
    file: str | None,
    folder: Path | None,
    mapping: Path | None,
    yes: bool,
    about: tuple[str, ...],
    beside: tuple[str, ...],
    mark: Path | None,
    prefer: str | None,
    page: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Turn any spreadsheet into tables."""
    from frenchtech_graph.io.faults import FaultsError

    if page:
        _open_page(lang)
        return
    if file is None:
        click.echo(click.get_current_context().get_help(), err=True)
        raise SystemExit(2)
    try:
        prepared = _prepared(file, folder, mapping, about, beside, prefer)
        if mark:
            _mark(prepared, mark, lang)
        prepared = _settled(prepared, prefer or "", yes, as_json, lang)
        _write(prepared, as_json, lang)
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error


def _open_page(lang: str) -> None:
    from frenchtech_graph.views.importing.page import run

    run(lang, tell=lambda address: click.echo(WORDS.text("import-page", lang, address=address)))


def _prepared(
    file: str,
    folder: Path | None,
    mapping: Path | None,
    about: Sequence[str],
    beside: Sequence[str],
    prefer: str | None,
) -> "Import":
    from frenchtech_graph.ingest.sheets.mapping import beside as mapping_beside
    from frenchtech_graph.ingest.sheets.mapping import read_mapping
    from frenchtech_graph.pipeline.datasets import locate, read_all
    from frenchtech_graph.pipeline.importing import prepare
    from frenchtech_graph.pipeline.published_sheets import fetched, is_published

    path = fetched(file) if is_published(file) else Path(file)
    kept = mapping or mapping_beside(path)
    stated = dict(_stated(about))
    reading: Reading | None = None
    if mapping or stated:
        from frenchtech_graph.ingest.sheets.mapping import Reading as NewReading

        reading = read_mapping(kept) if kept.exists() else NewReading()
        reading.about |= stated
    known = read_all(locate(beside)) if beside else []
    return prepare(path, folder, reading=reading, known=known, prefer=prefer or "")


def _stated(about: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in about:
        name, _, value = text.partition("=")
        if name not in _ABOUT:
            fail(WORDS.text("about-expected", language(), names=", ".join(_ABOUT), value=text))
        pairs.append((name, value))
    return pairs


def _settled(prepared: "Import", prefer: str, yes: bool, as_json: bool, lang: str) -> "Import":
    """Return an import without open questions: they are asked, or their guesses are taken."""
    imported = prepared.imported
    if imported is None:
        return prepared
    if not as_json:
        print_plans(imported, lang)
    reading = imported.understood.desk.reading
    if yes or reading.accepted:
        reading.accepted = True
        if not as_json:
            print_doubts(imported.doubts, lang, taken=True)
        return prepared
    asks = sys.stdin.isatty() and not as_json
    if not imported.doubts and not (asks and imported.understood.desk.unsettled):
        return prepared
    if not asks:
        _leave(prepared, as_json, lang)
    return _asked(prepared, prefer, lang)


def _leave(prepared: "Import", as_json: bool, lang: str) -> None:
    """Exit with the open questions of an import, after writing its mapping for the answers."""
    from frenchtech_graph.pipeline.importing import write_mapping

    assert prepared.imported is not None
    written = write_mapping(prepared, lang)
    if as_json:
        rows = [_as_row(d, lang) for d in prepared.imported.doubts]
        click.echo(json.dumps({"doubts": rows}, ensure_ascii=False, indent=1))
    else:
        print_doubts(prepared.imported.doubts, lang, taken=False)
        tell(WORDS.text("import-answer", lang, path=written))
    raise SystemExit(2)


def _as_row(doubt: "Doubt", lang: str) -> dict[str, Any]:
    return {
        "sheet": doubt.sheet,
        "row": doubt.row,
        "column": doubt.column,
        "value": doubt.value,
        "code": doubt.code,
        "what": doubt.what(lang),
        "remedy": doubt.remedy(lang),
        "guess": doubt.guess,
    }


def _asked(prepared: "Import", prefer: str, lang: str) -> "Import":
    """Ask all questions of an import, and read it again with the answers, until all are
    answered."""
    from frenchtech_graph.pipeline.answers import kinds_of_ends, questions

    asked: set[tuple[str, ...]] = set()
    while prepared.imported is not None:
        reading = prepared.imported.understood.desk.reading
        doubts = [*prepared.imported.doubts, *kinds_of_ends(prepared.imported)]
        still = [q for q in questions(doubts) if q[0].question not in asked]
        if not still:
            break
        for doubt, count in still:
            asked.add(doubt.question)
            _ask(reading, doubt, count, lang)
        prepared = _again(prepared, reading, prefer)
    rest = prepared.imported.doubts if prepared.imported else []
    if rest:
        print_doubts(rest, lang, taken=False)
        if not click.confirm(WORDS.text("import-accept", lang), default=True):
            _keep_answers(prepared, lang)
        assert prepared.imported is not None
        prepared.imported.understood.desk.reading.accepted = True
    return prepared


def _keep_answers(prepared: "Import", lang: str) -> NoReturn:
    """Exit without an import. The answers so far are in the mapping, for the next import."""
    from frenchtech_graph.pipeline.importing import write_mapping

    tell(WORDS.text("import-answer", lang, path=write_mapping(prepared, lang)))
    raise SystemExit(2)


def _again(prepared: "Import", reading: "Reading", prefer: str) -> "Import":
    """Return an import after further answers. If no row can be imported, the answers are kept."""
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline.importing import keep_answers, prepare

    try:
        return prepare(
            prepared.path, prepared.folder, reading=reading, known=prepared.known, prefer=prefer
        )
    except FaultsError:
        keep_answers(prepared.path, reading)
        raise


def _ask(reading: "Reading", doubt: "Doubt", count: int, lang: str) -> None:
    from frenchtech_graph.pipeline.answers import answer, possible

    click.echo(neutral(f"{doubt.sheet} · {doubt.column} — {doubt.what(lang)}"))
    if count > 1:
        click.echo(WORDS.plural("import-cells", count, lang))
    if doubt.choices:
        click.echo("  " + neutral(", ".join(doubt.choices)))
    choices = possible(doubt, lang)
    while True:
        text = click.prompt(f"  {doubt.remedy(lang)}", default=doubt.guess, show_default=True)
        if not text:
            return
        if text == "?" and choices:
            click.echo(_listed(choices))
            continue
        try:
            answer(reading, doubt, text)
        except ValueError:
            click.echo(WORDS.text("import-no-answer", lang, value=neutral(text)))
            _suggest(choices, text, lang)
            continue
        return


def _suggest(choices: Mapping[str, str], text: str, lang: str) -> None:
    """Show the answers whose names are like a text, and how to see them all."""
    from frenchtech_graph.model.names import nearest

    titles = {title: code for code, title in choices.items()}
    near = [titles.get(name, name) for name in nearest(text, (*choices, *titles))]
    if near:
        click.echo(_listed({code: choices[code] for code in dict.fromkeys(near)}))
    if choices:
        click.echo(WORDS.text("import-list-answers", lang))


def _listed(choices: Mapping[str, str]) -> str:
    return "\n".join(f"    {code} — {title}" for code, title in choices.items())


def _account(cells: Mapping[str, int], lang: str) -> str:
    """Return the number of cells of a workbook in each state, in words."""
    parts = (WORDS.plural(f"import-cells-{state}", n, lang) for state, n in cells.items() if n)
    return WORDS.plural("import-account", sum(cells.values()), lang, parts=", ".join(parts))


def _mark(prepared: "Import", target: Path, lang: str) -> None:
    from frenchtech_graph.ingest.sheets.marking import write_marked
    from frenchtech_graph.pipeline.marked_copies import of_doubts

    imported = prepared.imported
    marks = of_doubts(imported.doubts if imported else [], lang)
    click.echo(WORDS.text("written", lang, path=write_marked(prepared.path, marks, target)))


def _write(prepared: "Import", as_json: bool, lang: str) -> None:
    from frenchtech_graph.pipeline.importing import write, write_mapping

    folder = write(prepared)
    mapping = write_mapping(prepared, lang)
    rows = {name: len(found) for name, found in prepared.public.rows.items()}
    hidden = sum(len(r) for r in prepared.private.rows.values())
    counts = prepared.counts()
    if as_json:
        doubts = prepared.imported.doubts if prepared.imported else []
        said = {"folder": str(folder), "rows": rows, "private": hidden, **counts}
        said["doubts"] = [_as_row(d, lang) for d in doubts]
        said["cells"] = prepared.cells()
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    numbers = {n: rows.get(n, 0) for n in ("actors", "events", "ties")}
    click.echo(WORDS.text("imported", lang, folder=folder, **numbers))
    click.echo(WORDS.text("import-changes", lang, **counts))
    if hidden:
        click.echo(WORDS.text("import-private", lang, n=hidden))
    if cells := prepared.cells():
        click.echo(_account(cells, lang))
    if mapping:
        click.echo(WORDS.text("written", lang, path=mapping))
    click.echo(WORDS.text("import-next", lang, folder=folder, out=Path("out") / folder.name))

"""`ask`: a question in French or English, read without a model."""

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from click.core import ParameterSource

from frenchtech_graph.cli.answers import print_answer
from frenchtech_graph.cli.common import format_option, lang_option, opened, out_option
from frenchtech_graph.io.words import beside

if TYPE_CHECKING:
    from frenchtech_graph.ask import Asked, Reading

_IN_DOUBT = 2


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=0), default=20, show_default=True)
@format_option
@lang_option
@out_option
def ask_command(
    question: tuple[str, ...], top: int, format_: str, as_json: bool, lang: str, out: Path
) -> None:
    """Ask a question in French or English."""
    with opened(out) as graph:
        asked = graph.ask(" ".join(question), lang=_language(lang) if _is_given("lang") else None)
    folder = ("--out", str(out)) if _is_given("out") else ()
    if as_json:
        click.echo(json.dumps(as_facts(asked, folder), ensure_ascii=False, indent=1))
    elif asked.frame is None:
        _print_doubt(asked.reading, folder)
    else:
        _print(asked, top, format_, folder)
    if asked.frame is None:
        sys.exit(_IN_DOUBT)


def _language(lang: str) -> Literal["fr", "en"]:
    return "en" if lang == "en" else "fr"


def _is_given(option: str) -> bool:
    """Return whether the user gave an option on the command line."""
    source = click.get_current_context().get_parameter_source(option)
    return source is ParameterSource.COMMANDLINE


def as_facts(asked: "Asked", folder: Sequence[str] = ()) -> dict[str, Any]:
    """Return an answer as JSON has it: how the question was understood, and the rows.

    `folder` are the words that name the folder of the graph in a command.
    """
    reading = asked.reading
    facts: dict[str, Any] = {"question": reading.asked, "certain": reading.certain}
    if asked.frame is None:
        offers = [
            {"title": _title(o), "command": _command(o, folder), "left_out": list(o.aside)}
            for o in reading.offers
        ]
        return facts | {"reasons": list(reading.reasons), "offers": offers}
    rows = json.loads(asked.frame.to_json(orient="records", force_ascii=False))
    return facts | {
        "understood": reading.sentence(),
        "name": reading.name,
        "parameters": dict(reading.parameters),
        "subjects": list(reading.subjects),
        "left_out": list(reading.aside),
        "command": _command(reading, folder),
        "rows": rows,
    }


def _print(asked: "Asked", top: int, format_: str, folder: Sequence[str]) -> None:
    reading, frame = asked.reading, asked.frame
    assert frame is not None
    click.secho(reading.sentence(), bold=True, err=format_ != "table")
    click.echo(f"  {_command(reading, folder)}", err=format_ != "table")
    if frame.empty and format_ == "table":
        click.echo(_words().text("no-rows", reading.lang))
        return
    if format_ != "table":
        print_answer(frame, format_, None)
        return
    shown = reading.rows or top or len(frame)
    few = frame.head(shown)
    print_answer(
        asked.answer.on_screen(shown, reading.lang) if asked.answer else few, "table", None
    )
    if len(few) < len(frame):
        click.echo(_words().text("first-rows", reading.lang, shown=len(few), n=len(frame)))


def _print_doubt(reading: "Reading", folder: Sequence[str]) -> None:
    words = _words()
    for reason in reading.reasons:
        click.echo(reason, err=True)
    if reading.offers:
        click.echo(words.text("candidates", reading.lang), err=True)
    for offer in reading.offers:
        title = " · ".join(filter(None, (_title(offer), offer.left_out())))
        click.echo(f"  {title}\n    {_command(offer, folder)}", err=True)


def _title(reading: "Reading") -> str:
    return reading.titles[reading.lang]


def _command(reading: "Reading", folder: Sequence[str]) -> str:
    from frenchtech_graph.ask import command

    return shlex.join(["frenchtech-graph", *command(reading), *folder])


def _words() -> Any:
    from frenchtech_graph.ask import reading

    return beside(str(reading.__file__))

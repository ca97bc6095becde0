"""The commands of findings, made from their declarations: parse, one call on the door, print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from frenchtech_graph.cli.common import (
    format_option,
    lang_option,
    opened,
    out_option,
    tell_place,
)
from frenchtech_graph.cli.kept_answers import printed
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Command, Finding, Parameter
from frenchtech_graph.findings.parameters import CONDITIONS, SEED

_KINDS = {"int": int, "float": float}


def command(name: str, lang: str) -> click.Command:
    """Return the command of that name, its helps in a language.

    Raises:
        KeyError: no finding has it.
    """
    stated = registry.commands()[name]
    findings = {f.variant: f for f in registry.of_command(name)}
    made = click.Command(
        name, callback=_callback(stated, findings), help=_help(stated, findings, lang)
    )
    made.params = _arguments(stated, findings) + _options(stated, findings, lang)
    for shared in (format_option, lang_option, out_option):
        made = shared(made)
    return made


def _callback(stated: Command, findings: dict[str, Finding]) -> Callable[..., None]:
    def run(
        out: Path, lang: str, format_: str, as_json: bool, top: int, seed: int = 1, **asked: Any
    ) -> None:
        variant = asked.pop("what", None) or _unsaid(stated, asked)
        if stated.flag:
            variant = stated.flag if asked.pop(stated.flag) else ""
        finding = findings[variant]
        asked |= {"top": top, "seed": seed}
        subjects = [asked.pop(s) for s in finding.subjects]
        taken = {p.name for p in finding.parameters} | set(finding.conditions)
        values = {name: value for name, value in asked.items() if name in taken}
        form = "json" if as_json else format_

        def show() -> None:
            from frenchtech_graph.cli.finding_tables import print_answers

            tell_place(asked.get("where"), lang)
            with opened(out) as graph:
                answers = graph.answers(finding.name, *subjects, **values)
                print_answers(answers, lang, form, top, seed if finding.states_seed else None)

        if any(Path(subject).exists() for subject in subjects):  # perhaps another graph
            show()
        else:
            printed(out, finding.name, {**asked, "subjects": subjects, "form": form}, show)

    return run


def _unsaid(stated: Command, asked: dict[str, Any]) -> str:
    """Return the finding that a command means without a word."""
    return stated.of_place if stated.of_place and asked.get("where") else stated.default


def _help(stated: Command, findings: dict[str, Finding], lang: str) -> str:
    parts = [stated.summary(lang)]
    if notes := stated.notes(lang):
        parts.append(notes)
    choices = {f.variant: text for f in findings.values() if (text := f.choice(lang))}
    if choices:
        width = max(map(len, choices)) + 2
        usual = " " + WORDS.text("default", lang)
        rows = [
            f"{name:<{width}}{text}{usual if name == stated.default else ''}"
            for name, text in choices.items()
        ]
        parts.append("\b\n" + "\n".join(rows))
    examples = stated.examples or (f"frenchtech-graph {stated.name}",)
    title = WORDS.plural("examples", len(examples), lang)
    parts.append("\b\n" + "\n".join([title, *(f"  {e}" for e in examples)]))
    return "\n\n".join(parts)


def _arguments(stated: Command, findings: dict[str, Finding]) -> list[click.Parameter]:
    if stated.default:
        choice = click.Choice([f.variant for f in findings.values()])
        return [click.Argument(["what"], type=choice, required=False)]
    subjects = next(iter(findings.values())).subjects
    return [click.Argument([name]) for name in subjects]


def _options(stated: Command, findings: dict[str, Finding], lang: str) -> list[click.Parameter]:
    """Return the options of all findings of a command, each once."""
    chosen: dict[str, Parameter] = {}
    for finding in findings.values():
        for p in finding.parameters:
            if p.on_command_line:
                chosen.setdefault(p.name, p)
    conditions = dict.fromkeys(c for f in findings.values() for c in f.conditions)
    last = ("seed", "top")
    options = [_option(p, lang) for name, p in chosen.items() if name not in last]
    if stated.flag:
        text = findings[stated.flag].meaning(lang)
        options.append(click.Option([f"--{stated.flag}"], is_flag=True, help=text))
    options.append(_option(chosen["top"], lang) if "top" in chosen else _screen())
    options += [_option(CONDITIONS[name], lang) for name in conditions if name not in chosen]
    options.append(_option(chosen.get("seed", SEED), lang))
    return list(options)


def _screen() -> click.Option:
    return click.Option(
        ["--top"],
        type=click.IntRange(min=1),
        default=20,
        show_default=True,
    )


def _option(parameter: Parameter, lang: str) -> click.Option:
    if parameter.kind == "flag":
        return click.Option([parameter.option], is_flag=True, help=parameter.help(lang))
    return click.Option(
        [parameter.option],
        type=_type(parameter),
        default=parameter.default,
        show_default=parameter.default is not None,
        metavar=parameter.metavar,
        help=parameter.help(lang),
    )


def _type(parameter: Parameter) -> Any:
    if parameter.choices:
        return click.Choice(parameter.choices)
    least, most = parameter.least, parameter.most
    if parameter.kind == "int" and (least is not None or most is not None):
        whole = [None if bound is None else int(bound) for bound in (least, most)]
        return click.IntRange(min=whole[0], max=whole[1])
    if parameter.kind == "float" and least is not None:
        return click.FloatRange(min=least, max=most)
    return _KINDS.get(parameter.kind, str)

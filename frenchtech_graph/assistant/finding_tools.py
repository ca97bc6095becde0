"""A tool for each finding that has a command."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from frenchtech_graph.assistant.answers import table
from frenchtech_graph.assistant.tools import WORDS, Answer, Arguments, Tool, lang_of, rows_of
from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Finding, Parameter
from frenchtech_graph.findings.parameters import CONDITIONS
from frenchtech_graph.io.words import LANGUAGES

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

NAMES = {"path": "path_between", "lacks": "gaps", "gaps": "gaps_between_groups",
         "comparables": "compare_round", "hubs": "hubs_of"}  # fmt: skip
"""Names of tools that differ from the name of the finding, or that a question has too."""
_TYPES = {"int": "integer", "float": "number", "flag": "boolean"}
_SENTENCES = 12


def finding_tools() -> Iterator[Tool]:
    """Yield a tool for each finding that a command shows."""
    for finding in registry.with_commands():
        parameters = [*finding.parameters, *(CONDITIONS[c] for c in finding.conditions)]
        properties = {p.name: _schema(p) for p in parameters if p.name != "draws"}
        subjects = {name: _place() for name in finding.subjects}
        actors = tuple(p.name for p in finding.parameters if p.kind == "actor")
        yield Tool(
            NAMES.get(finding.name, finding.name),
            {lang: finding.title(lang) for lang in LANGUAGES},
            {lang: finding.meaning(lang) for lang in LANGUAGES},
            {**subjects, **properties},
            (*finding.subjects, *(actors if len(actors) > 1 else ())),
            partial(_ask, finding),
        )


def _schema(parameter: Parameter) -> dict[str, Any]:
    said = " / ".join(parameter.help(lang) for lang in reversed(LANGUAGES))
    schema: dict[str, Any] = {"type": _TYPES.get(parameter.kind, "string"), "description": said}
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.least is not None:
        schema["minimum"] = parameter.least
    if parameter.most is not None:
        schema["maximum"] = parameter.most
    return schema


def _place() -> dict[str, Any]:
    said = " / ".join(WORDS.text("argument place", lang) for lang in reversed(LANGUAGES))
    return {"type": "string", "description": said}


def _ask(finding: Finding, graph: EcosystemGraph, arguments: Arguments) -> Answer:
    lang = lang_of(arguments)
    given = {n: v for n, v in arguments.items() if n not in ("lang", "rows", *finding.subjects)}
    subjects = [str(arguments[name]) for name in finding.subjects]
    answers = graph.answers(finding.name, *subjects, **given)
    first = answers[0]
    sentences = [s for answer in answers for s in answer.in_words(_SENTENCES, lang)]
    unknown = WORDS.text("finding-unknown", lang)
    return table(first.frame, rows_of(arguments), unknown=unknown, sentences=sentences)

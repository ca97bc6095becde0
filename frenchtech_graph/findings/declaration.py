"""A finding as data: its function, parameters, columns, words, overlay and section.

Its command, its method of the door, its stored files, the map, the report, the server and
docs/findings.md all read this declaration.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Value = str | int | float | bool | None
"""A value of a parameter, as a user states it."""


class Text(NamedTuple):
    """A text in French and English."""

    fr: str
    en: str

    def __call__(self, lang: str) -> str:
        """Return the text in `lang` (`fr` or `en`)."""
        return self.fr if lang == "fr" else self.en


NO_TEXT = Text("", "")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a finding: an option of its command and an argument of its method.

    `kind` is a type, "flag" (true or false), "actor" (the name or address of an actor) or "date"
    (2025, 2025-12 or 2025-12-31). `passes` is the name of the argument of the function, if it
    differs. `unit` is shown after the description. `metavar` is the placeholder of the value in
    `--help`. Some parameters are not `on_command_line`.
    """

    name: str
    help: Text
    kind: Literal["text", "int", "float", "flag", "actor", "date"] = "text"
    default: Value = None
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    unit: str = ""
    passes: str = ""
    metavar: str | None = None
    on_command_line: bool = True

    @property
    def argument(self) -> str:
        """Return the name of the argument of the function."""
        return self.passes or self.name

    @property
    def option(self) -> str:
        """Return the name of the option of the command."""
        return "--" + self.name.replace("_", "-")


class Column(NamedTuple):
    """A column of a finding: name, meaning, and unit and formula or empty texts."""

    name: str
    meaning: str
    unit: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Overlay:
    """The overlay of a finding on the map.

    `drawing` states how rows become marks. "actors" highlights the actor in the column `iri`,
    "pairs" joins the actors in `iri_a` and `iri_b`, and "hubs", "gaps", "introductions" and "cards"
    have drawings of their own. `button` is the label of the view, `note` explains it, and `nothing`
    is shown if the finding has no rows. At most `most` rows are drawn.
    """

    drawing: Literal["actors", "pairs", "hubs", "gaps", "introductions", "cards"]
    button: Text
    note: Text
    nothing: Text
    most: int = 24
    order: int = 100


@dataclass(frozen=True)
class Section:
    """The position of a finding in the report.

    `layout` is "sentences" (a section of its own with title, introduction and one sentence per row,
    and evidence for the actor in the column `iri`), or "own" for sections with their own template.
    At most `most` sentences are shown.
    """

    layout: Literal["sentences", "own"]
    title: Text = NO_TEXT
    intro: Text = NO_TEXT
    most: int = 24
    order: int = 100


@dataclass(frozen=True)
class Finding:
    """A table that answers a question about the network.

    `function` is "module:function" within `frenchtech_graph.findings`. It takes the network (or one
    network per item of `subjects`) and the parameters. It returns a table, or several by the
    attributes that they cross. `sentence` is a text with columns as blanks, or "module:function" of
    a row and a language (and labels, if it takes them). `fixed` are arguments with a constant
    value. `arguments` is "module:function" that makes the arguments from the parameters, if they
    differ. `shown` are the columns on a screen (none: all). `lines` is "module:function" of a table
    and a language, and replaces the table on a screen. `notes` is "module:function" of a network,
    its table and a language, and is shown below the table on a screen. `groups` lists the
    parameters or attributes that give the names of groups. `conditions` are the conditions that
    select a part of the network. A `living` finding excludes ties that are known to have ended,
    unless years are given. A finding `of_places` compares a place, its parameter `where`, with
    others: pages of a place ask it of the network around. `prepare` is "module:function" that makes
    the table of a page.
    """

    name: str
    title: Text
    meaning: Text
    function: str
    columns: tuple[Column, ...]
    explanation: str = ""
    parameters: tuple[Parameter, ...] = ()
    subjects: tuple[str, ...] = ()
    arguments: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ("where", "since", "until")
    living: bool = False
    of_places: bool = False
    command: str = ""
    variant: str = ""
    choice: Text = NO_TEXT
    method: str = ""
    sentence: str | Text = ""
    summary: str = ""
    reading: str = ""
    lines: str = ""
    notes: str = ""
    shown: tuple[str, ...] = ()
    groups: tuple[str, ...] | None = None
    names_actors: bool = False
    ranks: str = ""
    several: bool = False
    keeps: bool = True
    states_seed: bool = False
    source: str = ""
    example: str = ""
    overlay: Overlay | None = None
    section: Section | None = None
    prepare: str = ""
    order: int = 100

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True)
class Command:
    """A command of the command line, with one finding or with several variants.

    `flag` is the option that chooses the second finding, where no word does. `of_place` is the
    finding that is used if a place is given without a variant.
    """

    name: str
    summary: Text
    notes: Text = NO_TEXT
    examples: tuple[str, ...] = ()
    default: str = ""
    flag: str = ""
    of_place: str = ""
    order: int = 100


def load(place: str) -> Callable[..., Any]:
    """Return the function at "module:function", the module within `frenchtech_graph.findings`.

    A module that starts with another package is used unchanged.
    """
    module, _, name = place.partition(":")
    try:
        found = importlib.import_module(f"frenchtech_graph.findings.{module}")
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("frenchtech_graph.findings."):
            raise
        found = importlib.import_module(module)
    function: Callable[..., Any] = getattr(found, name)
    return function

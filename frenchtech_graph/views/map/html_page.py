"""One self-contained page: our template, style and scripts, sealed by a Content-Security-Policy.

The page contains every script, and the policy lists their hashes. The browser refuses any other
script, style, picture or request. It therefore enforces that the page makes no request, and markup
in the data could not run even without escaping.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from frenchtech_graph.io.words import catalogue

TEMPLATES = Path(__file__).parent / "templates"
SHARED = Path(__file__).parents[1] / "search" / "js"
"""Modules of the search, which pages of several views import as their own."""
IMPORT = re.compile(
    r"^import (?:(?P<names>\{[^}]*\}) from )?'\./(?P<name>\w+\.js)';\n", re.MULTILINE
)
EXPORT = re.compile(r"^export (?:const|function|class) ([\w$]+)", re.MULTILINE)


@dataclass(frozen=True)
class Beside:
    """A script in a file next to the page, shared by the pages of one folder."""

    file: str


def environment(folder: Path = TEMPLATES) -> Environment:
    """Return a template environment that escapes everything it is given."""
    env = Environment(autoescape=True, loader=FileSystemLoader(folder), undefined=StrictUndefined)
    env.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
        "allow_nan": False,
    }
    env.filters["parts"] = parts
    return env


def parts(model: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the part of a page model that the opening view needs, and the rest without the ground.

    The page contains the first part near its top, so that the browser can paint a large network
    while it still reads the rest. Only the names of hubs are written twice.
    """
    marks, actors, events = (dict(model[name]) for name in ("marks", "actors", "events"))
    labels = marks.pop("label")
    first = {
        "opens": model["opens"],
        "home": model["home"],
        "marks": marks,
        "pillars": actors.pop("pillars"),
        "persons": actors.pop("persons"),
        "events": {name: events.pop(name) for name in ("size", "actor")},
        "hubs": [[h["a"], labels[h["a"]]] for h in model["hubs"] if h["hub"]],
    }
    rest = {k: v for k, v in model.items() if k not in ("opens", "home", "ground")}
    return first, rest | {"marks": {"label": labels}, "actors": actors, "events": events}


@cache
def words(folder: Path = TEMPLATES) -> dict[str, list[str]]:
    """Return the words of the interface: [French, English] by key."""
    found = catalogue(folder / "words.toml")
    return {k: [_typographic(found.entry(k, "fr")), found.entry(k, "en")] for k in found}


def _typographic(french: str) -> str:
    """Return French text whose spaces before punctuation do not break."""
    return re.sub(r" (?=[:;!?»%])|(?<=«) ", "\u00a0", french)


@cache
def bundle(entry: str, folder: Path = TEMPLATES / "js") -> str:
    """Return the modules that `entry` imports, and itself, as one script.

    A page opened from disk cannot load modules, so each ES module becomes a function that returns
    its exports, in an order that puts a module after its imports.
    """
    order: list[str] = []
    _visit(entry, folder, order)
    parts = [_as_function(name, _module(folder, name)) for name in order]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"


def _as_function(name: str, module: str) -> str:
    exported = ", ".join(EXPORT.findall(module))
    body = IMPORT.sub(lambda m: f"const {m['names']} = {_scope(m['name'])};\n", module)
    body = EXPORT.sub(lambda m: m[0].removeprefix("export "), body)
    return f"const {_scope(name)} = (() => {{ // {name}\n{body}return {{{exported}}};\n}})();\n"


def _module(folder: Path, name: str) -> str:
    own = folder / name
    return (own if own.is_file() else SHARED / name).read_text(encoding="utf-8")


def _scope(name: str) -> str:
    return "$" + name.removesuffix(".js")


def _visit(name: str, folder: Path, order: list[str]) -> None:
    """Append `name` to `order` after all its imports."""
    if name in order:
        return
    for found in IMPORT.finditer(_module(folder, name)):
        _visit(found["name"], folder, order)
    order.append(name)


def sealed(scripts: Sequence[str | Beside], style: str) -> dict[str, Any]:
    """Return the values that a template needs to write `scripts` and `style` into a page, with its
    policy. A page with a script next to it may load scripts of its own server or disk.
    """
    written = [s for s in scripts if isinstance(s, str)]
    for body in (*written, style):
        if re.search(r"</(script|style)|<!--", body, re.IGNORECASE):
            raise ValueError(
                "A script or style that closes its own element cannot be written into a page."
            )
    own = ["'self' file:"] if len(written) < len(scripts) else []
    allowed = " ".join([*own, *map(_hash, written)])
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return {
        "scripts": [Markup(s) if isinstance(s, str) else s for s in scripts],  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "policy": policy,
    }


def _hash(body: str) -> str:
    digest = hashlib.sha256(body.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

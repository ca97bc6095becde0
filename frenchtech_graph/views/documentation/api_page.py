"""The tables of docs/api.md that list the door, made from its code without importing it."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
FILE = PACKAGE.parent / "docs" / "api.md"
SOURCES = (PACKAGE / "api.py", PACKAGE / "findings" / "methods.py")
BEGIN, END = "<!-- generated: python3 tasks.py regenerate -->", "<!-- end of generated -->"


def rows() -> list[str]:
    """Return the rows of the table: the calls of the API's public methods and properties, and their
    first sentences.

    The parameters that select a part of the network are common to all findings, and not repeated.
    """
    found = []
    for source in SOURCES:
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found += [
                    _row(m) for m in node.body if isinstance(m, ast.FunctionDef) and _public(m)
                ]
    return found


def _public(method: ast.FunctionDef) -> bool:
    return not method.name.startswith("_")


def _row(method: ast.FunctionDef) -> str:
    first = " ".join((ast.get_docstring(method) or "").partition("\n\n")[0].split())
    decorators = {ast.unparse(d) for d in method.decorator_list}
    if decorators & {"property", "cached_property"}:
        return f"| `{method.name}` | {first} |"
    return f"| `{method.name}({', '.join(_parameters(method))})` | {first} |"


def _parameters(method: ast.FunctionDef) -> list[str]:
    arguments = method.args
    plain = [
        a.arg for a in (*arguments.posonlyargs, *arguments.args) if a.arg not in ("self", "cls")
    ]
    defaults = [ast.unparse(d) for d in arguments.defaults]
    first = len(plain) - len(defaults)
    shown = [n if i < first else f"{n}={defaults[i - first]}" for i, n in enumerate(plain)]
    if arguments.vararg:
        shown.append(f"*{arguments.vararg.arg}")
    for a, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if a.arg not in ("where", "since", "until", "kind", "sector", "progress"):
            shown.append(a.arg if default is None else f"{a.arg}={ast.unparse(default)}")
    if arguments.kwarg:
        shown.append(f"**{arguments.kwarg.arg}")
    return [s.replace("_silent", "…") for s in shown]


def page() -> str:
    """Return docs/api.md with its tables as the code has them."""
    text = FILE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    table = "\n".join(["| name | what |", "| --- | --- |", *rows()])
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def files() -> dict[Path, str]:
    """Return the text of the page, by path."""
    return {FILE: page()}

"""The methods of the door as code, made from the registry of findings.

`methods()` returns the text of `methods.py`, which is checked in, so that a type checker and an
editor see each method with its parameters. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Finding, Parameter
from frenchtech_graph.findings.parameters import CONDITIONS

FILE = Path(__file__).with_name("methods.py")
WIDTH = 100
_TYPES = {
    "text": "str",
    "date": "str",
    "actor": "str",
    "int": "int",
    "float": "float",
    "flag": "bool",
}
_HEAD = '''"""The methods of the door that return findings. Generated from the registry: do not edit.

`python3 tasks.py regenerate` rewrites it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from frenchtech_graph.findings.door_base import Asking

if TYPE_CHECKING:
    from frenchtech_graph.findings.finding_table import FindingTable

'''


def method_name(finding: Finding) -> str:
    """Return the name of the method of a finding."""
    return finding.method or finding.name


def parameters_of(finding: Finding) -> list[Parameter]:
    """Return the parameters of a finding's method, with the conditions that select a part of the
    network last.
    """
    return [*finding.parameters, *(CONDITIONS[c] for c in finding.conditions)]


def methods(findings: Iterable[Finding] | None = None) -> str:
    """Return the text of `methods.py`, for all findings or only for `findings`."""
    chosen = list(registry.with_commands() if findings is None else findings)
    aliases = [_alias(f, p) for f in chosen for p in f.parameters if p.choices]
    body = "\n".join(_method(f) for f in chosen)
    return (
        f"{_HEAD}{''.join(aliases)}\n\n"
        f'class FindingMethods(Asking):\n    """The findings of a network, one method each."""\n\n'
        f"{body}"
    )


def _alias_name(finding: Finding, parameter: Parameter) -> str:
    words = f"{method_name(finding)}_{parameter.name}".split("_")
    return "".join(w.capitalize() for w in words)


def _alias(finding: Finding, parameter: Parameter) -> str:
    name = _alias_name(finding, parameter)
    values = ", ".join(f'"{c}"' for c in parameter.choices)
    line = f"{name} = Literal[{values}]\n"
    if len(line) <= WIDTH:
        return line
    if len(values) + 4 <= WIDTH:
        return f"{name} = Literal[\n    {values}\n]\n"
    rows = "".join(f'    "{c}",\n' for c in parameter.choices)
    return f"{name} = Literal[\n{rows}]\n"


def _type(finding: Finding, parameter: Parameter) -> str:
    kind = _alias_name(finding, parameter) if parameter.choices else _TYPES[parameter.kind]
    return f"{kind} | None" if parameter.default is None else kind


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _method(finding: Finding) -> str:
    shown = parameters_of(finding)
    stated = [f"{s}: str | Path | Asking," for s in finding.subjects]
    stated += ["*,"]
    stated += [f"{p.name}: {_type(finding, p)} = {_literal(p.default)}," for p in shown]
    lines = "".join(f"        {one}\n" for one in ("self,", *stated))
    several = "dict[tuple[str, ...], FindingTable]" if finding.several else "FindingTable"
    passed = [f'"{finding.name}",', *(f"{s}," for s in finding.subjects)]
    passed += [f"{p.name}={p.name}," for p in shown]
    values = "".join(f"            {one}\n" for one in passed)
    call = "_tables" if finding.several else "_table"
    return (
        f"    def {method_name(finding)}(\n{lines}    ) -> {several}:\n"
        f"{docstring(finding, 8)}"
        f"        return self.{call}(\n{values}        )\n"
    )


def docstring(finding: Finding, indent: int) -> str:
    """Return the docstring of a finding's method: meaning, parameters, columns, errors, source."""
    pad = " " * indent
    parts = [_wrapped(f'"""{finding.meaning.en}', pad)]
    if finding.explanation:
        parts.append(_wrapped(finding.explanation, pad))
    shown = parameters_of(finding)
    if shown:
        parts.append(f"{pad}Args:\n" + "".join(_item(p.name, _about(p), pad) for p in shown))
    columns = "".join(_item(c.name, _with_unit(c.meaning, c.unit), pad) for c in finding.columns)
    parts.append(f"{pad}Columns:\n" + columns)
    parts.append(
        f"{pad}Raises:\n"
        + _item(
            "BilingualError",
            "an invalid value of a parameter, or an unknown place.",
            pad,
        )
    )
    if finding.source:
        parts.append(_wrapped(f"Source: {finding.source}", pad))
    if finding.example:
        parts.append("".join(f"{pad}{line}\n" for line in finding.example.splitlines()))
    return "\n".join(parts) + f'{pad}"""\n'


def _about(parameter: Parameter) -> str:
    return _with_unit(parameter.help.en.rstrip("."), parameter.unit) + "."


def _with_unit(meaning: str, unit: str) -> str:
    return f"{meaning} [{unit}]" if unit else meaning


def _item(name: str, meaning: str, pad: str) -> str:
    return _wrapped(f"{name}: {meaning}", pad + "    ", hanging=pad + "        ")


def _wrapped(text: str, pad: str, hanging: str | None = None) -> str:
    lines = wrap(
        text,
        WIDTH,
        initial_indent=pad,
        subsequent_indent=pad if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "".join(f"{line}\n" for line in lines)


def files() -> dict[Path, str]:
    """Return the text of each file that is derived from the registry, by path."""
    return {FILE: methods()}

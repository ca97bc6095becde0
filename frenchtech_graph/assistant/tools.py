"""The tools of the assistant, as data: name, words, schema of the arguments, and action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frenchtech_graph.assistant.answers import MOST_ROWS, USUAL_ROWS
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import LANGUAGES, beside
from frenchtech_graph.model.names import nearest

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

WORDS = beside(__file__)
_MOST_VALUES = 50
Arguments = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """A tool: `properties` are the JSON schemas of its arguments, `run` asks the door."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    properties: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...]
    run: Callable[[EcosystemGraph, Arguments], Answer]

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments."""
        return {
            "type": "object",
            "properties": {n: dict(p) for n, p in {**self.properties, **_SHARED}.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }

    @property
    def description(self) -> str:
        """Its purpose, in English and in French."""
        return "\n".join(self.descriptions[lang] for lang in reversed(LANGUAGES))


def text(key: str, **more: Any) -> dict[str, Any]:
    """Return the schema of an argument that is text, described in both languages."""
    said = " / ".join(WORDS.text(key, lang) for lang in reversed(LANGUAGES))
    return {"type": "string", "maxLength": 2000, "description": said, **more}


def own(
    name: str, properties: Mapping[str, Mapping[str, Any]], required: tuple[str, ...], run: Any
) -> Tool:
    """Return a tool whose words are in the catalogue of words."""
    entry = WORDS.both(f"tool {name}")
    titles = {lang: entry[lang][0] for lang in LANGUAGES}
    descriptions = {lang: " ".join(entry[lang]) for lang in LANGUAGES}
    return Tool(name, titles, descriptions, properties, required, run)


_SHARED: Mapping[str, Mapping[str, Any]] = {
    "lang": {"type": "string", "enum": list(LANGUAGES), "description": "language of labels"},
    "rows": {
        "type": "integer", "minimum": 1, "maximum": MOST_ROWS,
        "description": f"rows at most; {USUAL_ROWS} unless given",
    },
}  # fmt: skip


def checked(tool: Tool, given: Arguments) -> dict[str, Any]:
    """Return the arguments of a call, checked against the schema of the tool.

    Raises:
        BilingualError: an argument is unknown, missing or of another type.
    """
    schema = tool.schema
    known = schema["properties"]
    for name, value in given.items():
        if name not in known:
            raise BilingualError(
                "unknown-parameter", query=tool.name, value=name,
                expected=", ".join(known), suggestions=nearest(name, known),
            )  # fmt: skip
        if fault := _fault(known[name], value):
            raise BilingualError("not-an-argument", parameter=name, expected=fault)
    for name in tool.required:
        if given.get(name) in (None, ""):
            raise BilingualError("argument-missing", query=tool.name, parameter=name)
    return {name: value for name, value in given.items() if value is not None}


_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "array": (list,),
}  # fmt: skip


def _fault(schema: Mapping[str, Any], value: Any) -> str:
    """Return the expected value, or an empty string if the value is valid."""
    if value is None:
        return ""
    kind = schema["type"]
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return str(kind)
    if isinstance(value, list):
        return _fault_of_several(schema["items"], value)
    if "enum" in schema and value not in schema["enum"]:
        return ", ".join(map(str, schema["enum"]))
    if isinstance(value, str) and len(value) > schema.get("maxLength", 2000):
        return f"≤ {schema.get('maxLength', 2000)}"
    low, high = schema.get("minimum"), schema.get("maximum")
    outside = (low is not None and value < low) or (high is not None and value > high)
    return f"{low}–{high}" if outside else ""


def _fault_of_several(schema: Mapping[str, Any], values: list[Any]) -> str:
    if len(values) > _MOST_VALUES:
        return f"≤ {_MOST_VALUES}"
    if None in values:
        return str(schema["type"])
    return next(filter(None, (_fault(schema, v) for v in values)), "")


def rows_of(arguments: Arguments) -> int:
    """Return how many rows a call asks for."""
    return int(arguments.get("rows", USUAL_ROWS))


def lang_of(arguments: Arguments) -> Any:
    """Return the language of a call."""
    return arguments.get("lang", "fr")

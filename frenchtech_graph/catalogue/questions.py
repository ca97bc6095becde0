"""Read the catalogue: each file of `queries/` is a question, and valid SPARQL.

Comment lines at the head of its file describe a question to the catalogue:

- `#+ topic: finance`
- `#+ title_fr: …`, `#+ title_en: …`, `#+ description_fr: …`, `#+ description_en: …`
- `#+ param place: type=place; help_fr=…; help_en=…`
- `#+ columns: companies integer, amount number`
- `#+ example: place=Lille`

and each parameter in lines of the query itself, which contain its default value:

    VALUES ?place { UNDEF }  #+ param place
    LIMIT 20  #+ param limit

`UNDEF` means "any". The idea of the `#+` header comes from grlc (Meroño-Peñuela & Hoekstra 2016).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.names import nearest
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.binding import LIMIT_LINE, VALUES_LINE

TYPES = frozenset(
    {
        "actor",
        "entity",
        "place",
        "class",
        "concept",
        "year",
        "integer",
        "number",
        "boolean",
        "date",
        "text",
        "language",
        "iri",
    }
)
COLUMN_TYPES = frozenset({"integer", "number", "boolean", "text"})
_TOPICS = beside(__file__)
TOPICS = tuple(_TOPICS)
_HEADER = re.compile(r"^#\+ (?P<key>[a-z_]+(?: \w+)?): *(?P<value>.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    `type` is one of `TYPES`. `of` narrows it: the class of an actor, entity or class, the scheme of
    a concept. `default` is the unchanged data block of the file (`UNDEF`: any). `many`: accepts
    several values, and a row matches any of them.
    """

    name: str
    type: str
    of: str
    helps: Mapping[str, str]
    default: str
    many: bool

    @property
    def spec(self) -> str:
        """Type and narrowing in the notation of the file, `concept:sector`."""
        return f"{self.type}:{self.of}" if self.of else self.type


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its texts by language, its parameters, its columns that are not text, its SPARQL."""

    name: str
    topic: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    columns: Mapping[str, str]
    example: Mapping[str, str]
    text: str

    @property
    def form(self) -> str | None:
        """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`."""
        return sparql.form(self.text)

    @property
    def sparql(self) -> str:
        """The SPARQL text without the header."""
        return _HEADER.sub("", self.text).lstrip()


@cache
def catalogue() -> tuple[Query, ...]:
    """Return the questions of the catalogue, sorted by name."""
    return tuple(
        read(path.read_text(encoding="utf-8"), path.stem)
        for path in sorted(queries_folder().glob("*.rq"))
    )


def topics(lang: str) -> dict[str, str]:
    """Return the topics of the catalogue with their titles, in the order they are listed."""
    return {topic: _TOPICS.text(topic, lang) for topic in TOPICS}


def find(name: str) -> Query:
    """Return the question called `name`.

    Raises:
        BilingualError: the question does not exist. The message suggests similar names.
    """
    known = {q.name: q for q in catalogue()}
    if name not in known:
        raise BilingualError("unknown-query", value=name, suggestions=nearest(name, known))
    return known[name]


def read(text: str, name: str = "query") -> Query:
    """Read a question from the text of its file. A text without a header is a question too.

    Raises:
        BilingualError: the header is at fault.
    """
    header = [(m["key"], m["value"]) for m in _HEADER.finditer(text)]
    single = dict(header)
    defaults = {
        m["name"]: m["data"].strip() for p in (VALUES_LINE, LIMIT_LINE) for m in p.finditer(text)
    }
    stated = {key.split()[1]: value for key, value in header if key.startswith("param ")}
    if unplaced := stated.keys() - defaults.keys():
        raise _fault(name, f"no line of the query holds `#+ param {min(unplaced)}`")
    return Query(
        name=name,
        topic=single.get("topic", ""),
        titles={lang: single.get(f"title_{lang}", name) for lang in ("fr", "en")},
        descriptions={lang: single.get(f"description_{lang}", "") for lang in ("fr", "en")},
        parameters={
            p: _parameter(name, p, stated.get(p, "type=text"), d) for p, d in defaults.items()
        },
        columns=_columns(name, single.get("columns", "")),
        example=dict(_pair(name, p) for p in single.get("example", "").split("; ") if p),
        text=text,
    )


def _parameter(query: str, name: str, stated: str, default: str) -> Parameter:
    flags = dict(_pair(query, p) if "=" in p else (p, "") for p in re.split(r";\s*", stated) if p)
    kind, _, of = flags.pop("type", "text").partition(":")
    if kind not in TYPES:
        raise _fault(query, f"param {name}: type {kind} is not one of {', '.join(sorted(TYPES))}")
    helps = {key.removeprefix("help_"): text for key, text in flags.items() if key != "many"}
    return Parameter(name, kind, of, helps, default, "many" in flags)


def _columns(query: str, stated: str) -> dict[str, str]:
    columns = {}
    for part in filter(None, re.split(r",\s*", stated)):
        name, _, kind = part.partition(" ")
        if kind not in COLUMN_TYPES:
            raise _fault(
                query, f"column {name}: type {kind} is not one of {', '.join(sorted(COLUMN_TYPES))}"
            )
        columns[name] = kind
    return columns


def _pair(query: str, text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise _fault(query, f"`{text}` is not `name=value`")
    return key.strip(), value.strip()


def _fault(query: str, detail: str) -> BilingualError:
    return BilingualError("query-header", file=f"{query}.rq", detail=detail)

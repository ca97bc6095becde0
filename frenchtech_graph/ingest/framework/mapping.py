"""The knowledge of a connector about its source, in a small TOML file next to its module.

`[about]` describes the source. `[columns]` maps fields of ours to headers, and `[ignored]` lists
columns left unread on purpose. `[terms.*]` maps words of the source to terms of the ontology.
`[counts]` states the expected number of rows. `[withheld]` lists the fields that a copy shipped
with the project leaves out, the fields that form the name of a person, and the texts whose names
are kept as digests. A column that is neither read nor ignored is an error: a source that changed
must be looked at.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import rows
from frenchtech_graph.ingest.framework.values import text
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.names import fold

Value = str | tuple[str, ...]
_CONNECTORS = Path(__file__).parents[1] / "connectors"


@dataclass(frozen=True, slots=True)
class About:
    """The description of a source, known before any fetch."""

    id: str
    titles: Mapping[str, str]
    publisher: str
    licence: str
    page: str
    size: Mapping[str, str]
    gives: Mapping[str, str]
    address: str | None = None
    rough_places: bool = False
    registered_seats: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours: its possible headers, the separator of its values, whether it may be
    missing."""

    name: str
    headers: tuple[str, ...]
    separator: str | None
    optional: bool


def key(header: str) -> str:
    """Return a header as Opendatasoft writes it technically, so that labels and technical names
    agree.

    >>> key("N° SIREN"), key("Id de l'unité de recherche"), key("ndeg_siren")
    ('ndeg_siren', 'id_de_l_unite_de_recherche', 'ndeg_siren')
    """
    return re.sub(r"\W+", "_", fold(header.replace("°", "deg "))).strip("_")


class Record:
    """One row of a source.

    Fields of ours are cleaned on access, and an empty field is an empty text or tuple.
    """

    __slots__ = ("_find", "_found", "number")

    def __init__(self, number: int, find: Callable[[str], Value]) -> None:
        self.number, self._find = number, find
        self._found: dict[str, Value] = {}

    def __getitem__(self, name: str) -> str:
        """Return a field as text, empty if it is missing."""
        value = self._value(name)
        return value if isinstance(value, str) else "; ".join(v for v in value if v)

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that may have several.

        Gaps stay, so that parallel lists match.
        """
        value = self._value(name)
        return value if isinstance(value, tuple) else ((value,) if value else ())

    def _value(self, name: str) -> Value:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found


@dataclass(frozen=True)
class SourceMapping:
    """A mapping file, read."""

    file: str
    about: About
    fields: tuple[Field, ...]
    ignored: frozenset[str]
    terms: Mapping[str, Mapping[str, Any]]
    counts: Mapping[str, Mapping[str, int]]
    text: Mapping[str, Any]
    withheld: frozenset[str] = frozenset()
    digested: tuple[str, ...] = ()
    person: tuple[str, ...] = ()

    def records(self, path: Path, *, member: str | None = None) -> Iterator[Record]:
        """Yield the rows of a file of the source, numbered from 1.

        Raises:
            FaultsError: the file cannot be read, a column is new, or a required one is missing.
        """
        return self.of_rows(rows.read(path, member=member), path.name)

    def of_rows(self, found: Iterable[rows.Row], file: str) -> Iterator[Record]:
        """Yield rows that were read already as records."""
        known: dict[str, Field | None] = {}
        places: dict[str, list[tuple[str, str | None]]] = {}
        missing = [f for f in self.fields if not f.optional]
        for number, row in enumerate(found, start=1):
            new = [h for h in row if h not in known]
            if new:
                known |= self._recognised(new, file)
                places = {}
                for header, field in known.items():
                    if field:
                        places.setdefault(field.name, []).append((header, field.separator))
            if number == 1:
                self._refuse_lost([f for f in missing if f.name not in places], file)
            yield Record(number, partial(_cell, row, places))

    def objects(self, path: Path, *, member: str | None = None) -> Iterator[Record]:
        """Yield the nested rows of a JSON file: a header with points leads into an object or a list
        of them.

        Raises:
            FaultsError: the file cannot be read, a top-level key is new, or a required one is
                missing.
        """
        return self.of_objects(rows.read(path, member=member), path.name)

    def of_objects(self, found: Iterable[rows.Row], file: str) -> Iterator[Record]:
        """Yield nested rows that were read already as records."""
        fields = {f.name: f for f in self.fields}
        tops = {h.partition(".")[0] for f in self.fields for h in f.headers}
        known: set[str] = set()
        for number, row in enumerate(found, start=1):
            for top in [k for k in row if k not in known]:
                if top not in tops and key(top) not in self.ignored:
                    raise FaultsError(
                        [Fault(file, number, top, top, "unread-column", {"mapping": self.file})]
                    )
                known.add(top)
            if number == 1:
                gone = [
                    f
                    for f in self.fields
                    if not f.optional and not any(h.partition(".")[0] in row for h in f.headers)
                ]
                self._refuse_lost(gone, file)
            yield Record(number, partial(_leaf, row, fields))

    def _recognised(self, headers: list[str], file: str) -> dict[str, Field | None]:
        by_key = {key(h): f for f in self.fields for h in f.headers}
        found: dict[str, Field | None] = {}
        faults = []
        for header in headers:
            bare = key(header)
            if bare in by_key:
                found[header] = by_key[bare]
            elif bare in self.ignored or not bare:
                found[header] = None
            else:
                faults.append(
                    Fault(file, 1, header, header, "unread-column", {"mapping": self.file})
                )
        if faults:
            raise FaultsError(faults)
        return found

    def _refuse_lost(self, lost: list[Field], file: str) -> None:
        if lost:
            faults = [
                Fault(
                    file,
                    1,
                    f.headers[0],
                    "",
                    "lost-column",
                    {"mapping": self.file, "expected": f.headers[0]},
                )
                for f in lost
            ]
            raise FaultsError(faults)

    def check_count(
        self, name: str, count: int, file: str, *, part: bool = False
    ) -> tuple[Fault, ...]:
        """Refuse a count below the minimum of the mapping, unless the file is a part.

        Return a notice if it is above the maximum.

        Raises:
            FaultsError: there are too few.
        """
        stated = self.counts.get(name, {})
        least, most = stated.get("min", 0), stated.get("max")
        if count < least and not part:
            raise FaultsError(
                [Fault(file, 0, "", str(count), "few-rows", {"expected": str(least)})]
            )
        if most is not None and count > most:
            return (Fault(file, 0, "", str(count), "many-rows", {"expected": str(most)}),)
        return ()

    def term(self, group: str, word: str, default: Any = None) -> Any:
        """Return the term for a word of the source, compared without case and accents."""
        return self.terms.get(group, {}).get(fold(word), default)


def _cell(
    row: rows.Row, places: Mapping[str, Sequence[tuple[str, str | None]]], name: str
) -> Value:
    """Return a field of a flat row, from the last of its headers that the row has."""
    for header, separator in reversed(places.get(name, ())):
        if header in row:
            return _value(row[header], separator)
    return ""


def _leaf(row: rows.Row, fields: Mapping[str, Field], name: str) -> Value:
    """Return a field of a nested row."""
    field = fields.get(name)
    return _value(_dug(row, field.headers), field.separator) if field else ""


def _dug(row: Any, headers: tuple[str, ...]) -> Any:
    """Return the value of the first header that exists.

    Through a list, return a list that keeps its gaps.
    """
    for header in headers:
        found = row
        for step in header.split("."):
            if isinstance(found, list):
                found = [part.get(step) if isinstance(part, dict) else None for part in found]
            else:
                found = found.get(step) if isinstance(found, dict) else None
        if found is not None:
            return found
    return None


def _value(value: Any, separator: str | None) -> Value:
    if isinstance(value, list):
        return tuple(text(v) for v in value)
    if separator is None:
        return text(value)
    whole = text(value)
    return tuple(text(v) for v in whole.split(separator)) if whole else ()


def _field(name: str, stated: Any, optional: frozenset[str]) -> Field:
    headers = stated if isinstance(stated, list) else stated["headers"]
    separator = None if isinstance(stated, list) else stated.get("separator")
    return Field(name, tuple(headers), separator, name in optional)


def _file(name: str) -> Path:
    return next(_CONNECTORS.glob(f"*/{name}"))


@cache
def load(name: str) -> SourceMapping:
    """Return the mapping of a source: the file `<name>.toml` of its family of connectors."""
    file = f"{name}.toml"
    stated = tomllib.loads(_file(file).read_text(encoding="utf-8"))
    about = stated["about"]
    left_out = stated.get("withheld", {})
    withheld = frozenset(left_out.get("fields", ()))
    optional = withheld | frozenset(stated.get("optional", {}).get("fields", ()))
    return SourceMapping(
        file=file,
        about=About(
            id=name,
            titles={"fr": about["title_fr"], "en": about["title_en"]},
            publisher=about["publisher"],
            licence=about["licence"],
            page=about["page"],
            size={"fr": about["size_fr"], "en": about["size_en"]},
            gives={"fr": about["gives_fr"], "en": about["gives_en"]},
            address=about.get("address"),
            rough_places=about.get("rough_places", False),
            registered_seats=about.get("registered_seats", False),
        ),
        fields=tuple(_field(n, s, optional) for n, s in stated.get("columns", {}).items()),
        ignored=frozenset(key(h) for h in stated.get("ignored", {}).get("headers", ())),
        terms={
            g: {fold(w): t for w, t in words.items()}
            for g, words in stated.get("terms", {}).items()
        },
        counts=stated.get("counts", {}),
        text=about,
        withheld=withheld,
        digested=tuple(left_out.get("digested", ())),
        person=tuple(left_out.get("person", ())),
    )

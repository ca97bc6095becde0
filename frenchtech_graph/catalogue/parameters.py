"""Text values → RDF terms, checked by the type of their parameter."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.questions import Parameter, Query
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import ontology, places, territories
from frenchtech_graph.model.names import nearest
from frenchtech_graph.model.namespaces import CONCEPT, FTE, ID, XSD
from frenchtech_graph.model.terms import Class
from frenchtech_graph.rdf.binding import Term

_LARGEST_EXPONENT = 100
"""Of a number: 1e999999999 would be written in a billion digits."""


def terms(query: Query, values: Mapping[str, Any], lookup: Lookup) -> dict[str, list[Term]]:
    """Return the RDF terms of the values given to the parameters of a question.

    A list, tuple or set gives several values. None leaves the default.

    Raises:
        BilingualError: there is no such parameter, or a value is not of its type or names nothing.
    """
    found = {}
    for name, value in values.items():
        if name not in query.parameters:
            known = list(query.parameters)
            raise BilingualError(
                "unknown-parameter",
                query=query.name,
                value=name,
                expected=", ".join(known) or "–",
                suggestions=nearest(name, known),
            )
        if value is not None:
            found[name] = _all_terms(query, query.parameters[name], value, lookup)
    return found


def _all_terms(query: Query, parameter: Parameter, value: Any, lookup: Lookup) -> list[Term]:
    several: Sequence[Any] = (
        list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    )
    if not several:
        raise BilingualError(
            "needs-value", parameter=parameter.name, example=query.example.get(parameter.name, "…")
        )
    if len(several) > 1 and not parameter.many:
        raise BilingualError("only-one", parameter=parameter.name, value=len(several))
    texts = [_written(v, parameter) for v in several]
    if parameter.type == "place" and len(texts) == 1 and (areas := _ecosystem(texts[0])):
        return areas
    return [_READERS[parameter.type](query, parameter, text, lookup) for text in texts]


def _written(value: Any, parameter: Parameter) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if lone := next((c for c in text if unicodedata.category(c) == "Cs"), None):
        raise _fault("not-text", parameter, f"U+{ord(lone):04X}")
    return text


def _fault(code: str, parameter: Parameter, value: str, **fields: Any) -> BilingualError:
    return BilingualError(code, parameter=parameter.name, value=value, **fields)


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _integer(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    try:
        number = int(text)
    except ValueError as error:
        raise _fault("not-integer", parameter, text) from error
    if parameter.default.isdecimal() and number < 0:
        raise _fault("not-positive", parameter, text)
    return _typed(str(number), "integer")


def _number(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _fault("not-number", parameter, text) from error
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise _fault("not-number", parameter, text)
    return _typed(f"{number:f}", "decimal")


def _year(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and "1" <= text[0] <= "2"):
        raise _fault("not-year", parameter, text)
    return _typed(text, "integer")


def _date(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _fault("not-date", parameter, text) from error
    return _typed(day.isoformat(), "date")


def _boolean(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    if text.lower() not in ("true", "false"):
        raise _fault("not-boolean", parameter, text)
    return _typed(text.lower(), "boolean")


def _text(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    for character in text:
        if unicodedata.category(character) == "Cc" and character not in "\t\n\r":
            raise _fault("not-text", parameter, f"U+{ord(character):04X}")
    return ox.Literal(text)


def _language(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    if text not in ontology.LANGUAGES:
        raise _fault("not-language", parameter, text)
    return ox.Literal(text)


def _iri(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise _fault("not-iri", parameter, text) from error


def _place(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    known = places.load()
    try:
        found = known.resolve(text.removeprefix(ID + "place/"))
    except places.AmbiguousPlaceError as error:
        raise _fault(
            "ambiguous-place", parameter, text, expected="; ".join(error.candidates[:8])
        ) from error
    if found is None:
        # Places of the graph first: they are what is most likely meant.
        near = dict.fromkeys([*lookup.suggest_place(text), *known.suggest(text)])
        raise _fault("unknown-place", parameter, text, suggestions=list(near)[:3])
    return ox.NamedNode(f"{ID}place/{found}")


def _ecosystem(text: str) -> list[Term]:
    """Return the places that an ecosystem covers. Empty if the text is not an ecosystem."""
    match = territories.load().resolve(text)
    if match is None or places.load().is_id(text):
        return []
    return [ox.NamedNode(f"{ID}place/{area.place}") for area in match.today.areas]


def _class(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    return _ontology_term(
        query, parameter, text.removeprefix(FTE), f"class/{parameter.of or Class.DATED_THING}"
    )


def _concept(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    scheme = f"{CONCEPT}{parameter.of}/"
    return _ontology_term(query, parameter, text.removeprefix(scheme), f"concept/{parameter.of}")


def _ontology_term(query: Query, parameter: Parameter, text: str, spec: str) -> Term:
    known = ontology.load()
    name = known.resolve(spec, text)
    if name is None:
        near = known.suggest(spec, text)
        raise _fault("unknown-term", parameter, text, query=query.name, suggestions=near)
    return ox.NamedNode(known.vocabulary(spec)[name].iri)


def _entity(query: Query, parameter: Parameter, text: str, lookup: Lookup) -> Term:
    class_name = parameter.of or (Class.ACTOR if parameter.type == "actor" else Class.ENTITY)
    found = lookup.find(text, class_name)
    if not found:
        near = lookup.suggest(text, class_name)
        raise _fault("unknown-entity", parameter, text, kind=class_name, suggestions=near)
    if len(found) > 1:
        ids = "; ".join(
            f"{usual} ({iri.rpartition('/')[2]})" for iri, usual in sorted(found.items())[:8]
        )
        raise _fault("ambiguous-entity", parameter, text, expected=ids)
    return ox.NamedNode(next(iter(found)))


_READERS: dict[str, Callable[[Query, Parameter, str, Lookup], Term]] = {
    "actor": _entity,
    "entity": _entity,
    "place": _place,
    "class": _class,
    "concept": _concept,
    "year": _year,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "text": _text,
    "language": _language,
    "iri": _iri,
}

"""Questions: the text of an `.rq` file, values for its parameters, answers of a server."""

from collections.abc import Iterator
from functools import cache
from random import Random

import pyoxigraph as ox

from frenchtech_graph import catalogue as queries
from frenchtech_graph.catalogue import answers, questions
from frenchtech_graph.catalogue.engines import EmbeddedEngine
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.running import bound
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.rdf.binding import bind, render
from frenchtech_graph.rdf.remote_answers import NotAnAnswerError, parsed
from frenchtech_graph.rdf.tokens import tokens
from fuzz import mutations
from fuzz.harnesses import Harness

_VALUES = (
    b"Exotec",
    b"https://w3id.org/fte/id/actor/exotec",
    b"2016",
    b"Lille",
    b"59350",
    b"StartUp",
    b"health",
    b"true",
    b"12.5",
    b"} DROP ALL #",
    b'"@en } UNION { ?s ?p ?o } #',
    b"2016-05-10",
    b"\\u0022",
    b"fr",
)
_JSON = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x","xml:lang":"fr"}}]}}'
_XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/></head>'
    b'<results><result><binding name="a"><uri>urn:x</uri></binding></result></results></sparql>'
)
_FORMS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
_TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def harnesses() -> Iterator[Harness]:
    """Yield the harnesses of questions."""
    yield Harness(
        "parameters", _parameters, lambda: list(_VALUES), (BilingualError,), mutations.text
    )
    yield Harness("binding", _binding, lambda: list(_VALUES), (), mutations.text)
    yield Harness("question-file", _file, _texts, (BilingualError,), mutations.text)
    yield Harness("endpoint-answers", _answers, _answer_seeds, (NotAnAnswerError,), _changed_answer)


@cache
def _store() -> ox.Store:
    """Return a store of one start-up and one place: enough for names to be looked up in."""
    store = ox.Store()
    store.load(
        input="<https://w3id.org/fte/id/actor/exotec> a <https://w3id.org/fte/onto/StartUp>, <https://w3id.org/fte/onto/Actor> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Exotec"@fr .',
        format=ox.RdfFormat.TURTLE,
    )
    return store


def _parameters(data: bytes) -> None:
    """Give a value to one parameter of a question: refused, or bound as one term and answered."""
    value = data[1:].decode("utf-8", "surrogatepass" if _is_text(data[1:]) else "replace")
    chosen = _parametrised()
    query, name = chosen[data[0] % len(chosen)] if data else chosen[0]
    text = bound(query, "fr", {name: value}, Lookup(EmbeddedEngine(_store())))
    assert _skeleton(text) == _skeleton(bound(query, "fr", {}, Lookup(EmbeddedEngine(_store()))))
    if query.form in ("SELECT", "ASK"):
        _store().query(f"{text}\n# LIMIT")


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _parametrised() -> list[tuple[queries.Query, str]]:
    """Return a question for each type of parameter that the catalogue has."""
    found = {
        (p.type, p.of): (q, p.name) for q in queries.catalogue() for p in q.parameters.values()
    }
    return [found[key] for key in sorted(found)]


def _skeleton(text: str) -> list[str]:
    """Return the kinds of the tokens of a query outside the data blocks of its parameters."""
    kept, inside = [], False
    lines = [line for line in text.split("\n") if "#+ param" not in line]
    for kind, token in tokens("\n".join(lines)):
        kept.append(token if kind in ("word", "other") else kind)
    assert not inside
    return kept


def _binding(data: bytes) -> None:
    """A literal bound into a query comes back as the value it was."""
    value = data.decode("utf-8", "replace")
    literal = ox.Literal(value)
    text = bind("SELECT ?a { VALUES ?a { UNDEF } #+ param a\n }", {"a": [literal]})
    answer = ox.Store().query(text)
    assert isinstance(answer, ox.QuerySolutions)
    ((found,),) = (tuple(s) for s in answer)
    assert found == literal, render(literal)


def _texts() -> list[bytes]:
    return [p.read_bytes() for p in sorted(queries_folder().glob("*.rq"))[::6]]


def _file(data: bytes) -> object:
    query = questions.read(data.decode("utf-8", "replace"))
    return bound(query, "en", {}, Lookup(EmbeddedEngine(_store())))


def _answer_seeds() -> list[bytes]:
    turtle = b'<urn:a> a <urn:b> ; <urn:p> "x"@fr, 1 .'
    json_ld = b'{"@id": "urn:a", "urn:p": [{"@value": "x", "@language": "fr"}]}'
    xml = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a">'
        b'<p xmlns="urn:">x</p></rdf:Description></rdf:RDF>'
    )
    return [
        b"\0" + _JSON,
        b"\1" + _XML,
        b"\2a\r\nx\r\n",
        b"\3?a\n<urn:x>\n",
        b"\4" + turtle,
        b"\5<urn:a> <urn:b> <urn:c> .\n",
        b"\6" + xml,
        b"\7" + json_ld,
    ]


def _changed_answer(data: bytes, chance: Random) -> bytes:
    return data[:1] + mutations.of_form(data[1:], chance)


def _answers(data: bytes) -> object:
    """Read what a server answered, in each form, as `RemoteStore` does with the bytes it
    received.
    """
    at = data[0] % 8 if data else 0
    form = "CONSTRUCT" if at >= 4 else "SELECT"
    found, _ = parsed({"Content-Type": (_FORMS + _TRIPLES)[at]}, data[1:], form)
    return answers.frame(found)

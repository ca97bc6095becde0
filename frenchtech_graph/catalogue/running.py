"""Ask a question: of the catalogue, of a file, or in SPARQL, on any engine."""

from __future__ import annotations

import codecs
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.catalogue import answers, parameters, questions
from frenchtech_graph.catalogue.collation import collated
from frenchtech_graph.catalogue.engines import Source, answer, open_engine
from frenchtech_graph.catalogue.hints import UnknownTermWarning, hints
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.questions import Query
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.rdf.binding import bind
from frenchtech_graph.rdf.prefixes import prologue

if TYPE_CHECKING:
    import rdflib

DEFAULT_LANGUAGE = "fr"


def question(query: str | Path | Query) -> Query:
    """Return a question: by its name in the catalogue, the path of an `.rq` or `.sparql` file,
    or its SPARQL text.

    Raises:
        BilingualError: there is no such question or file.
    """
    if isinstance(query, Query):
        return query
    if isinstance(query, Path) or (query.lower().endswith(_FILES) and "{" not in query):
        return questions.read(_file(Path(query)), Path(query).stem)
    if "{" in query or len(query.split()) > 1:
        return questions.read(query.removeprefix("\ufeff"))
    return questions.find(query)


_FILES = (".rq", ".sparql")
"""How the names of files of queries end, in any case."""


def _file(path: Path) -> str:
    """Return the text of a file of a query. A byte order mark states its encoding."""
    try:
        content = path.read_bytes()
        marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BilingualError("query-not-utf8", value=path, place=error.start) from error
    except IsADirectoryError as error:
        raise BilingualError("query-folder", value=path) from error
    except (OSError, ValueError) as error:
        raise BilingualError("no-such-file", value=path) from error


def prepare(
    source: Source, query: str | Path | Query, *, lang: str = DEFAULT_LANGUAGE, **params: Any
) -> str:
    """Return the SPARQL text of a question with its parameters bound, as `run` would send it."""
    return bound(question(query), lang, params, Lookup(open_engine(source)))


def run(
    source: Source, query: str | Path | Query, *, lang: str = DEFAULT_LANGUAGE, **params: Any
) -> pd.DataFrame:
    """Ask a question and return the answer as a data frame with typed columns (see
    `answers.frame`).

    `source` is a pyoxigraph store, an rdflib graph, the folder of a built graph, the address of a
    SPARQL endpoint or a `RemoteStore`. `query` is a name of the catalogue, the path of an `.rq`
    file or SPARQL text. `params` are values in plain text (`place="Lille"`, `sector=["health",
    "energy"]`). `lang` is the language of labels. `df.attrs["sparql"]` contains the SPARQL that was
    sent.

    Raises:
        BilingualError: no such question, a wrong parameter, or a query that is not valid or failed.
    """
    engine, asked = open_engine(source), question(query)
    text = bound(asked, lang, params, Lookup(engine))
    warn(asked.text, lang)
    frame = answers.frame(answer(engine, text), asked.columns)
    if asked in questions.catalogue():
        frame = collated(frame, asked.text)
    frame.attrs |= {"query": asked.name, "sparql": text}
    return frame


def warn(text: str, lang: str) -> None:
    """Warn (`UnknownTermWarning`) of each term of a query that the ontology does not have."""
    for hint in hints(text):
        warnings.warn(hint.text(lang), UnknownTermWarning, stacklevel=4)


def construct(
    source: Source, query: str | Path | Query, *, lang: str = DEFAULT_LANGUAGE, **params: Any
) -> rdflib.Graph:
    """Ask a CONSTRUCT or DESCRIBE question and return the answer as an rdflib graph.

    Raises:
        BilingualError: as `run`.
    """
    import rdflib

    engine, asked = open_engine(source), question(query)
    text = bound(asked, lang, params, Lookup(engine))
    warn(asked.text, lang)
    found = answer(engine, text)
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean | answers.Rows):
        raise BilingualError("query-failed", detail="CONSTRUCT or DESCRIBE expected")
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    return graph


def bound(asked: Query, lang: str, params: Mapping[str, Any], lookup: Lookup) -> str:
    """Return the SPARQL text of a question with values for its parameters.

    Raises:
        BilingualError: there is no such parameter, or a value is not of its type or names nothing.
    """
    values = {"lang": lang} if "lang" in asked.parameters else {}
    return prologue(asked.text) + bind(
        asked.text, parameters.terms(asked, values | dict(params), lookup)
    )

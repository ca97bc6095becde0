"""Ask a question: of the catalogue, of a file, or in SPARQL, on any engine."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyoxigraph as ox
import rdflib

from frenchtech_graph.catalogue import answers, parameters, questions
from frenchtech_graph.catalogue.engines import Source, answer, open_engine
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.questions import Query
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.namespaces import PREFIXES
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.binding import bind

DEFAULT_LANGUAGE = "fr"


def question(query: str | Path | Query) -> Query:
    """Return a question: by its name in the catalogue, the path of an `.rq` file, or its SPARQL
    text.

    Raises:
        BilingualError: there is no such question or file.
    """
    if isinstance(query, Query):
        return query
    if isinstance(query, Path) or (query.endswith(".rq") and "\n" not in query):
        try:
            return questions.read(Path(query).read_text(encoding="utf-8"), Path(query).stem)
        except (OSError, UnicodeDecodeError) as error:
            raise BilingualError("no-such-file", value=query) from error
    if "{" in query or len(query.split()) > 1:
        return questions.read(query)
    return questions.find(query)


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
    file or SPARQL text. `params` are values as a person writes them (`place="Lille"`,
    `sector=["health", "energy"]`); `lang` is the language of labels. The SPARQL that was sent
    stands in `df.attrs["sparql"]`.

    Raises:
        BilingualError: no such question, a wrong parameter, or a query that is not valid or failed.
    """
    engine, asked = open_engine(source), question(query)
    text = bound(asked, lang, params, Lookup(engine))
    frame = answers.frame(answer(engine, text), asked.columns)
    frame.attrs |= {"query": asked.name, "sparql": text}
    return frame


def construct(
    source: Source, query: str | Path | Query, *, lang: str = DEFAULT_LANGUAGE, **params: Any
) -> rdflib.Graph:
    """Ask a CONSTRUCT or DESCRIBE question and return the answer as an rdflib graph.

    Raises:
        BilingualError: as `run`.
    """
    engine = open_engine(source)
    found = answer(engine, bound(question(query), lang, params, Lookup(engine)))
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
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
    return _prologue(asked.text) + bind(
        asked.text, parameters.terms(asked, values | dict(params), lookup)
    )


@lru_cache(maxsize=256)
def _prologue(text: str) -> str:
    """Declare the prefixes of the project that a query uses without declaring them; values never
    use any.
    """
    missing = sorted(sparql.undeclared_prefixes(text) & PREFIXES.keys())
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in missing)

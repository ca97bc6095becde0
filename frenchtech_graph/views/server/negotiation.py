"""The form of an answer: the client's Accept header against the available forms (RFC 9110,
§12.5.1).
"""

from collections.abc import Sequence

from frenchtech_graph.views.server.packing import PACKINGS

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"
HTML = "text/html"

SOLUTIONS = (JSON, XML, CSV, TSV)
TRUTH = (JSON, XML, CSV, TSV)
TRIPLES = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)
PAGES = (HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML)

_OTHER_NAMES = {
    "application/json": JSON_LD,
    "application/xml": XML,
    "text/xml": XML,
    "application/x-turtle": TURTLE,
    "application/turtle": TURTLE,
    "application/xhtml+xml": HTML,
}
SHORT = {
    "json": (JSON, JSON_LD),
    "sparql-results+json": (JSON,),
    "xml": (XML, RDF_XML),
    "sparql-results+xml": (XML,),
    "csv": (CSV,),
    "tsv": (TSV,),
    "ttl": (TURTLE,),
    "turtle": (TURTLE,),
    "n3": (TURTLE,),
    "nt": (N_TRIPLES,),
    "ntriples": (N_TRIPLES,),
    "rdf": (RDF_XML,),
    "rdf+xml": (RDF_XML,),
    "jsonld": (JSON_LD,),
    "json-ld": (JSON_LD,),
    "html": (HTML,),
}
"""Short names of the parameter `format`, for solutions or for triples."""


def choose(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer the client prefers, the first without a preference, or None if it accepts
    no offer.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", SOLUTIONS)
    'application/sparql-results+xml'
    >>> choose("", SOLUTIONS), choose("image/png", SOLUTIONS)
    ('application/sparql-results+json', None)
    """
    ranges = [_range(part, offers) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liked = [(_quality(offer, ranges), -place) for place, offer in enumerate(offers)]
    quality, place = max(liked)
    return offers[-place] if quality > 0 else None


def agreed(stated: str, accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer of a request with a parameter `format` (empty: none) and an Accept header.

    Clients may add a `format` that does not fit the form of their query. Such a format is ignored
    in favour of the header.

    >>> agreed("xml", "text/turtle", TRIPLES), agreed("csv", "text/turtle", TRIPLES)
    ('application/rdf+xml', 'text/turtle')
    """
    fitting = [name for name in SHORT.get(stated.lower(), ()) if name in offers]
    if not fitting and "/" in stated and (chosen := choose(stated, offers)):
        return chosen
    return fitting[0] if fitting else choose(accept, offers)


def packing(accept_encoding: str) -> str:
    """Return how an answer is packed for a client: `zstd`, `gzip`, or empty: not at all.

    >>> packing("br, gzip"), packing("gzip;q=0"), packing(""), packing("gzip, zstd")
    ('gzip', '', '', 'zstd')
    """
    if not accept_encoding or accept_encoding == "identity":
        return ""
    liked = dict.fromkeys(PACKINGS, 0.0)
    for part in accept_encoding.split(","):
        name, quality = _range(part, ())
        name = name.removeprefix("x-")
        if name in liked:
            liked[name] = quality
    best = max(liked, key=lambda name: liked[name], default="")
    return best if liked.get(best) else ""


def _range(part: str, offers: Sequence[str]) -> tuple[str, float]:
    name, *parameters = (p.strip().lower() for p in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                quality = 0.0
    if name == "application/json" and JSON in offers:
        name = JSON
    return (name if name in offers else _OTHER_NAMES.get(name, name)), quality


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality of an offer by the most specific range that matches it."""
    group = offer.partition("/")[0] + "/*"
    found = [
        (specific, q)
        for name, q in ranges
        for specific, n in enumerate(("*/*", group, offer))
        if n == name
    ]
    return max(found)[1] if found else 0.0

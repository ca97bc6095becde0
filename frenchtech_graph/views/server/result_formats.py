"""Answers of the engine → bytes, no longer than the server allows.

Rows are written one by one, so that an answer that grows too long is refused at once, before it
fills the memory. The formats are standards of the W3C: SPARQL 1.1 Query Results JSON, CSV and TSV,
and SPARQL Query Results XML.
"""

import io
import re
from collections.abc import Callable, Iterable
from itertools import islice
from json.encoder import encode_basestring
from typing import IO, Any, cast
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from frenchtech_graph.model.namespaces import XSD
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import RefusedError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_HEAD = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
_ENDS_IN_XML_NAME = re.compile(r"[A-Za-z_\u00c0-\ud7ff][\w.\u00b7-]*$")
RDF_FORMATS = {
    negotiation.TURTLE: ox.RdfFormat.TURTLE,
    negotiation.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    negotiation.RDF_XML: ox.RdfFormat.RDF_XML,
    negotiation.JSON_LD: ox.RdfFormat.JSON_LD,
}


def truth(value: bool, media_type: str) -> bytes:
    """Return the answer to an ASK query."""
    word = str(value).lower()
    if media_type in (negotiation.CSV, negotiation.TSV):  # no form of the W3C: the bare word
        return f"{word}\n".encode()
    if media_type == negotiation.XML:
        return f"{_XML_HEAD}<head/><boolean>{word}</boolean></sparql>\n".encode()
    return f'{{"head":{{}},"boolean":{word}}}\n'.encode()


def triples(found: Iterable[ox.Triple], media_type: str, limits: Limits) -> bytes:
    """Return triples in an RDF format.

    Raises:
        RefusedError: there are more than the server allows.
    """
    kept = list(islice(found, limits.rows + 1))
    if len(kept) > limits.rows:
        raise too_many(limits)
    if media_type == negotiation.JSON_LD and any(isinstance(t.object, ox.Triple) for t in kept):
        raise RefusedError(
            406,
            "JSON-LD cannot contain triples about triples. This answer can be written as"
            f" {negotiation.TURTLE}, {negotiation.N_TRIPLES}, {negotiation.RDF_XML}.",
        )
    if media_type == negotiation.RDF_XML:
        kept = [_for_xml(triple) for triple in kept]
    written = ox.serialize(kept, format=RDF_FORMATS[media_type]) or b""
    if len(written) > limits.answer:
        raise too_long(limits)
    return written


def _for_xml(triple: ox.Triple) -> ox.Triple:
    """Return a triple for XML: characters that XML cannot contain become �.

    Raises:
        RefusedError: the predicate does not end in a name of XML, as RDF/XML needs it.
    """
    if not _ENDS_IN_XML_NAME.search(triple.predicate.value):
        raise RefusedError(
            406,
            f"RDF/XML cannot name the predicate {triple.predicate.value}."
            f" This answer can be written as {negotiation.TURTLE}, {negotiation.N_TRIPLES},"
            f" {negotiation.JSON_LD}.",
        )
    value = triple.object
    if isinstance(value, ox.Literal) and _NOT_IN_XML.search(value.value):
        text = _NOT_IN_XML.sub("�", value.value)
        kind = None if value.language else value.datatype
        value = ox.Literal(text, datatype=kind, language=value.language)
    return ox.Triple(triple.subject, triple.predicate, value)


def solutions(
    found: ox.QuerySolutions,
    media_type: str,
    limits: Limits,
    again: Callable[[], ox.QuerySolutions] | None = None,
) -> bytes:
    """Return solutions in a results format.

    The engine writes JSON faster than we do. `again` repeats the query if its answer must be
    counted row by row.

    Raises:
        RefusedError: there are more rows, or bytes, than the server allows.
    """
    if media_type == negotiation.JSON and again is not None:
        written = _by_engine(found, limits)
        if written is not None:
            return written
        found = again()
    names = [v.value for v in found.variables]
    head, row, separator, tail = _WRITERS[media_type](names)
    parts, size = [], len(head)
    for number, solution in enumerate(found):
        if number == limits.rows:
            raise too_many(limits)
        parts.append(row(tuple(solution)))
        size += len(parts[-1]) + len(separator)
        if size > limits.answer:
            raise too_long(limits)
    return (head + separator.join(parts) + tail).encode("utf-8", "replace")


def _by_engine(found: ox.QuerySolutions, limits: Limits) -> bytes | None:
    """Return solutions in JSON as the engine writes them, None where there may be too many rows.

    `},{` separates two rows. A text may contain it too, so that the count is never too low.

    Raises:
        RefusedError: there are more bytes than the server allows.
    """
    written = _Bounded(limits)
    found.serialize(cast(IO[bytes], written), format=ox.QueryResultsFormat.JSON)
    body = b"".join(written.parts)
    return None if body.count(b"},{") >= limits.rows else body


class _Bounded(io.RawIOBase):
    """Accepts output up to the limit of bytes."""

    def __init__(self, limits: Limits) -> None:
        self.parts: list[bytes] = []
        self._left = limits.answer
        self._limits = limits

    def writable(self) -> bool:
        """Return True: this is for writing."""
        return True

    def write(self, part: Any) -> int:
        """Keep a part.

        Raises:
            RefusedError: there is no room for it.
        """
        self.parts.append(bytes(part))
        self._left -= len(part)
        if self._left < 0:
            raise too_long(self._limits)
        return len(part)


def too_many(limits: Limits) -> RefusedError:
    """Return the refusal of an answer of too many rows."""
    return RefusedError(
        422,
        f"The answer has more than {limits.rows} rows. Narrow the query or add a LIMIT. Exports"
        " contain all rows.",
    )


def too_long(limits: Limits) -> RefusedError:
    """Return the refusal of an answer of too many bytes."""
    return RefusedError(
        422, f"The answer is longer than {limits.answer} bytes. Narrow the query or add a LIMIT."
    )


Row = Callable[[tuple[Term, ...]], str]
Writer = tuple[str, Row, str, str]
"""Head, writer of a row, separator of rows, tail."""


def _json(names: list[str]) -> Writer:
    quoted = [encode_basestring(n) for n in names]

    def row(cells: tuple[Term, ...]) -> str:
        pairs = (
            f"{n}:{_json_cell(c)}" for n, c in zip(quoted, cells, strict=True) if c is not None
        )
        return f"{{{','.join(pairs)}}}"

    return (
        f'{{"head":{{"vars":[{",".join(quoted)}]}},"results":{{"bindings":[\n',
        row,
        ",\n",
        "\n]}}\n",
    )


def _json_cell(cell: Term) -> str:
    if isinstance(cell, ox.NamedNode):
        return f'{{"type":"uri","value":{encode_basestring(cell.value)}}}'
    if isinstance(cell, ox.BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(cell.value)}}}'
    if isinstance(cell, ox.Triple):
        ends = zip(
            ("subject", "predicate", "object"),
            (cell.subject, cell.predicate, cell.object),
            strict=True,
        )
        inner = ",".join(f'"{name}":{_json_cell(end)}' for name, end in ends)
        return f'{{"type":"triple","value":{{{inner}}}}}'
    assert cell is not None
    text = f'{{"type":"literal","value":{encode_basestring(cell.value)}'
    if cell.language:
        return f'{text},"xml:lang":"{cell.language}"}}'
    if cell.datatype.value == XSD + "string":
        return text + "}"
    return f'{text},"datatype":{encode_basestring(cell.datatype.value)}}}'


def _xml(names: list[str]) -> Writer:
    variables = "".join(f"<variable name={quoteattr(n)}/>" for n in names)
    quoted = [quoteattr(n) for n in names]

    def row(cells: tuple[Term, ...]) -> str:
        pairs = ((n, c) for n, c in zip(quoted, cells, strict=True) if c is not None)
        return f"<result>{''.join(f'<binding name={n}>{_xml_cell(c)}</binding>' for n, c in pairs)}</result>"

    return f"{_XML_HEAD}<head>{variables}</head><results>\n", row, "\n", "\n</results></sparql>\n"


def _xml_text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("�", text), {"\r": "&#13;"})


def _xml_cell(cell: Term) -> str:
    if isinstance(cell, ox.NamedNode):
        return f"<uri>{_xml_text(cell.value)}</uri>"
    if isinstance(cell, ox.BlankNode):
        return f"<bnode>{_xml_text(cell.value)}</bnode>"
    if isinstance(cell, ox.Triple):
        ends = zip(
            ("subject", "predicate", "object"),
            (cell.subject, cell.predicate, cell.object),
            strict=True,
        )
        return f"<triple>{''.join(f'<{name}>{_xml_cell(end)}</{name}>' for name, end in ends)}</triple>"
    assert cell is not None
    if cell.language:
        return f"<literal xml:lang={quoteattr(cell.language)}>{_xml_text(cell.value)}</literal>"
    stated = (
        ""
        if cell.datatype.value == XSD + "string"
        else f" datatype={quoteattr(cell.datatype.value)}"
    )
    return f"<literal{stated}>{_xml_text(cell.value)}</literal>"


def _csv(names: list[str]) -> Writer:
    def row(cells: tuple[Term, ...]) -> str:
        return ",".join(map(_csv_cell, cells)) + "\r\n"

    return ",".join(names) + "\r\n", row, "", ""


def _csv_cell(cell: Term) -> str:
    if cell is None:
        return ""
    text = str(cell) if isinstance(cell, ox.BlankNode | ox.Triple) else cell.value
    if any(c in text for c in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv(names: list[str]) -> Writer:
    def row(cells: tuple[Term, ...]) -> str:
        return "\t".join("" if c is None else str(c) for c in cells) + "\n"

    return "\t".join(f"?{n}" for n in names) + "\n", row, "", ""


_WRITERS: dict[str, Callable[[list[str]], Writer]] = {
    negotiation.JSON: _json,
    negotiation.XML: _xml,
    negotiation.CSV: _csv,
    negotiation.TSV: _tsv,
}

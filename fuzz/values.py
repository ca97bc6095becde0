"""Single cells: amounts, dates, names, numbers, addresses, investors named in one string."""

import json
from collections.abc import Iterator

from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors
from frenchtech_graph.ingest.framework import addresses
from frenchtech_graph.ingest.framework import values as cells
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.cells import read_value
from frenchtech_graph.model import names, places
from frenchtech_graph.model.partial_dates import is_partial_date
from fuzz import mutations
from fuzz.harnesses import Harness
from fuzz.places import FIXTURES

_SAMPLES = (
    "812500,5",
    "1 362 500,50 €",
    "04/03/2019",
    "2022-08-16 00:44",
    "552 100 554",
    "13002975400012",
    "FR 29 999999907",
    "www.example.org",
    "https://ror.org/02kzqn938",
    "http://www.wikidata.org/entity/Q3551621",
    "Université de Lille",
    "969500Q2MA9VBQ8BG884",
    "0000-0002-1825-0097",
    "Saint-Denis (93)",
    "Villeneuve d'Ascq",
    "200012345A",
)


def harnesses() -> Iterator[Harness]:
    """Yield the harnesses of cells; none may raise at all."""
    seeds = [s.encode() for s in _SAMPLES]
    yield Harness("cell-values", _values, lambda: seeds, (), mutations.text)
    yield Harness("cell-template", _template, lambda: seeds, (), mutations.text)
    yield Harness("cell-names", _names, lambda: seeds, (), mutations.text)
    yield Harness("cell-investors", _investors, _strings, (), mutations.text)


def _values(data: bytes) -> None:
    """Read a cell in every way there is; what comes back has the form it promises."""
    text = _text(data)
    for reader in (
        cells.siren,
        cells.siret,
        cells.siren_of_siret,
        cells.siren_of_vat,
        cells.rnsr,
        cells.uai,
        cells.pic,
        cells.wikidata,
        cells.lei,
        cells.ror,
    ):
        found = reader(text)
        assert found is None or (found.isascii() and found.isalnum()), (reader, found)
        assert reader(found) in (found, None) or reader in (
            cells.siren_of_siret,
            cells.siren_of_vat,
        )
    amount, positive, day = cells.amount(text), cells.positive(text), cells.day(text)
    assert amount is None or float(amount) == float(amount)
    assert positive is None or positive == amount
    assert day is None or is_partial_date(day)
    address = cells.website(text)
    assert address is None or address.lower().startswith(("http://", "https://"))
    bare = cells.text(text)
    assert cells.text(bare) == bare
    assert all(c.isprintable() for c in bare)


def _text(data: bytes) -> str:
    """Return bytes as the text they are, lone surrogates included, or else as one byte a
    character.
    """
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _template(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for table in template.load().values():
        for column in table.columns.values():
            read_value(text, column)


def _names(data: bytes) -> None:
    text = _text(data)
    folded = names.fold(text)
    assert names.fold(folded) == folded
    assert names.slug(text).isascii()
    addresses.commune(text)
    addresses.commune(text, text)
    addresses.insee(text)
    try:
        places.load().resolve(text)
    except places.AmbiguousPlaceError:
        return


def _strings() -> list[bytes]:
    found = json.loads((FIXTURES / "investors" / "ugliest.json").read_text(encoding="utf-8"))
    return [f["text"].encode() for f in found["strings"]]


def _investors(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for mention in parse_investors(text):
        assert mention.name
        assert mention.lead in (True, None)

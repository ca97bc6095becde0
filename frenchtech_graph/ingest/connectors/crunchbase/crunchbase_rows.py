"""Exports of Crunchbase up to 2015: acquisitions. A body has the same id in every export."""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.gathering import Gathering, is_listed
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset, Money
from frenchtech_graph.model.terms import Class

_FRANCE = "FRA"


def acquisitions(name: str) -> Connector:
    """Return the connector of an export of acquisitions."""
    mapping = load(name)

    def read(
        path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()
    ) -> Dataset:
        """Return acquisitions with a French side: buyer, acquired company, and the day and price if
        stated.
        """
        found, file = begin(mapping.about, path)
        for record in mapping.records(file):
            found.rows += 1
            row = f"{found.rows:04d}"
            if _FRANCE not in (record["bought_country"], record["buyer_country"]):
                found.leave_out(row, "", "aucun côté français", "neither side is French")
                continue
            buyer, bought = (_company(found, record, side, row) for side in ("buyer", "bought"))
            found.tie(
                Class.ACQUISITION,
                buyer,
                bought,
                row,
                start=values.day(record["date"]),
                money=_price(record),
            )
        found.notices += mapping.check_count("rows", found.rows, file.name, part=found.is_part)
        return found.dataset()

    return Connector(mapping.about, read, own_file(mapping.about), {})


def _company(found: Gathering, record: Record, side: str, row: str) -> str:
    permalink = record[f"{side}_permalink"].rsplit("/", 1)[-1]
    country = record[f"{side}_country"]
    french = country == _FRANCE
    return found.actor(
        Class.COMPANY,
        record[f"{side}_name"],
        row,
        key=f"crunchbase-{slug(permalink)}" if permalink else None,
        place=addresses.commune(record[f"{side}_city"]) if french else None,
        note=None if french or not country else f"Pays : {country}",
    )


def _price(record: Record) -> Money:
    amount, currency = values.positive(record["price"]), record["currency"]
    return Money(amount, currency) if amount and is_listed(currency) else Money()


CONNECTORS = (acquisitions("acquisitions2013"), acquisitions("acquisitions2015"))

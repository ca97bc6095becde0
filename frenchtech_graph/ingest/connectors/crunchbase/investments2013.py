"""Investments up to 2013 by French houses, in a list cut out of an export of Crunchbase."""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.tracked_rounds import investor
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset, Money
from frenchtech_graph.model.terms import Class, Round

MAPPING = load("investments2013")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return investors, companies and rounds.

    The list repeats the amount of a round for each investor.

    The list does not say where a company is: many are not French. Investments by people are left
    out unless persons are included.
    """
    found, file = begin(MAPPING.about, path, persons=persons)
    for record in MAPPING.records(file):
        found.rows += 1
        row, day = f"{found.rows:04d}", values.day(record["date"])
        house = investor(found, record["investor"], row)
        if house is None:
            found.leave_out(
                row, record["company"], "investisseur personne physique", "the investor is a person"
            )
            continue
        company = found.actor(Class.COMPANY, record["company"], row)
        amount = values.positive(record["amount"])
        # The list repeats a round for each investor. Company and day identify it.
        round_ = found.event(
            f"crunchbase-round-{slug(record['company'])}-{day or row}",
            Class.FUNDING_ROUND,
            None,
            row,
            company=company,
            start=day,
            round_type=Round.UNKNOWN_ROUND,
            money=Money(amount, "USD") if amount else Money(qualifier="undisclosed"),
        )
        found.tie(Class.INVESTMENT, house, company, row, event=round_, start=day)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})

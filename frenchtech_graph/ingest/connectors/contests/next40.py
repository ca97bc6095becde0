"""Next40 and French Tech 120: the companies with each label by year, from the user's own list."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import guessed_numbers, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Tier

MAPPING = load("next40")
_NAMES = {"next40": "French Tech Next40", Tier.FRENCH_TECH_120: "French Tech 120"}
_EITHER = Tier.FRENCH_TECH_120


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return companies and their labels by year.

    The tie lasts for the year of the class. A list without tiers gives French Tech 120, which
    includes the Next40. A company with a SIREN in one year gets it in every year, provided that its
    name has no other SIREN.
    """
    found, file = begin(MAPPING.about, path)
    records = [r for r in MAPPING.records(file) if r["name"]]
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    sirens = _sirens(records)
    for number, record in enumerate(records, start=1):
        row = f"{record['year']}-{number:04d}"
        tier = MAPPING.term("tier", record["tier"], _EITHER)
        label = found.event(tier, Class.LABEL, _NAMES[tier], row)
        siren = _siren(record) or sirens.get(_squeezed(record["name"]))
        name, _, former = record["name"].partition(" (ex ")
        company = found.actor(
            Class.START_UP,
            name,
            row,
            aliases=[former.rstrip(")")],
            key=None if siren else f"next40-{_squeezed(name)}",
            identifiers={"siren": siren},
            website=values.website(record["website"]),
        )
        found.tie(Class.LABEL_AWARD, company, label, row, start=record["year"], end=record["year"])
    return found.dataset()


def _squeezed(name: str) -> str:
    """Return a name without spaces, so that `360 Learning` and `360Learning` are one."""
    return fold(name.split(" (ex ", maxsplit=1)[0]).replace(" ", "")


def _siren(record: Record) -> str | None:
    return guessed_numbers.siren(record["siren"], record["name"])


def _sirens(records: Sequence[Record]) -> dict[str, str]:
    pairs = {(_squeezed(r["name"]), s) for r in records if (s := _siren(r))}
    counted = Counter(name for name, _ in pairs)
    return {name: siren for name, siren in pairs if counted[name] == 1}


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})

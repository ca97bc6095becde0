"""Institutions of higher education and their identifiers: the crosswalk between registers."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.records import Dataset
from frenchtech_graph.snapshots import Snapshot
from frenchtech_graph.sources import addresses, values
from frenchtech_graph.sources.connector import Connector, begin
from frenchtech_graph.sources.mapping import Record, load
from frenchtech_graph.sources.opendatasoft import OPTIONS, whole_set

MAPPING = load("institutions")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the institutions.

    A legal person that holds several institutions (schools merged into one) lends its SIREN to the row
    whose name it has, else to none of them: each row keeps its UAI.
    """
    found, file = begin(MAPPING.about, path)
    records = list(MAPPING.records(file))
    found.rows = len(records)
    MAPPING.check_count("rows", found.rows, file.name)
    sirens = Counter(_siren(r) for r in records)
    for record in records:
        siren = _siren(record)
        name = record["name"] or record["official"] or record["short"]
        if not name:
            found.leave_out(record["number"], "", "établissement sans nom dans le fichier", "no name in the file")
            continue
        alone = sirens[siren] == 1
        key = found.actor(
            MAPPING.term("type", record["type"], "HigherEducationInstitution"),
            name,
            record["number"],
            names={"fr": name} | ({"en": record["english"]} if record["english"] else {}),
            aliases=[record["acronym"], record["short"], record["official"], *record.all("search")],
            identifiers={
                "siren": siren if alone else None,
                "uai": values.uai(record["uai"]),
                "ror": values.ror(record["ror"]),
                "pic": values.pic(record["pic"]),
                "wikidata": values.wikidata(record["wikidata"]),
                "idref": record["idref"],
            },
            website=values.website(record["website"]),
            place=addresses.insee(record["commune"]),
            note=None if alone or not siren else f"SIREN {siren} partagé avec d'autres établissements",
        )
        found.observe("CreationObservation", key, values.day(record["created"]), record["number"])
    return found.dataset()


def _siren(record: Record) -> str | None:
    """Return the SIREN of a row; of two in a cell, that of its SIRET."""
    stated = [s for part in record["siren"].split(",") if (s := values.siren(part))]
    of_seat = values.siren_of_siret(record["siret"])
    return of_seat if of_seat in stated else next(iter(stated), of_seat)


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)

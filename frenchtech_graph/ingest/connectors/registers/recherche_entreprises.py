"""API Recherche d'entreprises: companies by SIREN or by criteria, never their people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.connectors.registers import companies
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, keep_rows
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.paging import Page, listed, pages
from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("recherche_entreprises")
_PAGE, _DEEPEST = 25, 10_000
_LEGAL_PERSON = "personne morale"
_AUDITOR = "commissaire aux comptes"


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return companies with their dates, and the companies among their officers (auditors apart).

    Natural persons, and units that object to the diffusion of their data, are dropped unread.
    """
    found, file = begin(MAPPING.about, path)
    for record in MAPPING.objects(file):
        found.rows += 1
        _company(found, record)
    return found.dataset()


def _company(found: Gathering, record: Record) -> None:
    siren, kind = values.siren(record["siren"]), companies.kind(record["form"])
    if not siren or kind is None or record["diffusion"] == "P":
        found.leave_out(
            f"row-{record.number}",
            "",
            "personne physique, diffusion refusée ou SIREN faux",
            "natural person, diffusion refused or wrong SIREN",
        )
        return
    key = found.actor(
        kind,
        record["legal_name"] or record["name"],
        siren,
        aliases=[record["name"], record["acronym"]],
        identifiers={"siren": siren, "siret": values.siret(record["siret"])},
        place=addresses.insee(record["commune"]),
        sectors=companies.sectors(record["activity"]),
        subject=True,
    )
    found.observe(Class.CREATION_OBSERVATION, key, values.day(record["created"]), siren)
    if record["closed"] or record["state"] == "C":
        found.closed(key, values.day(record["closed"]), siren)
    _officers(found, record, key, siren)


def _officers(found: Gathering, record: Record, company: str, row: str) -> None:
    for at, type_ in enumerate(record.all("officer_types")):
        siren = values.siren(record.all("officer_sirens")[at])
        role = record.all("officer_roles")[at]
        if type_ == _LEGAL_PERSON and siren and not role.casefold().startswith(_AUDITOR):
            officer = found.actor(
                Class.ORGANIZATION,
                record.all("officer_names")[at],
                row,
                identifiers={"siren": siren},
            )
            found.tie(Class.MANDATE, officer, company, row, role_text=role or None, seen=found.seen)


def fetch(
    client: Client, cache: Path, *, progress: Progress, sirens: Iterable[str] = (), **filters: str
) -> Snapshot:
    """Fetch companies by SIREN, with a request for each, or all companies that fit criteria of the
    API (`epci`, `departement`…).
    """
    url = MAPPING.about.address or ""
    wanted = sorted(set(sirens))
    if not wanted and not filters:
        raise fault(url, "needs-option", expected="--siren, --filter epci=…")

    def rows() -> Iterator[Row]:
        for siren in wanted:
            yield from _search(client, url, {"q": siren}, only=siren)
        if filters:
            yield from _search(client, url, filters)

    return keep_rows(rows(), MAPPING.about, read, client, cache, url, progress)


def _search(
    client: Client, url: str, asked: Mapping[str, Any], only: str | None = None
) -> Iterator[Row]:
    def ask(number: int) -> Page:
        answer = client.get(url, {**asked, "page": number + 1, "per_page": _PAGE}).json()
        rows = listed(url, answer, "results")
        total = answer.get("total_results")
        if isinstance(total, int) and total > _DEEPEST:
            raise fault(url, "fetch-large", limit=_DEEPEST)
        return rows, total

    for row in pages(url, ask):
        if only is None or row.get("siren") == only:
            # People are dropped before anything is kept.
            yield {
                **row,
                "dirigeants": [
                    d
                    for d in row.get("dirigeants") or []
                    if d.get("type_dirigeant") == _LEGAL_PERSON
                ],
            }


CONNECTOR = Connector(
    MAPPING.about,
    read,
    fetch,
    {"sirens": "SIREN of the companies", "…": "any criterion of the API: epci=200093201"},
)

"""Seats of companies whose SIREN is known: asked for one by one, or lifted from a Sirene stock file.

Answers are kept on arrival, so that an interrupted fetch resumes at its end. The kept data of a
company are its name, its seat by SIRET and commune, whether it is active, and the day of the
request. For natural persons, and units that object to the diffusion of their data, only the SIREN
is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.connectors.registers import companies, sirene
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, draft, keep_rows
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.kept_answers import KeptAnswers
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.paging import listed
from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, FetchError, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Role

MAPPING = load("seats")
_CLOSED, _HIDDEN = "C", "P"
_DAYS = 180


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the seat and the end of each company that some data set of `known` names by SIREN.

    The seat is valid on the day of the request. Without `known`, all companies of the file.
    """
    found, file = begin(MAPPING.about, path)
    wanted = {s for d in known for a in d.actors if (s := a.identifiers.get("siren"))}
    for record in MAPPING.objects(file):
        siren = values.siren(record["siren"])
        if known and siren not in wanted:
            continue
        found.rows += 1
        if siren:
            _company(found, record, siren)
        else:
            found.leave_out(record["siren"], "", "SIREN inexistant", "no such SIREN number")
    return found.dataset()


def _company(found: Gathering, record: Record, siren: str) -> None:
    if not record["name"] and not record["commune"]:
        found.leave_out(
            siren,
            "",
            "SIREN inconnu du répertoire, personne physique ou diffusion refusée",
            "SIREN unknown to the register, natural person or diffusion refused",
        )
        return
    key = found.actor(
        Class.ORGANIZATION,
        record["name"],
        siren,
        identifiers={"siren": siren, "siret": values.siret(record["siret"])},
    )
    found.observe(Class.CREATION_OBSERVATION, key, values.day(record["created"]), siren)
    if record["state"] == _CLOSED:
        closed = values.day(record["closed"])
        if closed:
            found.observe(Class.CLOSURE_OBSERVATION, key, closed, siren)
        else:
            found.ended(key, siren)
    commune, asked = addresses.insee(record["commune"]), values.day(record["asked"])
    if commune and asked:
        found.tie(Class.ESTABLISHMENT, key, commune, siren, role=Role.HEAD_OFFICE, seen=(asked,))


def fetch(
    client: Client,
    cache: Path,
    *,
    progress: Progress,
    sirens: Iterable[str] = (),
    stock: str = "",
    days: str | int = _DAYS,
) -> Snapshot:
    """Fetch the seats of companies. Companies requested in the last `days` days are skipped.

    `stock` is a Sirene file of establishments (StockEtablissement, Parquet or CSV) that is read in
    place of the service.

    Raises:
        FetchError: the service failed. The answers received so far are kept, and are the snapshot
            of the next build.
        FaultsError: the stock file cannot be read.
    """
    url = MAPPING.about.address or ""
    wanted = sorted(set(sirens))
    if not wanted:
        raise fault(url, "needs-option", expected="--siren, --siren-file")
    today = datetime.fromtimestamp(client.clock.now(), UTC).date()
    folder = draft(cache, MAPPING.about, ".jsonl").parent
    kept = KeptAnswers(folder / ".answers.jsonl", "siren")
    failed: FetchError | None = None
    if stock:
        kept.add(_of_stock(Path(stock), wanted, today))
    else:
        fresh = {s for s, row in kept.rows.items() if _is_fresh(row, today, _whole(url, days))}
        missing = [s for s in wanted if s not in fresh]
        try:
            for done, siren in enumerate(missing):
                kept.add([_asked(client, url, siren, today)])
                progress(done + 1, len(missing))
        except FetchError as error:
            failed = error
    snapshot = _kept(kept, client, cache, url) if kept.rows else None
    if failed is not None or snapshot is None:
        raise _partly(url, kept, wanted, failed)
    return snapshot


def _whole(url: str, days: str | int) -> int:
    try:
        return max(int(days), 0)
    except ValueError as error:
        raise fault(url, "needs-option", expected="days=180") from error


def _is_fresh(row: Row, today: date, days: int) -> bool:
    try:
        return date.fromisoformat(str(row.get("asked"))) > today - timedelta(days=days)
    except ValueError:
        return False


def _kept(kept: KeptAnswers, client: Client, cache: Path, url: str) -> Snapshot:
    rows = (kept.rows[s] for s in sorted(kept.rows))
    return keep_rows(rows, MAPPING.about, read, client, cache, url, lambda *_: None)


def _partly(
    url: str, kept: KeptAnswers, wanted: Sequence[str], failed: FetchError | None
) -> FetchError:
    got = sum(siren in kept.rows for siren in wanted)
    partly = fault(url, "fetch-partly", got=got, expected=len(wanted))
    return FetchError([*(failed.faults if failed else ()), *partly.faults])


def _asked(client: Client, url: str, siren: str, today: date) -> Row:
    """Return the answer of the service about a company, ignoring other companies."""
    answer = client.get(url, {"q": siren, "page": 1, "per_page": 5}).json()
    found = next((r for r in listed(url, answer, "results") if r.get("siren") == siren), {})
    row = {"siren": siren, "asked": today.isoformat()}
    form = _text(found, "nature_juridique")
    if not found or _text(found, "statut_diffusion") == _HIDDEN or companies.kind(form) is None:
        return row
    seat = found.get("siege") if isinstance(found.get("siege"), dict) else {}
    stated = {
        "name": _text(found, "nom_raison_sociale") or _text(found, "nom_complet"),
        "siret": _text(seat, "siret"),
        "commune": _text(seat, "commune"),
        "state": _text(found, "etat_administratif"),
        "created": _text(found, "date_creation"),
        "closed": _text(found, "date_fermeture"),
    }
    return row | {name: value for name, value in stated.items() if value}


def _text(row: Mapping[str, Any] | None, field: str) -> str:
    value = (row or {}).get(field)
    return value.strip() if isinstance(value, str) else ""


_STOCK = {
    "siren": "siren",
    "siret": "siret",
    "commune": "codeCommuneEtablissement",
    "seat": "etablissementSiege",
    "diffusion": "statutDiffusionEtablissement",
}


def _of_stock(path: Path, wanted: Sequence[str], today: date) -> Iterator[Row]:
    """Yield the seats that a Sirene file of establishments gives, on the day it was last changed."""
    for row in sirene.rows_of(path, _STOCK, wanted):
        if row["seat"].casefold() == "true" and row["diffusion"] != _HIDDEN and row["commune"]:
            seat = {name: row[name] for name in ("siren", "siret", "commune")}
            yield {**seat, "asked": min(_changed(path), today).isoformat()}


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


CONNECTOR = Connector(
    MAPPING.about,
    read,
    fetch,
    {
        "sirens": "SIREN of the companies. The default is the companies of the package without a commune",
        "stock": "Sirene file of establishments, read in place of the service",
        "days": f"days for which a company is not fetched again ({_DAYS})",
    },
)

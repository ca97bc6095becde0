"""scanR dumps: organisations with their supervising bodies, projects with their participants."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.projects.european import project_event
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, download
from frenchtech_graph.ingest.framework.gathering import Gathering, euros
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("scanr")
_PROJECTS = load("scanr_projects")
_EUROPEAN = ("Horizon Europe", "H2020", "Horizon 2020", "FP7", "HE")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the organisations of a dump, or with a folder those and the projects in files named
    `projects…`.
    """
    found, file = begin(MAPPING.about, path)
    files = [file] if not file.is_dir() else sorted(f for f in file.iterdir() if ".json" in f.name)
    projects = [f for f in files if f.name.startswith("projects")]
    labels: dict[str, str] = {}
    for table in (f for f in files if f not in projects):
        for record in MAPPING.objects(table):
            found.rows += 1
            labels[record["id"]] = record["label_fr"]
            _organisation(found, record)
    for table in projects:
        for record in _PROJECTS.objects(table):
            found.rows += 1
            _project(found, record, labels)
    return found.dataset()


def _own(code: str) -> dict[str, str | None]:
    """Return the identifiers in an id of scanR, according to its form."""
    siren = values.siren(code) if re.fullmatch(r"\d{9}", code) else values.siren_of_siret(code)
    return {
        "siren": siren,
        "rnsr": values.rnsr(code),
        "ror": values.ror(code),
        "uai": values.uai(code),
        "pic": None if siren else values.pic(code),
    }


def _organisation(found: Gathering, record: Record) -> None:
    code = record["id"]
    external = dict(zip(record.all("id_types"), record.all("ids"), strict=False))
    known = _own(code)
    key = found.actor(
        MAPPING.term(
            "nature",
            record["nature"],
            Class.RESEARCH_LABORATORY if known["rnsr"] else Class.ORGANIZATION,
        ),
        record["label_fr"],
        code,
        names={"fr": record["label_fr"]}
        | ({"en": record["label_en"]} if record["label_en"] else {}),
        aliases=[record["acronym"]],
        identifiers=known
        | {"wikidata": values.wikidata(external.get("wikidata"))}
        | ({} if known["ror"] else {"ror": values.ror(external.get("ror"))}),
        place=next((p for c in record.all("commune") if (p := addresses.insee(c))), None),
        subject=True,
    )
    for at, body in enumerate(record.all("bodies")):
        if any(_own(body).values()):
            above = found.actor(Class.ORGANIZATION, "", code, identifiers=_own(body))
            words = record.all("body_roles")[at] if at < len(record.all("body_roles")) else ""
            role = "participant" if "participant" in words else None
            found.tie(
                Class.SUPERVISION,
                above,
                key,
                code,
                role=role,
                role_text=words or None,
                seen=found.seen,
            )


def _project(found: Gathering, record: Record, labels: Mapping[str, str]) -> None:
    number, start, end = (
        record["id"],
        values.day(record["start"] or record["year"]),
        values.day(record["end"]),
    )
    if record["type"] in _EUROPEAN:
        project = project_event(
            found, number, record["acronym"], record["title"], number, start=start, end=end
        )
    else:
        name = record["acronym"] or record["title"] or f"Projet {number}"
        project = found.event(
            _key(record["type"], number),
            Class.PROJECT,
            name,
            number,
            aliases=[record["title"]],
            start=start,
            end=end,
        )
    for at, code in enumerate(record.all("structures")):
        if not any(_own(code).values()):
            continue
        name = labels.get(code) or record.all("names")[at].split("__-__")[0]
        participant = found.actor(
            Class.ORGANIZATION,
            "" if name.startswith("labo ") else name,
            number,
            identifiers=_own(code),
        )
        stated = record.all("roles")[at] if at < len(record.all("roles")) else ""
        # A laboratory repeats the money of its employer: it is counted once, on the legal person.
        money = (
            record.all("amounts")[at]
            if at < len(record.all("amounts")) and not values.rnsr(code)
            else ""
        )
        found.tie(
            Class.PROJECT_PARTICIPATION,
            participant,
            project,
            number,
            start=start,
            end=end,
            role="coordinator" if stated == "coordinator" else "participant",
            money=euros(values.positive(money)),
        )


def _key(type_: str, number: str) -> str:
    """Return the id of a project, the same as in the competition's own connector if it exists."""
    if type_ == "i-LAB":
        return f"ilab-{number.removeprefix('iLAB-').lower()}"
    return (
        f"anr-{number.lower().removeprefix('anr-')}"
        if type_ == "ANR"
        else f"scanr-project-{number}"
    )


def fetch(client: Client, cache: Path, *, progress: Progress) -> Snapshot:
    """Fetch the dump of organisations."""
    return download(
        MAPPING.about, read, client, cache, MAPPING.about.address or "", ".jsonl.gz", progress
    )


CONNECTOR = Connector(MAPPING.about, read, fetch, {})

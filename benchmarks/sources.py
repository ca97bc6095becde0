"""What reading large sources costs: archives of CORDIS and dumps of ROR of growing size, SIRENE as
Parquet.

``python -m benchmarks.sources [--participations N]`` makes files like those of the publishers
(invented, seeded), reads each in a process of its own and prints processor time and peak memory.
Time is to grow with the file, memory with what is lifted from it.
"""

import argparse
import csv
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import IO

ORGANISATION = (
    "projectID",
    "projectAcronym",
    "organisationID",
    "vatNumber",
    "name",
    "shortName",
    "SME",
    "activityType",
    "street",
    "postCode",
    "city",
    "country",
    "nutsCode",
    "geolocation",
    "organizationURL",
    "contactForm",
    "contentUpdateDate",
    "rcn",
    "order",
    "role",
    "ecContribution",
    "netEcContribution",
    "totalCost",
    "endOfParticipation",
    "active",
)
PROJECT = (
    "id",
    "acronym",
    "status",
    "title",
    "startDate",
    "endDate",
    "totalCost",
    "ecMaxContribution",
    "legalBasis",
    "topics",
    "ecSignatureDate",
    "frameworkProgramme",
    "masterCall",
    "subCall",
    "fundingScheme",
    "nature",
    "objective",
    "contentUpdateDate",
    "rcn",
    "grantDoi",
    "keywords",
)
COUNTRIES = ("DE", "IT", "ES", "NL", "BE", "UK", "EL")
PARTNERS = 8
"""Participants of a project; a French one has one or two from France."""


def cordis_archive(path: Path, *, french: int, foreign: int, seed: int = 1) -> Path:
    """Write an archive of the publisher's layout with so many projects with a French participant
    and without.
    """
    chance = random.Random(seed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("csv/organization.csv", "w", force_zip64=True) as member:
            table = _table(member, ORGANISATION)
            for project in range(french + foreign):
                for at in range(PARTNERS):
                    _participation(
                        table, chance, project, at, french=project < french and at < 1 + project % 2
                    )
        with archive.open("csv/project.csv", "w", force_zip64=True) as member:
            table = _table(member, PROJECT)
            for project in range(french + foreign):
                known = {
                    "id": _number(project),
                    "acronym": f"P{project}",
                    "title": f"Projet inventé {project}",
                    "startDate": "2023-01-01",
                    "endDate": "2026-12-31",
                    "objective": "Texte. " * 150,
                }
                table.writerow({c: known.get(c, "") for c in PROJECT})
    return path


def _table(member: IO[bytes], columns: tuple[str, ...]) -> "csv.DictWriter[str]":
    text = io.TextIOWrapper(member, encoding="utf-8", newline="", write_through=True)
    table = csv.DictWriter(text, columns, delimiter=";", quoting=csv.QUOTE_ALL)
    table.writeheader()
    return table


def _number(project: int) -> str:
    return str(101_000_000 + project)


def _participation(
    table: "csv.DictWriter[str]", chance: random.Random, project: int, at: int, *, french: bool
) -> None:
    body = int(chance.paretovariate(1.2) * 10) % 20_000  # few bodies take part in much
    known = {
        "projectID": _number(project),
        "projectAcronym": f"P{project}",
        "order": str(at),
        "activityType": chance.choice(("HES", "REC", "PRC")),
        "organisationID": str((900_000_000 if french else 910_000_000) + body),
        "name": f"{'ORGANISME' if french else 'BODY'} {body}",
        "street": "1 rue inventée",
        "postCode": "59000",
        "city": "LILLE" if french else "Stadt",
        "country": "FR" if french else chance.choice(COUNTRIES),
        "role": "coordinator" if at == 0 else "participant",
        "netEcContribution": str(chance.randrange(10_000, 900_000)),
        "ecContribution": "1",
        "totalCost": "1,5",
        "contentUpdateDate": "2026-06-03 12:20:56",
    }
    table.writerow({c: known.get(c, "") for c in ORGANISATION})


def ror_dump(path: Path, *, french: int, foreign: int) -> Path:
    """Write a dump of the registry's layout (schema 2): one JSON list in a zip."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("ror-data.json", "w") as member,
    ):
        for number in range(french + foreign):
            member.write(b"[\n" if number == 0 else b",\n")
            member.write(
                json.dumps(_organisation(number, french=number < french), indent=1).encode()
            )
        member.write(b"\n]\n")
    return path


def _organisation(number: int, *, french: bool) -> dict[str, object]:
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    digits = "".join(alphabet[(number >> 5 * at) % 32] for at in reversed(range(6)))
    details = {
        "country_code": "FR" if french else "DE",
        "country_name": "",
        "lat": 50.6,
        "lng": 3.06,
        "country_subdivision_code": "",
        "country_subdivision_name": "",
        "name": "Lille",
    }
    names = [
        {"lang": "en", "types": ["ror_display", "label"], "value": f"Body {number}"},
        {"lang": None, "types": ["acronym"], "value": f"B{number}"},
    ]
    return {
        "admin": {"created": {"date": "2018-11-14", "schema_version": "1.0"}},
        "domains": [],
        "established": 2001,
        "external_ids": [{"all": [f"Q{number + 1}"], "preferred": None, "type": "wikidata"}],
        "id": f"https://ror.org/0{digits}{98 - number * 100 % 97:02d}",
        "links": [],
        "locations": [{"geonames_id": 2998324, "geonames_details": details}],
        "names": names,
        "relationships": [],
        "status": "active",
        "types": ["facility"],
    }


def sirene_stock(path: Path, units: int) -> Path:
    """Write a stock of legal units as Parquet, with the columns that are read."""
    import duckdb

    from frenchtech_graph.ingest.connectors.registers.sirene import MAPPING

    given = {
        "siren": "lpad(CAST(i AS VARCHAR), 9, '0')",
        "categorieJuridiqueUniteLegale": "5710",
        "etatAdministratifUniteLegale": "'A'",
        "statutDiffusionUniteLegale": "'O'",
        "denominationUniteLegale": "'SOCIETE ' || i",
        "activitePrincipaleUniteLegale": "'62.01Z'",
        "nomenclatureActivitePrincipaleUniteLegale": "'NAFRev2'",
        "dateCreationUniteLegale": "'2015-01-01'",
    }
    columns = ", ".join(
        f"{given.get(f.headers[0], 'NULL::VARCHAR')} AS {f.headers[0]}" for f in MAPPING.fields
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM range({units}) t(i)) TO '{path}' (FORMAT parquet)"
        )
    return path


def _measure(source: str, path: Path) -> dict[str, float]:
    """Return what reading a file costs in this process: rows, ties, seconds of processor time, MB
    at the peak.
    """
    from frenchtech_graph.ingest.framework.registry import find
    from frenchtech_graph.model.records import Actor, Dataset

    connector = find(source)
    wanted = tuple(
        Actor((), (), identifiers={"siren": f"{n:09d}"}) for n in range(0, 4_500_000, 100)
    )
    known = [Dataset("known", {}, "", "", "", "", actors=wanted)] if source == "sirene" else []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    dataset = connector.read(path, known=known)
    spent = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": dataset.notes or 0,
        "actors": len(dataset.actors),
        "ties": len(dataset.ties),
        "seconds": round(spent, 2),
        "MB before": before // 1024,
        "MB peak": most // 1024,
    }


def main() -> None:
    """Write the files, read them and print what it cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--participations", type=int, default=100_000, help="of projects with a French participant"
    )
    parser.add_argument("--read", nargs=2, metavar=("SOURCE", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        print(json.dumps(_measure(asked.read[0], Path(asked.read[1]))))
        return
    projects = asked.participations // PARTNERS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [
            ("cordis", cordis_archive(folder / "half.zip", french=projects // 2, foreign=0)),
            ("cordis", cordis_archive(folder / "french.zip", french=projects, foreign=0)),
            ("cordis", cordis_archive(folder / "all.zip", french=projects, foreign=3 * projects)),
            ("ror", ror_dump(folder / "small-ror.zip", french=8_500, foreign=0)),
            ("ror", ror_dump(folder / "ror.zip", french=8_500, foreign=116_500)),
            ("sirene", sirene_stock(folder / "3m.parquet", 3_000_000)),
            ("sirene", sirene_stock(folder / "30m.parquet", 30_000_000)),
        ]
        for source, path in files:
            command = [sys.executable, "-m", "benchmarks.sources", "--read", source, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(
                source,
                path.name,
                f"{path.stat().st_size / 1e6:.1f} MB",
                done.stdout.strip(),
                flush=True,
            )


if __name__ == "__main__":
    main()

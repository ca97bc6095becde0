"""Numbers that a list guessed from a name, and that were read to be another's, are not read."""

import csv
from pathlib import Path

import pytest

from frenchtech_graph.identity.crosswalks import sound_identifiers
from frenchtech_graph.ingest.framework import guessed_numbers
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.io.files import data_folder

TABLE = data_folder() / "identity" / "refused_numbers.csv"
ROWS = list(csv.DictReader(TABLE.open(encoding="utf-8", newline="")))


def test_each_refused_number_is_sound_and_has_a_reading() -> None:
    assert len({(r["number"], r["name"]) for r in ROWS}) == len(ROWS)
    for row in ROWS:
        assert sound_identifiers({"siren": row["number"]}), row
        assert row["name"] and row["reading"].endswith("."), row
        assert guessed_numbers.siren(row["number"], row["name"].upper()) is None


@pytest.mark.parametrize("name", ["Pennylane", "PENNYLANE"])
def test_a_list_of_laureates_keeps_the_firm_without_the_refused_number(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "next40.csv"
    rows = [f"{year},FT 120,{name},https://pennylane.com,503161580," for year in (2022, 2023)]
    others = [f"2022,FT 120,Firm {n},https://firm-{n}.example,," for n in range(98)]
    rows.append("2022,FT 120,Another,https://another.example,503161580,")
    text = "year,tier,name,website,siren,siret\n" + "\n".join(rows + others) + "\n"
    file.write_text(text, encoding="utf-8")
    found = {a.names["fr"]: a for a in connectors()["next40"].read(file).actors}
    assert (found[name].id, found[name].identifiers) == ("next40-pennylane", {})
    assert found["Another"].identifiers == {"siren": "503161580"}

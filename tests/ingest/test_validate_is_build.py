"""One set of checks: what `validate` refuses `build` refuses in the same words, and nothing else."""

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.io.faults import FaultsError

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
Edit = tuple[str, int, str, str]
"""Table, row (0 is the first below the headers), column, value."""


def edited(tmp_path: Path, *edits: Edit) -> Path:
    """Return a copy of the small tables with some cells changed; a row below the last is added."""
    folder = tmp_path / "tables"
    shutil.copytree(MINI, folder)
    for table, at, column, value in edits:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = [*rows[0], *([] if column in rows[0] else [column])]
        rows += [{} for _ in range(at + 1 - len(rows))]
        rows[at][column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def faults(folder: Path) -> set[tuple[str, int, str, str]]:
    with pytest.raises(FaultsError) as caught:
        EcosystemGraph.validate(folder)
    return {(f.file, f.row, f.column, f.code) for f in caught.value.faults}


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("actors", 0, "siren", "٠٠٠٠٠٠٠١٨"), "pattern"),
        (("events", 0, "amount", "9" * 400), "many-digits"),
        (("events", 0, "amount", "0." + "1" * 400), "many-digits"),
        (("observations", 1, "value", "9" * 30), "many-digits"),
        (("ties", 0, "current", "false"), "end-of-instant"),
        (("actors", 2, "id", "a" * 5_000), "too-long"),
        (("sources", 0, "url", "https://example.org:port/"), "address"),
        (("sources", 0, "url", "https://example.org:99999/"), "address"),
        (("sources", 0, "url", "https://example.org/" + "a" * 5_000), "too-long"),
    ],
)
def test_a_cell_that_the_graph_cannot_hold_is_refused_where_it_stands(
    edit: Edit, code: str, tmp_path: Path
) -> None:
    table, at, column, _ = edit
    assert (f"{table}.csv", at + 2, column, code) in faults(edited(tmp_path, edit))


CLOSED_TOO_SOON = tuple(
    ("observations", 3, c, v)
    for c, v in {"actor": "nordlys", "kind": "ClosureObservation", "value": "2001", "source": "press-1"}.items()
)  # fmt: skip
SIREN_TWICE = (("actors", 1, "siren", "000000018"),)


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        (CLOSED_TOO_SOON, ("observations.csv", 5, "value", "shape")),
        (SIREN_TWICE, ("actors.csv", 3, "siren", "shape")),
    ],
)
def test_what_only_shapes_see_has_its_row_in_both_commands(
    edits: tuple[Edit, ...], place: tuple[str, int, str, str], tmp_path: Path
) -> None:
    folder = edited(tmp_path, *edits)
    assert place in faults(folder)
    said = []
    for command in (["validate"], ["build", "--out", str(tmp_path / "o")]):
        found = CliRunner().invoke(main, [*command, str(folder), "--lang", "en"])
        assert found.exit_code == 2
        said.append(found.output)
    assert said[0] == said[1]
    assert not (tmp_path / "o" / "graph").exists()


def test_loose_files_are_checked_to_the_end_too(tmp_path: Path) -> None:
    folder = edited(tmp_path, *CLOSED_TOO_SOON)
    with pytest.raises(FaultsError) as caught:
        EcosystemGraph.validate(*sorted(folder.glob("*.csv")))
    assert {(f.file, f.row, f.code) for f in caught.value.faults} == {
        ("observations.csv", 5, "shape")
    }


def test_what_validate_passes_every_command_takes(tmp_path: Path) -> None:
    folder = edited(
        tmp_path,
        ("events", 0, "amount", "٢٥٠٠٠٠٠"),
        ("ties", 0, "start", "２０１６-05-10"),
        ("sources", 0, "url", "https://école.fr/é?a=1,2;3"),
        ("observations", 1, "value", "৬৪"),
    )
    EcosystemGraph.validate(folder)
    graph = EcosystemGraph.build(folder, out=tmp_path / "o")
    assert graph.network.number_of_nodes() > 0

"""Which tables a build reads: the data sets of the package by name, or the user's own files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from frenchtech_graph import identity
from frenchtech_graph.identity import Resolution
from frenchtech_graph.ingest import shipped as shipped_registers
from frenchtech_graph.ingest.framework import registry
from frenchtech_graph.ingest.removals import read_removals, without_actors, without_removed
from frenchtech_graph.ingest.sheets.forms import is_free_form
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.cell_forms import suggestion
from frenchtech_graph.ingest.tables.checked_table import CheckedTable
from frenchtech_graph.ingest.tables.raw_tables import TEXTS
from frenchtech_graph.ingest.tables.reading import NO_LICENCE, read_tables
from frenchtech_graph.ingest.tables.row_records import records_of
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.pipeline import shape_faults, targets
from frenchtech_graph.pipeline.inputs import read_input

Read = Callable[[str, Path | Snapshot, Sequence[Dataset]], Dataset]


def locate(names: Iterable[str]) -> list[Path]:
    """Return the folders and files that `names` refer to: a target (France, a data set of the
    package or a French Tech ecosystem, in French or English), or a path.

    Raises:
        FaultsError: for a name that is neither.
    """
    found: list[Path] = []
    faults = []
    for name in names:
        if name not in targets.shipped() and Path(name).exists():
            found.append(Path(name))
        elif target := targets.find(name):
            found += [data_folder() / n for n in target.datasets]
        else:
            faults.append(_unknown(name))
    if faults:
        raise FaultsError(faults)
    return list(dict.fromkeys(found))


def _unknown(name: str) -> Fault:
    known = ", ".join(("france", *targets.shipped()))
    hint = suggestion(targets.suggest(name))
    return Fault(name, 0, "", "", "missing-input", {"expected": known, **hint})


def read_source(name: str, path: Path | Snapshot, known: Sequence[Dataset]) -> Dataset:
    """Return the data set of one source. Some readers use the data sets read before.

    Raises:
        FaultsError: with all faults of the file.
    """
    return registry.find(name).read(path, known=known)


def read(
    inputs: Iterable[str],
    sources: Sequence[str] = (),
    read_one: Read = read_source,
    said: set[str] | None = None,
) -> list[Dataset]:
    """Return all data sets of a build: data sets by name or path, then sources in the form of
    `read_sources`. The registers of a target (France) come before these.

    The removal list applies to all data sets together, because an id in one data set reveals a name
    to the rest. The names found are added to `said`.

    Raises:
        FaultsError: with all faults found.
    """
    removals = read_removals()
    names = list(inputs)
    tables = _read_whole(locate(names))
    stated = targets.registers_of(names, sources)
    return without_removed([*tables, *read_sources(stated, tables, read_one)], removals, said)


def read_all(paths: Sequence[Path]) -> list[Dataset]:
    """Return the data sets in `paths`. A later one may refer to actors of an earlier one.

    People of the removal list are left out, with their ties.

    Raises:
        FaultsError: with all faults of all of them.
    """
    return without_removed(_read_whole(paths), read_removals())


def _read_whole(paths: Sequence[Path]) -> list[Dataset]:
    datasets, faults = _read_what_can_be(paths)
    if faults:
        raise FaultsError(faults)
    return datasets


def _read_what_can_be(paths: Sequence[Path]) -> tuple[list[Dataset], list[Fault]]:
    datasets: list[Dataset] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            datasets += read_input(path, datasets)
        except FaultsError as error:
            faults += error.faults
    return datasets, faults


def resolve(
    datasets: Sequence[Dataset], decisions: Path | None = None
) -> tuple[list[Dataset], Resolution]:
    """Return the data sets without generic names ("Business Angels"), and which actors are one.

    Identity depends on the facts about actors and on decisions of people: the table `decisions`, or
    by default the table of the package and the user's own.

    Raises:
        FaultsError: with the faults of the table of decisions.
    """
    resolution = identity.resolve(datasets, identity.read_decisions(decisions))
    return without_actors(datasets, resolution.generic), resolution


def read_sources(
    stated: Sequence[str], known: Sequence[Dataset], read_one: Read = read_source
) -> list[Dataset]:
    """Return the data sets of sources stated as NAME=FILE, or NAME for its last snapshot, as
    `read_one` gives them.

    Raises:
        FaultsError: with the faults of all sources. An unknown name or a missing snapshot is a
            fault.
    """
    found: list[Dataset] = []
    faults: list[Fault] = []
    for source in stated:
        try:
            name, path = stated_source(source)
            if path is None:
                raise FaultsError([Fault(name, 0, "", "", "no-snapshot", {"expected": name})])
            found.append(read_one(name, path, (*known, *found)))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return found


def stated_source(source: str) -> tuple[str, Path | Snapshot | None]:
    """Return name and file of a source stated as NAME=FILE, or NAME for the newer of its last
    snapshot and the copy that the package ships (None: there is neither).

    Raises:
        FaultsError: there is no source of that name.
    """
    name, _, file = source.partition("=")
    registry.find(name)
    return name, Path(file) if file else shipped_registers.newest(name)


def check(names: Sequence[str]) -> dict[str, int]:
    """Check inputs together and return how many rows each of their tables has.

    The checks are the same as in a build: of cells, of rows, and of the resulting graph. Loose
    files of one folder form one data set, so that `ties.csv` can refer to rows of `actors.csv`.

    Raises:
        FaultsError: with all faults of all inputs.
    """
    paths = locate(names)
    loose = [p for p in paths if p.is_file() and p.suffix.lower() in TEXTS and not is_free_form(p)]
    known, faults = _read_what_can_be([p for p in paths if p not in loose])
    checked: dict[str, list[CheckedTable]] = {}
    try:
        checked = read_tables(loose, known)
    except FaultsError as error:
        faults += error.faults
    if faults:
        raise FaultsError(faults)
    read = [*known, *_loose_dataset(checked)]
    if faults := shape_faults.of_graph(*resolve(read), read, paths, loose):
        raise FaultsError(faults)
    counts: dict[str, int] = {}
    for dataset in known:
        for table in template.load():
            counts[table] = counts.get(table, 0) + len(getattr(dataset, table))
    for table, found in checked.items():
        counts[table] = counts.get(table, 0) + sum(len(t.rows) for t in found)
    return counts


def _loose_dataset(checked: Mapping[str, Sequence[CheckedTable]]) -> list[Dataset]:
    """Return the data set that loose files are."""
    rows = {name: [r for t in tables for r in t.rows] for name, tables in checked.items()}
    if not any(rows.values()):
        return []
    return [
        Dataset(
            id="loose",
            titles=dict.fromkeys(("fr", "en"), "loose"),
            publisher="loose",
            licence=NO_LICENCE,
            issued="undated",
            checksum="",
            **records_of(rows),
        )
    ]

"""Files left by killed runs: found, and removed on demand."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.doctor.check import Check
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io.leftovers import leftovers, remove, temporary_leftovers
from frenchtech_graph.io.locks import holder, lock_file
from frenchtech_graph.io.partial_files import resumable
from frenchtech_graph.io.swap import current, recover


def leftover_checks(out: Path, sources: Path, mend: bool) -> Iterator[Check]:
    """Yield the files left by killed runs. With `mend`, remove them."""
    from frenchtech_graph.findings.kept import FINDINGS
    from frenchtech_graph.findings.kept_answers import ANSWERS
    from frenchtech_graph.graph.built_files import GRAPH_FOLDER
    from frenchtech_graph.graph.reading_copy import READING
    from frenchtech_graph.identity.decisions import decisions_file

    if mend and not holder(out / GRAPH_FOLDER):
        recover(out / GRAPH_FOLDER)
    folders = [
        out,
        *(current(out / GRAPH_FOLDER) / name for name in (FINDINGS, ANSWERS, READING)),
        sources,
        decisions_file().parent,
        *(p for p in sources.glob("*") if p.is_dir()),
    ]
    begun = [p for folder in folders for p in resumable(folder)]
    for file in begun[::2]:
        yield Check("ok", "download-begun", {"place": file, "source": file.parent.name})
    found = [
        *(p for f in folders for p in (*leftovers(f), *_idle_locks(f))),
        *(p for p in _unfinished(sources) if p not in begun),
        *temporary_leftovers(Path(tempfile.gettempdir())),
    ]
    yield from (_leftover(place, mend) for place in found)
    if not found:
        yield Check("ok", "leftovers-ok")


def _leftover(place: Path, mend: bool) -> Check:
    if not mend:
        return Check("warning", "leftovers-found", {"place": place})
    remove(place)
    return Check("ok", "leftovers-mended", {"place": place})


def _idle_locks(folder: Path) -> list[Path]:
    """Return the lock files without a holder: their processes were killed. They do no harm."""
    ending = lock_file(Path("x")).suffix
    locks = folder.glob(f".*{ending}") if folder.is_dir() else ()
    return sorted(p for p in locks if holder(p.with_name(p.name[1 : -len(ending)])) is None)


def _unfinished(sources: Path) -> list[Path]:
    """Return fetched files without a note, of sources that no process is fetching now."""
    named = (p for p in sources.glob("*") if p.is_dir() and p.name != snapshots.TABLES)
    idle = (p for p in named if holder(p) is None)
    return sorted(f for p in idle for f in snapshots.without_note(p))

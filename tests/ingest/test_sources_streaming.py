"""Large files are read as they come: what a stream gives is what the whole gives, in flat memory
and with a bar.
"""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.sources import cordis_archive, ror_dump
from frenchtech_graph.ingest.connectors.projects import cordis
from frenchtech_graph.ingest.connectors.registers import ror
from frenchtech_graph.ingest.framework import json_lists, rows, watched_files
from frenchtech_graph.io.faults import FaultsError

VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.lists(st.text(max_size=3), max_size=2)
)
NESTED = VALUES | st.dictionaries(st.text(max_size=3), VALUES, max_size=2)
OBJECTS = st.dictionaries(st.text(max_size=4), NESTED, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    found=st.lists(OBJECTS, max_size=4),
    indent=st.sampled_from([None, 0, 2]),
    chunk=st.integers(1, 40),
)
def test_a_list_read_in_pieces_is_the_list(
    tmp_path_factory: pytest.TempPathFactory,
    found: list[dict[str, Any]],
    indent: int | None,
    chunk: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / "list.json"
    path.write_text(json.dumps(found, indent=indent), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lists, "CHUNK", chunk)
        assert list(rows.read(path)) == found


@pytest.mark.parametrize(
    "text",
    [
        "[",
        '[{"a": 1}',
        '[{"a": 1}, ',
        '[{"a": 1} {"b": 2}]',
        '[{"a": 1}, ]',
        '[{"a": 1}] x',
        '[, {"a": 1}]',
        '[{"a": 1}, 2]',
        '[{"a": }]',
        '[{"a": 1},, {"b": 2}]',
        '[{"a": 1}]]',
        '["a"]',
        "[[" * 100_000,
    ],
)
def test_what_is_no_list_of_objects_is_a_fault(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError):
        list(rows.read(path))


def peak(action: Callable[[], Any]) -> int:
    """Return the most bytes that Python held during an action."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_dump_in_a_zip_is_read_without_being_held(tmp_path: Path) -> None:
    """What reading takes does not grow with the file."""
    few, many = (
        ror_dump(tmp_path / f"{n}-ror-data.zip", french=n // 10, foreign=n - n // 10)
        for n in (1000, 4000)
    )
    assert ror.read(few).notes == 100

    def reading(path: Path) -> int:
        return peak(lambda: sum(1 for _ in rows.read(path, member=".json")))

    assert reading(many) < 1.2 * reading(few)


def test_reading_tells_how_far_it_has_come(tmp_path: Path) -> None:
    plain = tmp_path / "list.json"
    plain.write_text(
        json.dumps(
            [{"n": n, "text": sha256(str(n).encode()).hexdigest() * 8} for n in range(1000)]
        ),
        encoding="utf-8",
    )
    packed = tmp_path / "list.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    folder = tmp_path / "zip.zip"
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "list.json")
    told: list[tuple[str, int, int]] = []
    for path in (plain, packed, folder):
        told.clear()
        with watched_files.watched(lambda *far: told.append(far)):
            assert len(list(rows.read(path))) == 1000
        assert {(name, total) for name, _, total in told} == {(path.name, path.stat().st_size)}
        assert max(done for _, done, _ in told) == path.stat().st_size
    told.clear()
    list(rows.read(plain))
    assert told == []  # nobody watches any longer


def test_an_archive_of_projects_is_read_in_the_memory_of_what_is_lifted(tmp_path: Path) -> None:
    """Ten times the foreign projects take hardly more."""
    few, many = (cordis_archive(tmp_path / f"{n}.zip", french=20, foreign=n) for n in (50, 500))
    assert len(cordis.read(few).events) == len(cordis.read(many).events) == 20
    assert peak(lambda: cordis.read(many)) < 1.5 * peak(lambda: cordis.read(few))

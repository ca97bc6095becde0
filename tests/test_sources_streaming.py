"""Large files are read as they come: what a stream gives is what the whole gives, in flat memory and with a bar."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frenchtech_graph.faults import FaultsError
from frenchtech_graph.sources import cordis, ror, rows

RECORDS = Path(__file__).parent / "fixtures" / "ror" / "records.jsonl"
VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.lists(st.text(max_size=3), max_size=2)
NESTED = VALUES | st.dictionaries(st.text(max_size=3), VALUES, max_size=2)
OBJECTS = st.dictionaries(st.text(max_size=4), NESTED, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(found=st.lists(OBJECTS, max_size=4),
       indent=st.sampled_from([None, 0, 2]), chunk=st.integers(1, 40))  # fmt: skip
def test_a_list_read_in_pieces_is_the_list(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, Any]], indent: int | None, chunk: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "list.json"
    path.write_text(json.dumps(found, indent=indent), encoding="utf-8")
    before, rows._CHUNK = rows._CHUNK, chunk
    try:
        assert list(rows.read(path)) == found
    finally:
        rows._CHUNK = before


@pytest.mark.parametrize(
    "text",
    ["[", '[{"a": 1}', '[{"a": 1}, ', '[{"a": 1} {"b": 2}]', '[{"a": 1}, ]', '[{"a": 1}] x', '[, {"a": 1}]',
     '[{"a": 1}, 2]', '[{"a": }]', '[{"a": 1},, {"b": 2}]', '[{"a": 1}]]', '["a"]', "[[" * 100_000],
)  # fmt: skip
def test_what_is_no_list_of_objects_is_a_fault(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError):
        list(rows.read(path))


def organisations(count: int) -> list[dict[str, Any]]:
    """Return so many organisations of the registry, of which one in ten is French."""
    (one,) = [
        json.loads(line) for line in (Path(__file__).parent / "fixtures/ror/records.jsonl").read_text().splitlines()
    ][:1]
    details = one["locations"][0]["geonames_details"]
    abroad = [{**one["locations"][0], "geonames_details": details | {"country_code": "DE"}}]
    return [
        one | {"id": _ror(n), "relationships": []} | ({"locations": abroad} if n % 10 else {}) for n in range(count)
    ]


def _ror(number: int) -> str:
    """Return an identifier of the registry whose check digits fit (ISO/IEC 7064, mod 97 of Crockford's base 32)."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    digits = "".join(alphabet[(number >> 5 * at) % 32] for at in reversed(range(6)))
    return f"https://ror.org/0{digits}{98 - number * 100 % 97:02d}"


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

    def dump(count: int) -> Path:
        path = tmp_path / f"v2.0-{count}-ror-data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("v2.0-ror-data.json", json.dumps(organisations(count)))
            archive.writestr("v2.0-ror-data.csv", "x")
        return path

    few, many = dump(1000), dump(4000)
    assert ror.read(few).notes == 100
    assert peak(lambda: sum(1 for _ in rows.read(many, member=".json"))) < 1.2 * peak(
        lambda: sum(1 for _ in rows.read(few, member=".json"))
    )


def test_reading_tells_how_far_it_has_come(tmp_path: Path) -> None:
    plain = tmp_path / "list.json"
    plain.write_text(json.dumps(organisations(1000)), encoding="utf-8")
    packed = tmp_path / "list.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    folder = tmp_path / "zip.zip"
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "list.json")
    told: list[tuple[str, int, int]] = []
    for path in (plain, packed, folder):
        told.clear()
        with rows.watched(lambda *far: told.append(far)):
            assert len(list(rows.read(path))) == 1000
        assert {(name, total) for name, _, total in told} == {(path.name, path.stat().st_size)}
        assert max(done for _, done, _ in told) == path.stat().st_size
    told.clear()
    list(rows.read(plain))
    assert told == []  # nobody watches any longer


def test_an_archive_of_projects_is_read_in_the_memory_of_what_is_lifted(tmp_path: Path) -> None:
    """Ten times the foreign projects take hardly more."""
    from benchmarks.sources import cordis_archive

    few, many = (cordis_archive(tmp_path / f"{n}.zip", french=20, foreign=n) for n in (50, 500))
    assert len(cordis.read(few).events) == len(cordis.read(many).events) == 20
    assert peak(lambda: cordis.read(many)) < 1.5 * peak(lambda: cordis.read(few))

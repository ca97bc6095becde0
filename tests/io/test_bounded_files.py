"""Whatever people hand over is read if it is a regular file of a sensible size, everywhere."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from frenchtech_graph.identity import read_decisions
from frenchtech_graph.ingest.removals import read_removals
from frenchtech_graph.ingest.sheets.mapping import read_mapping
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.views.site.publisher import publisher_of

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
Reader = Callable[[Path], object]


def _described(path: Path) -> object:
    """Read a data set whose description is the file."""
    folder = path.parent / f"tables-{len(list(path.parent.iterdir()))}"
    shutil.copytree(MINI, folder)
    (folder / "dataset.toml").symlink_to(path)
    return read_dataset(folder)


READERS: tuple[Reader, ...] = (
    bounded_files.read_bytes,
    bounded_files.read_toml,
    _described,
    read_decisions,
    read_removals,
    read_mapping,
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of Unix")
@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_or_a_device_is_refused_at_once(reader: Reader, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(FaultsError) as caught:
        reader(path)
    assert [f.code for f in caught.value.faults] == ["not-regular"]


@pytest.mark.parametrize("reader", [bounded_files.read_toml, _described, read_mapping])
def test_a_file_of_settings_is_small(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "given.toml"
    path.write_text("# \n" * 100_000, encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        reader(path)
    assert [f.code for f in caught.value.faults] == ["too-large"]


@pytest.mark.parametrize(
    "key", ["a." * 60_000 + "b = 1", "[" + "a . " * 60_000 + "b]", "'a'." * 999 + "b=1"]
)
def test_a_key_of_thousands_of_parts_is_no_toml(key: str, tmp_path: Path) -> None:
    path = tmp_path / "given.toml"
    path.write_text(key, encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        bounded_files.read_toml(path)
    with pytest.raises(FaultsError) as caught:
        _described(path)
    assert [f.code for f in caught.value.faults] == ["unreadable"]


def test_a_description_of_many_sentences_is_read(tmp_path: Path) -> None:
    path = tmp_path / "given.toml"
    path.write_text('about = "' + "One. Two words. " * 99 + '"\r\nx.y.z = 1\r\n', encoding="utf-8")
    assert bounded_files.read_toml(path)["x"] == {"y": {"z": 1}}


def test_settings_of_a_site_that_are_a_pipe_are_no_hang(tmp_path: Path) -> None:
    path = tmp_path / "dataset.toml"
    os.mkfifo(path)
    with pytest.raises(ValueError, match=r"dataset\.toml"):
        publisher_of(path)

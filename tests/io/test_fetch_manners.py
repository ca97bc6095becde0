"""The client keeps its manners, and no fault of a server loses or corrupts what was there."""

import gzip
import json
import logging
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.framework import rows
from frenchtech_graph.ingest.framework.connector import begin, download
from frenchtech_graph.ingest.framework.mapping import About
from frenchtech_graph.ingest.framework.paging import pages
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, FetchError
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.records import Dataset
from tests.support.playing_server import LOOPBACK, Asked, FakeTime, Reply, Server, client, serving

ABOUT = About(
    "toy",
    {"fr": "Jouet", "en": "Toy"},
    "Toy",
    "https://example.org/licence",
    "https://example.org/toy",
    {"fr": "", "en": ""},
    {"fr": "", "en": ""},
)
GOOD = b"a,b\n1,2\n3,4\n"
NEWER = b"a,b\n1,2\n3,4\n5,6\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as playing:
        yield playing


@pytest.fixture
def passing() -> FakeTime:
    return FakeTime()


def read_toy(path: Path | Snapshot) -> Dataset:
    found, file = begin(ABOUT, path)
    for _ in rows.read(file):
        found.rows += 1
    return found.dataset()


def fetch_toy(
    server: Server, passing: FakeTime, cache: Path, *, suffix: str = ".csv", **options: object
) -> Snapshot:
    return download(
        ABOUT,
        read_toy,
        client(passing, **options),
        cache,
        server.url + "/toy",
        suffix,
        lambda *_: None,
    )


def code(error: pytest.ExceptionInfo[FaultsError]) -> str:
    return error.value.faults[0].code


def test_it_says_who_it_is(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b"{}"))
    client(passing).get(server.url + "/x")
    agent = server.asked[0].headers["user-agent"]
    assert agent.startswith("frenchtech-graph/")
    assert "https://" in agent


def test_requests_to_a_host_are_spaced(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b"{}"))
    polite = client(passing, spacing={"127.0.0.1": 2.5})
    times = []
    for _ in range(4):
        polite.get(server.url + "/x")
        times.append(passing.at)
    assert [b - a for a, b in pairwise(times)] == [2.5, 2.5, 2.5]


def test_each_known_host_is_given_the_pause_its_publisher_asks(passing: FakeTime) -> None:
    polite = client(passing)
    for _ in range(3):
        polite._keep_distance("https://recherche-entreprises.api.gouv.fr/search")
    assert sum(passing.slept) >= 2 / 7


def test_retry_after_in_seconds_is_kept(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(status=429, headers={"Retry-After": "17"}), Reply(b'{"ok": 1}'))
    assert client(passing).get(server.url + "/x").json() == {"ok": 1}
    assert max(passing.slept) == 17


def test_of_two_snapshots_of_one_second_the_later_is_the_latest(tmp_path: Path) -> None:
    for content in ("1", "2", "3", "1", "2"):
        (tmp_path / "draft.csv").write_text(content)
        snapshots.keep(
            tmp_path / "draft.csv",
            "toy",
            url="",
            licence="",
            now=0.0,
            headers={},
            cache=tmp_path / "cache",
        )
        last = snapshots.latest("toy", tmp_path / "cache")
        assert last is not None and last.path.read_text() == content


def test_a_retry_is_told_when_asked(
    server: Server,
    passing: FakeTime,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("frenchtech_graph"), "propagate", True)
    server.plays("/x", Reply(status=429, headers={"Retry-After": "17"}), Reply(b"{}"))
    with caplog.at_level(logging.INFO, "frenchtech_graph"):
        client(passing).get(server.url + "/x")
    told = caplog.records[-1]
    assert {r.getMessage() for r in caplog.records} == {told.getMessage()}
    assert (told.attempt, told.wait, told.code) == (1, 17, "fetch-status")  # type: ignore[attr-defined]
    expected = "127.0.0.1: the server answers 429: Too Many Requests (1/5), next attempt in 17.0 s"
    assert told.getMessage() == expected


def test_retry_after_as_a_date_is_kept(server: Server, passing: FakeTime) -> None:
    when = formatdate(passing.at + 40, usegmt=True)
    server.plays("/x", Reply(status=503, headers={"Retry-After": when}), Reply(b"{}"))
    client(passing).get(server.url + "/x")
    assert 39 <= max(passing.slept) <= 41


def test_a_wait_beyond_patience_is_a_fault_at_once(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(status=429, headers={"Retry-After": "86400"}))
    with pytest.raises(FetchError) as error:
        client(passing).get(server.url + "/x")
    assert code(error) == "fetch-status"
    assert len(server.asked) == 1


def test_back_off_doubles_with_jitter_and_ends(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b"boom", 500))
    with pytest.raises(FetchError) as error:
        client(passing, retries=4, spacing={"127.0.0.1": 0.0}).get(server.url + "/x")
    assert code(error) == "fetch-status"
    assert len(server.asked) == 5
    assert len(passing.slept) == 4
    for power, wait in enumerate(passing.slept):
        assert 0.5 * 2**power <= wait <= 2**power


def test_a_client_error_is_not_asked_again(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b"no such dataset", 404))
    with pytest.raises(FetchError) as error:
        client(passing).get(server.url + "/x")
    assert error.value.faults[0].details["status"] == "404"
    assert len(server.asked) == 1


def test_a_cut_answer_is_asked_again(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b'{"long": "answer"}', cut=7), Reply(b'{"long": "answer"}'))
    assert client(passing).get(server.url + "/x").json() == {"long": "answer"}


def test_a_drip_does_not_outlast_the_limit(server: Server) -> None:
    server.plays("/x", Reply(b"x" * 10_000, drip=0.02))
    hasty = Client(timeout=5.0, grace=0.2, slowest=1000.0, retries=0, trusted=LOOPBACK)
    with pytest.raises(FetchError) as error:
        hasty.get(server.url + "/x")
    assert code(error) == "fetch-slow"


def test_silence_is_a_fault(server: Server) -> None:
    server.plays("/x", Reply(b"xy", drip=3.0))
    with pytest.raises(FetchError) as error:
        Client(timeout=0.2, retries=0, trusted=LOOPBACK).get(server.url + "/x")
    assert code(error) == "fetch-slow"


def test_an_answer_larger_than_allowed_is_refused(server: Server, passing: FakeTime) -> None:
    server.plays("/x", Reply(b"x" * 5000))
    with pytest.raises(FetchError) as error:
        client(passing).get(server.url + "/x", limit=1000)
    assert code(error) == "fetch-large"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><title>Maintenance</title>", "fetch-html"),
        (b'{"results": [', "fetch-format"),
    ],
)
def test_what_is_not_json_is_said_to_be_something_else(
    server: Server, passing: FakeTime, body: bytes, expected: str
) -> None:
    server.plays("/x", Reply(body))
    with pytest.raises(FetchError) as error:
        client(passing).get(server.url + "/x").json()
    assert code(error) == expected


def test_no_server_is_a_fault(passing: FakeTime) -> None:
    with pytest.raises(FetchError) as error:
        client(passing, retries=1).get("http://127.0.0.1:9/x")
    assert code(error) == "fetch-unreachable"


def test_only_web_addresses_are_opened(passing: FakeTime) -> None:
    for address in (
        "file:///etc/passwd",
        "ftp://example.org/x",
        "gopher://example.org",
        "http://",
        "//example.org",
    ):
        with pytest.raises(FaultsError) as error:
            client(passing).get(address)
        assert code(error) == "address"


def test_a_fetch_keeps_bytes_address_checksum_licence_time_and_etag(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    server.plays("/toy", Reply(GOOD, headers={"ETag": '"v1"'}))
    snapshot = fetch_toy(server, passing, tmp_path)
    assert snapshot.path.read_bytes() == GOOD
    assert snapshot.sha256 == snapshots.checksum(snapshot.path)
    assert (snapshot.url, snapshot.licence, snapshot.etag) == (
        server.url + "/toy",
        ABOUT.licence,
        '"v1"',
    )
    assert snapshot.fetched == "2027-01-15T08:00:00Z"
    assert snapshots.latest("toy", tmp_path) == snapshot
    assert read_toy(snapshot).issued == "2027-01-15"


def test_an_unchanged_source_is_not_fetched_again(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    def play(asked: Asked) -> Reply:
        return (
            Reply(status=304)
            if asked.headers.get("if-none-match") == '"v1"'
            else Reply(GOOD, headers={"ETag": '"v1"'})
        )

    server.plays("/toy", play)
    first = fetch_toy(server, passing, tmp_path)
    passing.sleep(90_000)
    assert fetch_toy(server, passing, tmp_path) == first
    assert server.asked[-1].headers["if-none-match"] == '"v1"'


def test_a_cut_download_is_taken_up_where_it_ended(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    tag = {"ETag": '"v1"'}

    def rest(asked: Asked) -> Reply:
        start = int(asked.headers["range"].removeprefix("bytes=").removesuffix("-"))
        return Reply(
            GOOD[start:],
            206,
            {**tag, "Content-Range": f"bytes {start}-{len(GOOD) - 1}/{len(GOOD)}"},
        )

    server.plays("/toy", Reply(GOOD, headers=tag, cut=5), rest)
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == GOOD
    assert server.asked[1].headers["range"] == "bytes=5-"
    assert server.asked[1].headers["if-range"] == '"v1"'


def test_a_download_that_changed_meanwhile_begins_again(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    server.plays(
        "/toy", Reply(GOOD, headers={"ETag": '"v1"'}, cut=5), Reply(NEWER, headers={"ETag": '"v2"'})
    )
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == NEWER


def test_a_cut_download_without_a_validator_begins_again(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    server.plays("/toy", Reply(GOOD, cut=5), Reply(GOOD))
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == GOOD
    assert "range" not in server.asked[1].headers


def test_what_a_killed_fetch_left_is_taken_up(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    """The process dies in the middle of a download; the next one asks for the rest only."""
    tag = {"ETag": '"v1"'}
    whole = b"a,b\n" + b"1,2\n" * 2000
    server.plays("/toy", Reply(whole, headers=tag, drip=0.0002))
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
        "import tests.io.test_fetch_manners as t, tests.support.playing_server as p\n"
        "t.download(t.ABOUT, t.read_toy, p.Client(trusted=p.LOOPBACK), Path(sys.argv[2]),"
        " sys.argv[1], '.csv', lambda done, total: print(done, flush=True))\n"
    )
    arguments = [
        sys.executable,
        "-c",
        script,
        server.url + "/toy",
        str(tmp_path),
        str(Path(__file__).parents[2]),
    ]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) > 500:
                process.kill()
                break
    left = (tmp_path / "toy" / ".fetching.csv").stat().st_size
    assert 0 < left < len(whole)
    assert snapshots.latest("toy", tmp_path) is None

    def rest(asked: Asked) -> Reply:
        start = int(asked.headers["range"].removeprefix("bytes=").removesuffix("-"))
        return Reply(whole[start:], 206, tag)

    server.plays("/toy", rest)
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == whole
    assert server.asked[-1].headers["range"] == f"bytes={left}-"
    assert server.asked[-1].headers["if-range"] == '"v1"'
    assert [p.name for p in (tmp_path / "toy").iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("how", ["changed meanwhile", "all of it came", "another address"])
def test_a_rest_that_does_not_fit_begins_again(
    server: Server, passing: FakeTime, tmp_path: Path, how: str
) -> None:
    place = tmp_path / "toy"
    place.mkdir()
    (place / ".fetching.csv").write_bytes(GOOD if how == "all of it came" else GOOD[:5])
    url = "https://example.org/other" if how == "another address" else server.url + "/toy"
    (place / ".fetching.csv.part.json").write_text(
        json.dumps({"url": url, "version": '"v1"'}), encoding="utf-8"
    )

    def play(asked: Asked) -> Reply:
        if how == "all of it came" and "range" in asked.headers:
            return Reply(status=416)
        return Reply(NEWER, headers={"ETag": '"v2"'})

    server.plays("/toy", play)
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == NEWER
    assert ("range" in server.asked[0].headers) == (how != "another address")


def bomb() -> bytes:
    """Return a gzip of 40 MB of zeros."""
    return gzip.compress(b"a,b\n" + b"0" * 40_000_000, 9)


LIES = {
    "status 500": Reply(b"boom", 500),
    "429 for ever": Reply(status=429, headers={"Retry-After": "1"}),
    "cut for ever": Reply(NEWER, cut=3),
    "HTML": Reply(b"<html><body>Service indisponible</body></html>"),
    "wrong JSON": Reply(b'[{"a": 1}, '),
    "truncated gzip": Reply(gzip.compress(NEWER * 500)[:-30]),
    "zip bomb": Reply(bomb()),
    "short last row": Reply(b"a,b\n1,2\n3"),
    "wrong encoding": Reply("a,b\né,2\n".encode("cp1252")),
    "binary": Reply(b"\0\1\2\3" * 100),
    "nothing": Reply(b""),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_source_that_fails_or_lies_leaves_the_last_good_snapshot(
    server: Server, passing: FakeTime, tmp_path: Path, lie: str
) -> None:
    server.plays("/toy", Reply(GOOD))
    good = fetch_toy(server, passing, tmp_path)
    server.plays("/toy", LIES[lie])
    with pytest.raises(FaultsError):
        fetch_toy(server, passing, tmp_path, retries=1)
    assert snapshots.latest("toy", tmp_path) == good
    assert good.path.read_bytes() == GOOD
    assert [p.name for p in (tmp_path / "toy").iterdir() if p.name.startswith(".fetching")] == []
    server.plays("/toy", Reply(NEWER))
    assert snapshots.latest("toy", tmp_path) == good
    assert fetch_toy(server, passing, tmp_path).path.read_bytes() == NEWER


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("organization.csv", b"0" * 40_000_000)
    with pytest.raises(FaultsError) as error:
        list(rows.read(path, member="organization.csv"))
    assert code(error) == "bomb"


def listing(found: list[list[dict[str, int]]], total: int | None) -> list[dict[str, int]]:
    return list(pages("http://x", lambda n: (found[n] if n < len(found) else [], total)))


def test_pages_end_with_the_announced_count() -> None:
    assert len(listing([[{"a": 1}, {"a": 2}], [{"a": 3}]], 3)) == 3


def test_a_repeated_page_stops_the_loop() -> None:
    with pytest.raises(FetchError) as error:
        list(pages("http://x", lambda n: ([{"a": 1}], 1000)))
    assert code(error) == "fetch-repeated"


def test_an_endless_listing_stops() -> None:
    with pytest.raises(FetchError):
        list(pages("http://x", lambda n: ([{"a": n}], None), most=50))


def test_missing_rows_are_a_fault() -> None:
    with pytest.raises(FetchError) as error:
        listing([[{"a": 1}]], 5)
    assert code(error) == "fetch-incomplete"


def test_the_note_of_a_snapshot_is_written_last(
    server: Server, passing: FakeTime, tmp_path: Path
) -> None:
    server.plays("/toy", Reply(GOOD))
    snapshot = fetch_toy(server, passing, tmp_path)
    note = snapshot.path.with_name(snapshot.path.name + ".snapshot.json")
    assert json.loads(note.read_text())["sha256"] == snapshot.sha256
    note.unlink()
    assert snapshots.latest("toy", tmp_path) is None

"""A client with manners: it says who it is, keeps its distance, waits when told to, and trusts no
answer.

What it keeps to: one request at a time, a pause between requests to a host, Retry-After (RFC 9110,
§10.2.3), exponential back-off with full jitter (Brooker 2015), conditional requests, resumed
downloads, a limit on the size of any answer and on how slow it may come. Where it goes is checked,
redirects too (`destinations`).
"""

import email.utils
import http.client
import json
import logging
import random
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from frenchtech_graph.io import destinations, json_texts
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.version import __version__

AGENT = f"frenchtech-graph/{__version__} (+https://w3id.org/fte/)"
SPACING = {
    "recherche-entreprises.api.gouv.fr": 0.2,
    "api.insee.fr": 2.1,
    "api.ror.org": 0.2,
    "api.gleif.org": 1.0,
    "api.archives-ouvertes.fr": 0.34,
    "api.openalex.org": 0.2,
}
"""Host → seconds between two requests, from what its publisher asks."""
USUAL_SPACING = 0.25
T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_CHUNK = 1 << 16
_PART_NOTE = ".part.json"
_SMALL = 64 << 20
Progress = Callable[[int, int | None], None]
"""Told how many bytes have come, and how many are expected if that is known."""


class FetchError(FaultsError):
    """A source could not be fetched; the fault says why and what to do."""


def fault(url: str, code: str, **details: object) -> FetchError:
    """Return the error of one address: `code` is a table of `faults.toml`."""
    return FetchError([Fault(url, 0, "", "", code, {k: str(v) for k, v in details.items()})])


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, and how to let it pass; tests give their own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its address after redirections, its headers and its bytes."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the JSON it holds.

        Raises:
            FetchError: it is HTML or something else.
        """
        refuse_html(self.url, self.body)
        try:
            return json_texts.loads(self.body)
        except ValueError as error:
            raise fault(
                self.url, "fetch-format", expected="JSON", detail=str(error)[:120]
            ) from error


class _CutError(Exception):
    """The stream ended before its end."""


@dataclass
class Part:
    """A file that is coming: its address, and the version of it that the server gives (a strong
    ETag or a date).

    The version stands in a note beside the file, so that what a killed process left can be taken
    up.
    """

    file: Path
    url: str
    version: str = ""

    @staticmethod
    def of(file: Path, url: str) -> "Part":
        """Return what is there of a file; a rest of another address, or of no known version, is
        taken away.
        """
        part = Part(file, url)
        try:
            told = json_texts.loads(part._note.read_text(encoding="utf-8"))
            part.version = str(told["version"]) if told["url"] == url and file.exists() else ""
        except (OSError, ValueError, KeyError, TypeError):
            pass
        if not part.version:
            part.drop()
        return part

    @property
    def _note(self) -> Path:
        return self.file.with_name(self.file.name + _PART_NOTE)

    @property
    def resumable(self) -> bool:
        """Whether a server could take up what is there."""
        return bool(self.version and self.size())

    def size(self) -> int:
        """Return the bytes that are there."""
        return self.file.stat().st_size if self.file.exists() else 0

    def begin(self, headers: Mapping[str, str]) -> None:
        """Note the version that an answer is of; a weak one is none (RFC 9110, §13.1.5)."""
        stated = {k.lower(): v for k, v in headers.items()}
        validator = stated.get("etag") or stated.get("last-modified") or ""
        self.version = "" if validator.startswith("W/") else validator
        if self.version:
            self._note.write_text(
                json.dumps({"url": self.url, "version": self.version}), encoding="utf-8"
            )
        else:
            self.forget()

    def drop(self) -> None:
        """Take the file away, and its note."""
        self.forget()
        self.file.unlink(missing_ok=True)

    def forget(self) -> None:
        """Take the note away: the file is whole, or cannot be taken up."""
        self.version = ""
        self._note.unlink(missing_ok=True)


def resumable(folder: Path) -> list[Path]:
    """Return what an interrupted download left in a folder and a server can take up: files, each
    before its note.
    """
    noted = (
        (n.with_name(n.name.removesuffix(_PART_NOTE)), n)
        for n in sorted(folder.glob(f".*{_PART_NOTE}"))
    )
    return [
        p for file, note in noted if file.is_file() and file.stat().st_size for p in (file, note)
    ]


@dataclass
class Client:
    """Fetches addresses, one at a time.

    `timeout` is in seconds for each wait on the network; `slowest` is the fewest bytes a second
    that an answer may bring once `grace` seconds have passed; `patience` is the longest wait a
    server may ask for. `trusted` are the hosts of one's own network that may be asked; no others
    are.
    """

    agent: str = AGENT
    timeout: float = 30.0
    retries: int = 4
    patience: float = 300.0
    slowest: float = 2000.0
    grace: float = 30.0
    spacing: Mapping[str, float] = field(default_factory=lambda: SPACING)
    trusted: frozenset[str] = field(default_factory=destinations.named_by_user)
    clock: Clock = field(default_factory=Clock)
    jitter: random.Random = field(default_factory=random.Random)
    _free: dict[str, float] = field(default_factory=dict, init=False)

    def get(
        self,
        url: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int = _SMALL,
    ) -> Answer:
        """Return the answer to a GET request of an address, whole.

        Raises:
            FetchError: it cannot be had; a busy or broken server was asked `retries` times again.
        """
        address = f"{url}?{urlencode(parameters)}" if parameters else url
        return self._attempts(address, lambda: self._whole(address, headers or {}, limit))

    def download(
        self,
        url: str,
        to: Path,
        *,
        etag: str | None = None,
        modified: str | None = None,
        limit: int = 8 << 30,
        progress: Progress = lambda done, total: None,
    ) -> Mapping[str, str] | None:
        """Write what an address holds to the file `to` and return its headers; None if it has not
        changed.

        A stream that is cut is taken up where it ended, provided the server still has the same
        version; so is one that an earlier call left because it failed or was killed.

        Raises:
            FetchError: it cannot be had whole. What came stays if the server can take it up.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {k: v for k, v in conditions.items() if v}
        part = Part.of(to, url)
        try:
            headers = self._attempts(url, lambda: self._part(part, asked, limit, progress))
        except FaultsError:
            if not part.resumable or part.size() >= limit:
                part.drop()
            raise
        part.forget()
        return headers

    def _attempts(self, url: str, send: Callable[[], T]) -> T:
        for attempt in range(self.retries + 1):
            self._keep_distance(url)
            wait = self.jitter.uniform(0.5, 1.0) * 2.0**attempt
            try:
                return send()
            except (FetchError, destinations.DestinationError):
                raise
            except urllib.error.HTTPError as error:
                wait = max(wait, _retry_after(error, self.clock.now()))
                problem = fault(url, "fetch-status", status=error.code, detail=_words(error))
                if error.code not in _BUSY or wait > self.patience:
                    raise problem from error
            except _CutError as error:
                problem = fault(url, "fetch-cut", detail=str(error))
            except TimeoutError:
                problem = fault(url, "fetch-slow", seconds=self.timeout)
            except (OSError, http.client.HTTPException) as error:
                problem = fault(url, "fetch-unreachable", detail=getattr(error, "reason", error))
            if attempt == self.retries:
                raise problem
            self._log_retry(problem.faults[0], attempt + 1, wait)
            self.clock.sleep(wait)
        raise AssertionError("unreachable")

    def _log_retry(self, problem: Fault, attempt: int, wait: float) -> None:
        host = urlsplit(problem.file).hostname or ""
        facts = {
            "host": host,
            "code": problem.code,
            "attempt": attempt,
            "of": self.retries + 1,
            "wait": round(wait, 1),
        }
        _LOG.info(
            "%s: %s (%s/%s), asked again in %.1f s",
            host,
            problem.expectation("en"),
            attempt,
            self.retries + 1,
            wait,
            extra=facts,
        )

    def _keep_distance(self, url: str) -> None:
        host = urlsplit(url).hostname or ""
        wait = self._free.get(host, 0.0) - self.clock.monotonic()
        if wait > 0:
            self.clock.sleep(wait)
        self._free[host] = self.clock.monotonic() + self.spacing.get(host, USUAL_SPACING)

    def _open(self, url: str, headers: Mapping[str, str]) -> Any:
        destinations.check(url, self.trusted)
        request = urllib.request.Request(  # noqa: S310
            url, headers={"User-Agent": self.agent, "Accept": "*/*", **headers}
        )
        return self._opener.open(request, timeout=self.timeout)

    @cached_property
    def _opener(self) -> urllib.request.OpenerDirector:
        return destinations.opener(self.trusted)

    def _whole(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        parts: list[bytes] = []
        with self._open(url, headers) as response:
            self._read(url, response, 0, limit, parts.append)
            return Answer(response.url, dict(response.headers), b"".join(parts))

    def _part(
        self, part: Part, asked: Mapping[str, str], limit: int, progress: Progress
    ) -> Mapping[str, str] | None:
        have = part.size()
        # Without a validator the rest might be that of another version: begin again.
        resume = (
            {"Range": f"bytes={have}-", "If-Range": part.version}
            if have and part.version
            else asked
        )
        try:
            with self._open(part.url, resume) as response:
                headers = dict(response.headers)
                resumed = response.status == http.client.PARTIAL_CONTENT
                with part.file.open("ab" if resumed else "wb", buffering=0) as file:
                    part.begin(headers)  # not before what another version left is gone
                    self._read(
                        part.url, response, have if resumed else 0, limit, file.write, progress
                    )
        except urllib.error.HTTPError as error:
            if error.code == http.client.NOT_MODIFIED:
                return None
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                # There is no more than we have, or the version is another: begin again.
                part.drop()
                raise _CutError(f"{have} bytes") from error
            raise
        return headers

    def _read(
        self,
        url: str,
        response: Any,
        before: int,
        limit: int,
        write: Callable[[bytes], Any],
        progress: Progress = lambda done, total: None,
    ) -> None:
        stated = response.headers.get("Content-Length")
        total = before + int(stated) if stated and re.fullmatch("[0-9]{1,18}", stated) else None
        if total is not None and total > limit:
            raise fault(url, "fetch-large", limit=limit)
        began, size = self.clock.monotonic(), before
        try:
            # A chunk as it comes: a server that drips bytes must not outlast the limit.
            while chunk := response.read1(_CHUNK):
                write(chunk)
                size += len(chunk)
                progress(size, total)
                passed = self.clock.monotonic() - began
                if size > limit:
                    raise fault(url, "fetch-large", limit=limit)
                if passed > self.grace and (size - before) / passed < self.slowest:
                    raise fault(url, "fetch-slow", seconds=round(passed))
        except http.client.IncompleteRead as error:
            raise _CutError(f"{size} bytes") from error
        if total is not None and size < total:
            raise _CutError(f"{size} / {total} bytes")


def refuse_html(url: str, beginning: bytes) -> None:
    """Raise FetchError when what came is a web page: an error page, a captcha, a maintenance
    notice.
    """
    start = beginning[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise fault(url, "fetch-html")


def _retry_after(error: urllib.error.HTTPError, now: float) -> float:
    """Return the seconds a server asks to wait: a number, or a date; 0 where it does not say."""
    stated = (error.headers.get("Retry-After") or "").strip()
    if stated.isdecimal():
        return float(stated)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(stated).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _words(error: urllib.error.HTTPError) -> str:
    """Return what a server says of a status: the beginning of its answer, else the name of the
    status.
    """
    try:
        text = error.read(2000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        text = ""
    said = "".join(c for c in " ".join(text.split()) if c.isprintable())[:160]
    return said or http.client.responses.get(error.code, "–")

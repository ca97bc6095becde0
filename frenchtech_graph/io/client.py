"""The client of downloads and APIs: it says who it is, keeps its distance, and trusts no answer.

It sends one request at a time and pauses between requests to a host. It requests changed content
only and resumes interrupted downloads (`partial_files`). The rest is the policy of all requests
(`network_policy`, `destinations`).
"""

import http.client
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from frenchtech_graph.io import destinations, json_texts
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.http_transport import Transport
from frenchtech_graph.io.network_policy import (
    AGENT,
    Clock,
    Failure,
    Limits,
    Progress,
    Rule,
    attempts,
    copy,
)
from frenchtech_graph.io.partial_files import Part

SPACING = {
    "recherche-entreprises.api.gouv.fr": 0.2,
    "api.insee.fr": 2.1,
    "api.ror.org": 0.2,
    "api.gleif.org": 1.0,
    "api.archives-ouvertes.fr": 0.34,
    "api.openalex.org": 0.2,
}
"""Host → seconds between two requests, from its publisher's rules."""
USUAL_SPACING = 0.25
__all__ = [
    "AGENT",
    "Answer",
    "Client",
    "Clock",
    "FetchError",
    "Progress",
    "fault",
    "refuse_html",
]
T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_SMALL = 64 << 20


class FetchError(FaultsError):
    """A source could not be fetched. The fault states the reason and a remedy."""


def fault(url: str, code: str, **details: object) -> FetchError:
    """Return the error of one address: `code` is a table of `faults.toml`."""
    return FetchError([Fault(url, 0, "", "", code, {k: str(v) for k, v in details.items()})])


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: its address after redirections, its headers and its bytes."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the JSON value of the body.

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


@dataclass
class Client:
    """Fetches one address at a time.

    `timeout` is the limit in seconds for each wait on the network. `slowest` is the minimum rate in
    bytes a second once `grace` seconds have passed. `patience` is the longest wait that a server
    may request. `trusted` lists the hosts of the user's own network that may be contacted. All
    other private hosts are refused.
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
            FetchError: it cannot be fetched, after `retries` retries of a busy or failing server.
        """
        address = f"{url}?{urlencode(parameters)}" if parameters else url
        return self._attempts(address, limit, lambda: self._whole(address, headers or {}, limit))

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
        """Write the content of an address to the file `to`.

        Return its headers, or None if it has not changed.

        An interrupted download resumes at its end if the server still has the same version. This
        includes downloads that an earlier call left because it failed or was killed.

        Raises:
            FetchError: it cannot be had whole. The downloaded part is kept if the server can resume
                it.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {k: v for k, v in conditions.items() if v}
        part = Part.of(to, url)
        try:
            headers = self._attempts(url, limit, lambda: self._part(part, asked, limit, progress))
        except FaultsError:
            if not part.resumable or part.size() >= limit:
                part.drop()
            raise
        part.forget()
        return headers

    def _attempts(self, url: str, limit: int, send: Callable[[], T]) -> T:
        def spaced() -> T:
            self._keep_distance(url)
            return send()

        def waiting(failure: Failure, attempt: int, wait: float) -> None:
            self._log_retry(_fault_of(url, failure, limit).faults[0], attempt, wait)

        rule = Rule(self.retries, self.patience)
        try:
            return attempts(spaced, rule, clock=self.clock, jitter=self.jitter, waiting=waiting)
        except Failure as failure:
            raise _fault_of(url, failure, limit) from failure

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
            "%s: %s (%s/%s), next attempt in %.1f s",
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

    @cached_property
    def _transport(self) -> Transport:
        return Transport(self.agent, self.timeout, self.trusted)

    def _limits(self, size: int) -> Limits:
        return Limits(size, slowest=self.slowest, grace=self.grace, clock=self.clock)

    def _whole(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        parts: list[bytes] = []
        with self._transport.opened(url, headers, self.clock.now()) as response:
            copy(response.body, response.headers, parts.append, self._limits(limit))
            return Answer(response.url, dict(response.headers), b"".join(parts))

    def _part(
        self, part: Part, asked: Mapping[str, str], limit: int, progress: Progress
    ) -> Mapping[str, str] | None:
        have = part.size()
        # Without a validator the rest might belong to another version, so start again.
        resume = (
            {"Range": f"bytes={have}-", "If-Range": part.version}
            if have and part.version
            else asked
        )
        try:
            with self._transport.opened(part.url, resume, self.clock.now()) as response:
                headers = dict(response.headers)
                resumed = response.status == http.client.PARTIAL_CONTENT
                with part.file.open("ab" if resumed else "wb", buffering=0) as file:
                    part.begin(headers)  # only after the part of another version is deleted
                    limits, before = self._limits(limit), have if resumed else 0
                    copy(
                        response.body,
                        response.headers,
                        file.write,
                        limits,
                        before=before,
                        progress=progress,
                    )
        except Failure as failure:
            if failure.status == http.client.NOT_MODIFIED:
                return None
            if failure.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                # There is no more than we have, or the version is another: begin again.
                part.drop()
                raise Failure("cut", f"{have} bytes") from failure
            raise
        return headers


def _fault_of(url: str, failure: Failure, limit: int) -> FetchError:
    detail = failure.detail
    if failure.kind == "status":
        return fault(url, "fetch-status", status=failure.status, detail=detail)
    if failure.kind == "large":
        return fault(url, "fetch-large", limit=limit)
    if failure.kind == "slow":
        return fault(url, "fetch-slow", seconds=detail)
    return fault(url, f"fetch-{failure.kind}", detail=detail)


def refuse_html(url: str, beginning: bytes) -> None:
    """Raise FetchError if the answer is a web page: an error page, a captcha or a maintenance
    notice.
    """
    start = beginning[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        raise fault(url, "fetch-html")

"""Run the server until it is stopped."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pyoxigraph as ox
import uvicorn

from frenchtech_graph.io.words import beside
from frenchtech_graph.views.server.app import Settings, create
from frenchtech_graph.views.server.connections import impatient
from frenchtech_graph.views.server.limits import Limits

_FILES = 8192
"""Open files that the server may need."""
_SPARE = 64
"""Connections and open files that are kept free."""
_TITLES = beside(__file__, "words.toml").both("title_of_site")


def serve(
    store: ox.Store,
    limits: Limits,
    *,
    host: str,
    port: int,
    origin: str | None = None,
    hosts: frozenset[str] = frozenset(),
    proxies: frozenset[str] = frozenset(),
    build: str = "",
    modified: float | None = None,
    pages: Path | None = None,
) -> None:
    """Serve a store over HTTP. Return when the process is stopped.

    `hosts` are host names of the server, and `proxies` addresses whose `X-Forwarded-For` is
    trusted. `build` is a key of the graph for ETag, and `modified` the time of the build for
    Last-Modified. `pages` is the folder of a site written from the graph.
    """
    settings = Settings(limits, origin, _TITLES, hosts, build, modified, proxies, pages)
    application, quick, end_workers = create(store, settings)
    connections = max(1024, limits.waiting + 4 * limits.workers)
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=impatient(
            limits.header_seconds,
            limits.connections,
            proxies,
            quick,
            most=max(16, min(connections, _descriptors()) - _SPARE),
            unread=4 * limits.answer,
        ),
        proxy_headers=bool(proxies),
        forwarded_allow_ips=sorted(proxies),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
    )
    print(f"http://{host}:{port}/", flush=True)  # noqa: T201
    _Server(config, end_workers).run()


def _descriptors() -> int:
    """Raise the limit of open files, and return it."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    found = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _FILES if found == resource.RLIM_INFINITY else found


class _Server(uvicorn.Server):
    """A server that ends its workers immediately when stopped, without waiting for their queries."""

    def __init__(self, config: uvicorn.Config, end_workers: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_workers = end_workers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._end_workers()
        super().handle_exit(sig, frame)

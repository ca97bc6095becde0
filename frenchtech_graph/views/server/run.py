"""Run the server until it is told to stop."""

from collections.abc import Callable
from types import FrameType

import pyoxigraph as ox
import uvicorn

from frenchtech_graph.io.words import beside
from frenchtech_graph.views.server.app import Settings, create
from frenchtech_graph.views.server.connections import impatient
from frenchtech_graph.views.server.limits import Limits

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
) -> None:
    """Serve a store over HTTP; return when the process is told to stop.

    `hosts` are names the server goes by, `proxies` addresses whose `X-Forwarded-For` is believed,
    `build` a key of the graph for ETag.
    """
    application, end_workers = create(store, Settings(limits, origin, _TITLES, hosts, build))
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        http=impatient(limits.header_seconds, limits.connections, proxies),
        proxy_headers=bool(proxies),
        forwarded_allow_ips=sorted(proxies),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=max(1024, limits.waiting + 4 * limits.workers),
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
    )
    print(f"http://{host}:{port}/", flush=True)  # noqa: T201
    _Server(config, end_workers).run()


class _Server(uvicorn.Server):
    """A server that ends its workers as soon as it is told to stop, and does not wait for their
    queries.
    """

    def __init__(self, config: uvicorn.Config, end_workers: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_workers = end_workers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._end_workers()
        super().handle_exit(sig, frame)

"""Limits for one request."""

import os
from dataclasses import dataclass, field

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the server.

    `seconds`, `rows`, `answer` (bytes) and `memory` (bytes above the store) limit one query.
    `workers` run at once (two per processor, because one works while the other waits for its
    next request), and `waiting` more requests may wait. `body` (bytes) is the largest request,
    `header_seconds` the time a client has to send one. SERVICE may contact `services`, each a host
    (for port 443) or host:port. By default it may contact no server. One address may have
    `connections` open.
    """

    seconds: float = 30.0
    rows: int = 100_000
    answer: int = 64 * MEGABYTE
    memory: int = 2048 * MEGABYTE
    workers: int = field(default_factory=lambda: 2 * max(2, os.cpu_count() or 2))
    waiting: int = 256
    body: int = MEGABYTE
    header_seconds: float = 15.0
    services: frozenset[str] = frozenset()
    connections: int = 64

"""A Virtuoso server of one's own for a test: its data in a temporary folder, its ports on
loopback.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = .
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = 100000
MaxQueryExecutionTime = 60
"""


@dataclass
class Virtuoso:
    """The addresses of a running server; user and password are those of a new data base."""

    sparql: str
    graph_store: str
    sql: str = ""
    user: str = "dba"
    password: str = "dba"


def installed() -> str | None:
    """Return the path of the server, None when it is not installed (Debian:
    virtuoso-opensource-7-bin).
    """
    return shutil.which("virtuoso-t")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(folder: Path) -> Iterator[Virtuoso]:
    """Run a server with its data in `folder`; stop it at the end."""
    http_port = _free_port()
    settings = folder / "virtuoso.ini"
    sql_port = _free_port()
    settings.write_text(_SETTINGS.format(sql_port=sql_port, http_port=http_port), encoding="utf-8")
    program = installed()
    assert program
    command = [program, "+foreground", "+configfile", str(settings)]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(http_port, server)
        base = f"http://127.0.0.1:{http_port}/"
        sql = f"127.0.0.1:{sql_port}"
        yield Virtuoso(base + "sparql", base + "sparql-graph-crud-auth", sql)
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    deadline = monotonic() + seconds
    while monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.2)
    raise RuntimeError("Virtuoso did not start")

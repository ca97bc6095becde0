"""Run the command line as far as one machine can stand in for Windows.

`python -X warn_default_encoding tests/support/without_unix.py import census.xlsx --yes + build census`
runs commands one after another: `sys.platform` is `win32`; modules of Unix alone cannot be imported
by the project; what `os` and `signal` lack there is gone; folders cannot be opened, nor exchanged in
one step; `msvcrt` is a stand-in that locks as Windows does; a file that the project opens as text
without naming its encoding is an error. Paths are still those of this system.
"""

import builtins
import importlib
import os
import shutil
import signal
import sys
import types
import warnings
from pathlib import Path
from typing import Any

UNIX = ("fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog")
GONE = {
    os: (
        *("fork", "forkpty", "getuid", "geteuid", "getgid", "setsid", "nice", "killpg", "wait4"),
        *("WIFSIGNALED", "WTERMSIG", "WIFEXITED", "WEXITSTATUS", "sched_getaffinity", "uname"),
    ),
    signal: ("SIGALRM", "SIGKILL", "SIGHUP", "SIGCHLD", "SIGUSR1", "setitimer", "pthread_sigmask"),
}
OTHERS = (
    *("click", "numpy", "pandas", "networkx", "openpyxl", "pyoxigraph", "rich.progress", "scipy"),
    *("subprocess", "tempfile", "multiprocessing", "concurrent.futures", "urllib.request"),
)


def hide() -> None:
    """Take away what Windows has not."""
    import fcntl

    for name in OTHERS:
        importlib.import_module(name)
    for module, names in GONE.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # folders cannot be opened there
    windows = types.ModuleType("msvcrt")
    windows.LK_NBLCK = 2  # type: ignore[attr-defined]
    windows.locking = lambda handle, mode, count: fcntl.flock(  # type: ignore[attr-defined]
        handle, fcntl.LOCK_EX | fcntl.LOCK_NB
    )
    sys.modules["msvcrt"] = windows
    whole, opened = builtins.__import__, os.open

    def imported(name: str, globals: Any = None, *rest: Any, **more: Any) -> Any:  # noqa: A002
        ours = str((globals or {}).get("__name__", "")).startswith("frenchtech_graph")
        if ours and name in UNIX:
            raise ModuleNotFoundError(f"No module named {name!r} (Windows)", name=name)
        return whole(name, globals, *rest, **more)

    def refusing(path: Any, *rest: Any, **more: Any) -> int:
        if isinstance(path, str | os.PathLike) and Path(path).is_dir():
            raise PermissionError(13, "Permission denied (Windows opens no folder)", str(path))
        return opened(path, *rest, **more)

    builtins.__import__ = imported
    os.open = refusing
    sys.platform = "win32"
    warnings.filterwarnings("error", category=EncodingWarning, module=r"frenchtech_graph\.")


def run(arguments: list[str]) -> None:
    """Run commands that stand between `+`."""
    from frenchtech_graph.cli import main

    while arguments:
        end = arguments.index("+") if "+" in arguments else len(arguments)
        main(arguments[:end], standalone_mode=False)
        arguments = arguments[end + 1 :]


if __name__ == "__main__":
    hide()
    run(sys.argv[1:])

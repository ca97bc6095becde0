"""`python -m frenchtech_graph` and `frenchtech-graph`."""

import contextlib
import gc
import os
import sys

_STOPPED = (130, 143)
"""Exit codes of a run that was interrupted or told to stop (`cli.failures`)."""


def run() -> None:
    """Run the command line.

    A run that is stopped ends at once, when its files are cleared up: taking a large graph apart in
    memory takes seconds.
    """
    try:
        try:
            from frenchtech_graph.cli import main

            main(prog_name="frenchtech-graph")
        except KeyboardInterrupt:  # the program was still starting
            from frenchtech_graph.cli.failures import told

            with told():
                raise
    except SystemExit as left:
        if left.code not in _STOPPED:
            raise
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(130 if left.code == 130 else 143)
    finally:
        gc.freeze()  # else Python looks for cycles in a large graph again at its end


if __name__ == "__main__":
    run()

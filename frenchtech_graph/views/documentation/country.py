"""The pages of docs/ on the content of the built graph of France: `python -m … out/france`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.graph.store import open_store, read_manifest
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.network.build import bipartite
from frenchtech_graph.views.documentation import france_card, rankings_page


def pages(out: Path) -> dict[Path, str]:
    """Return the text of each page, by path."""
    store = open_store(out)
    network = bipartite(store)
    cards = france_card.files(network, store, read_manifest(out))
    return {rankings_page.FILE: rankings_page.page(network), **cards}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages from a built graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the built graph, such as out/france")
    for path, text in pages(parser.parse_args(arguments).out).items():
        write_atomically(path, text.encode())
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Differences between two versions of the ontology, term by term: the raw material of a change log.

``python -m frenchtech_graph.views.documentation.changes OLD.ttl NEW.ttl`` prints the list.
"""

import sys
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from frenchtech_graph.views.documentation.source import FTE, ONTOLOGY


def term_changes(old: Graph, new: Graph) -> dict[str, list[str]]:
    """Return the local names of the terms that were added, removed and changed, each sorted."""
    before, after = _statements(old), _statements(new)
    both = before.keys() & after.keys()
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "changed": sorted(name for name in both if before[name] != after[name]),
    }


def _statements(graph: Graph) -> dict[str, set[tuple[Node, str]]]:
    """Return the statements about each of our terms.

    Lists (property chains) are replaced by their members.
    """
    said: dict[str, set[tuple[Node, str]]] = {}
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef) and subject.startswith(FTE) and subject != ONTOLOGY:
            text = (
                " ".join(map(str, graph.items(value))) if isinstance(value, BNode) else value.n3()
            )
            said.setdefault(subject.removeprefix(FTE), set()).add((predicate, text))
    return said


if __name__ == "__main__":
    found = term_changes(Graph().parse(Path(sys.argv[1])), Graph().parse(Path(sys.argv[2])))
    for kind, names in found.items():
        sys.stdout.write(f"{kind}: {', '.join(names) or '–'}\n")

"""One actor, one node: which actors of several sources are one, why, and what people decided."""

from frenchtech_graph.identity.clues import Clue, Evidence
from frenchtech_graph.identity.decisions import read_decisions
from frenchtech_graph.identity.pairs import Decision, Pair, Resolution
from frenchtech_graph.identity.resolution import compare, resolve

__all__ = [
    "Clue",
    "Decision",
    "Evidence",
    "Pair",
    "Resolution",
    "compare",
    "read_decisions",
    "resolve",
]

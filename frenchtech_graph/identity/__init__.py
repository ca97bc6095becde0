"""Decides which actors of several sources are the same, and records why.

Invariant: the evidence for a merge is additive, can be shown, and yields to decisions of people.
Actors with different official numbers of one scheme stay separate unless a person decides
otherwise, because false merges spread to all findings. The room knows no RDF.
"""

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

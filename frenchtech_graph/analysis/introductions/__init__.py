"""Missing ties: what will probably come next, and what would be worth bringing about."""

from frenchtech_graph.analysis.introductions.evidence import introduction_sentence
from frenchtech_graph.analysis.introductions.proposals import introduce

__all__ = ["introduce", "introduction_sentence"]

"""Missing ties: what will probably come next, and what would be worth bringing about."""

from frenchtech_graph.findings.introductions.proposals import introduce
from frenchtech_graph.findings.introductions.reasons import introduction_sentence

__all__ = ["introduce", "introduction_sentence"]

"""Missing ties: ties that will probably form, and ties that are worth creating."""

from frenchtech_graph.findings.introductions.proposals import introduce
from frenchtech_graph.findings.introductions.reasons import introduction_sentence

__all__ = ["introduce", "introduction_sentence"]

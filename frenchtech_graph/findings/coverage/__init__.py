"""Is a gap real, or is it missing data? The part of the ecosystem that the sources see, and the
part that they miss.
"""

from frenchtech_graph.findings.coverage.capture import (
    chapman,
    histories,
    log_linear,
    total_of_lists,
)
from frenchtech_graph.findings.coverage.coverage_table import coverage, coverage_sentence
from frenchtech_graph.findings.coverage.source_overlap import (
    source_overlap,
    source_precision,
    tie_confidence,
)
from frenchtech_graph.findings.coverage.tipping import tipping
from frenchtech_graph.findings.coverage.unseen import chao1, chao2, good_turing, incidence_coverage

__all__ = [
    "chao1",
    "chao2",
    "chapman",
    "coverage",
    "coverage_sentence",
    "good_turing",
    "histories",
    "incidence_coverage",
    "log_linear",
    "source_overlap",
    "source_precision",
    "tie_confidence",
    "tipping",
    "total_of_lists",
]

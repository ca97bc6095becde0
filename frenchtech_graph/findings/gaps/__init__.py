"""Under-connected groups: observed against expected ties, graded."""

from frenchtech_graph.findings.gaps.gap_evidence import cell_events
from frenchtech_graph.findings.gaps.gap_sentences import gap_reading, gap_sentence, gap_summary
from frenchtech_graph.findings.gaps.gap_tables import DEFAULT_TABLES, gap_tables, group_gaps
from frenchtech_graph.findings.gaps.gravity import gravity_gaps

__all__ = [
    "DEFAULT_TABLES",
    "cell_events",
    "gap_reading",
    "gap_sentence",
    "gap_summary",
    "gap_tables",
    "gravity_gaps",
    "group_gaps",
]

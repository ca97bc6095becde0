"""Under-connected groups: observed against expected ties, graded."""

from frenchtech_graph.analysis.gaps.evidence import cell_events
from frenchtech_graph.analysis.gaps.gravity import gravity_gaps
from frenchtech_graph.analysis.gaps.sentences import gap_reading, gap_sentence, gap_summary
from frenchtech_graph.analysis.gaps.table import DEFAULT_TABLES, gap_tables, group_gaps

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

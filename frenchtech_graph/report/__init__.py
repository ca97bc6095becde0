"""The report: what an ecosystem holds, its hubs and its gaps, on one page a board can read."""

from frenchtech_graph.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]

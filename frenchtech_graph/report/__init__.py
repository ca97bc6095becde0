"""The report: what an ecosystem holds, its hubs and its gaps, on one page a board can read."""

from frenchtech_graph.report.findings import collect
from frenchtech_graph.report.page import inline_report, report_html, write_report

__all__ = ["collect", "inline_report", "report_html", "write_report"]

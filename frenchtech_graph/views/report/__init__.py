"""The report: an ecosystem with its hubs and its gaps, on a page for board members."""

from typing import TYPE_CHECKING, Any

from frenchtech_graph.findings.collected import collect

if TYPE_CHECKING:
    from frenchtech_graph.views.report.report_page import inline_report, report_html, write_report

__all__ = ["collect", "inline_report", "report_html", "write_report"]


def __getattr__(name: str) -> Any:
    """Return the writer of the page, imported on first use, because maps need only the findings."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from frenchtech_graph.views.report import report_page as page

    return getattr(page, name)

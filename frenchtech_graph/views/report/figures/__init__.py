"""Figures of the report: numbers to shapes in Python, shapes to SVG in templates."""

from frenchtech_graph.views.report.figures.bars import bars, funnel
from frenchtech_graph.views.report.figures.country import country
from frenchtech_graph.views.report.figures.heat_map import heat_map
from frenchtech_graph.views.report.figures.tier_chart import tier_chart
from frenchtech_graph.views.report.figures.timeline import timeline

__all__ = ["bars", "country", "funnel", "heat_map", "tier_chart", "timeline"]

"""Figures of the report: numbers to shapes in Python, shapes to SVG in templates."""

from frenchtech_graph.views.report.figures.bars import bars, funnel
from frenchtech_graph.views.report.figures.chain_chart import chain_chart
from frenchtech_graph.views.report.figures.columns import money_columns
from frenchtech_graph.views.report.figures.country import country
from frenchtech_graph.views.report.figures.heat_map import heat_map
from frenchtech_graph.views.report.figures.pillar_ring import pillar_ring
from frenchtech_graph.views.report.figures.small_map import small_map
from frenchtech_graph.views.report.figures.tier_chart import tier_chart
from frenchtech_graph.views.report.figures.timeline import timeline

__all__ = [
    "bars",
    "chain_chart",
    "country",
    "funnel",
    "heat_map",
    "money_columns",
    "pillar_ring",
    "small_map",
    "tier_chart",
    "timeline",
]

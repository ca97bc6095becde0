"""Funding rounds in the layout of 2025: months without a year, millions of euros, placeholders for undisclosed."""

from functools import partial

from frenchtech_graph.sources.tracked_rounds import by_month, connector

CONNECTOR = connector("rounds2025", partial(by_month, first_year=2025))
read = CONNECTOR.read

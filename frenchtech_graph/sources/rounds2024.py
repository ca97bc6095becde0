"""Funding rounds in the layout of 2024: one row a round, a date, the amount in one cell."""

from frenchtech_graph.sources.tracked_rounds import by_day, connector

CONNECTOR = connector("rounds2024", by_day)
read = CONNECTOR.read

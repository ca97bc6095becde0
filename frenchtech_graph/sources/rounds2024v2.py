"""Funding rounds in the layout of 2024v2: one row a round, a date, the amount in one cell."""

from frenchtech_graph.sources.tracked_rounds import by_day, connector

CONNECTOR = connector("rounds2024v2", by_day)
read = CONNECTOR.read

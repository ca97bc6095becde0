"""European projects of Horizon 2020 (2014-2020): the same file as `horizon`, for the programme before."""

from frenchtech_graph.sources.horizon import connector

CONNECTOR = connector("h2020")
read = CONNECTOR.read

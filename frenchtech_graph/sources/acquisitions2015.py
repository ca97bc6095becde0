"""Acquisitions in the export of Crunchbase of December 2015."""

from frenchtech_graph.sources.crunchbase import acquisitions

CONNECTOR = acquisitions("acquisitions2015")
read = CONNECTOR.read

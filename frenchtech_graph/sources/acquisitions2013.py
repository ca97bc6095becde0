"""Acquisitions in the export of Crunchbase of October 2013."""

from frenchtech_graph.sources.crunchbase import acquisitions

CONNECTOR = acquisitions("acquisitions2013")
read = CONNECTOR.read

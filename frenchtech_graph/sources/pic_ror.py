"""Participant codes of the European Commission and ROR identifiers of the same bodies."""

from frenchtech_graph.sources.crosswalk import connector

CONNECTOR = connector("pic_ror", "Organization", "pic", "ror")
read = CONNECTOR.read

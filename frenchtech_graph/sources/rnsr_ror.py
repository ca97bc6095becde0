"""RNSR numbers and ROR identifiers of the same laboratories."""

from frenchtech_graph.sources.crosswalk import connector

CONNECTOR = connector("rnsr_ror", "TechnologyOrganization", "ror", "rnsr")
read = CONNECTOR.read

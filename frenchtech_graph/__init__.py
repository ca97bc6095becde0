"""The knowledge graph of French Tech ecosystems: build it, query it, see its hubs and its gaps."""

__version__ = "0.1.0"

"""The graph in the formats of other tools: one module per family, one name per format."""

from frenchtech_graph.exports.writing import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]

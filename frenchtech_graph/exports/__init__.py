"""The graph in the formats of other tools: one module per family, one name per format.

Invariant: the same graph gives the same bytes, each fact keeps its sources, and a file is written
completely or not at all. Texts that a spreadsheet would run as a formula are neutralised.
"""

from frenchtech_graph.exports.writing import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]

"""Questions in French or English, matched to questions of the catalogue or to findings.

Invariant: every word of a question must be explained, by a phrase of `phrases.toml` or by a name of
the graph, the ontology or the list of places. Only declared everyday words may be left out, and the
answer lists them. Otherwise the reading is uncertain, gives the reason and suggests
similar questions, because a wrong answer costs more than a missing one. There is no language model.
"""

from frenchtech_graph.ask.answer import Asked, command, within_years
from frenchtech_graph.ask.reading import Reading, read

__all__ = ["Asked", "Reading", "command", "read", "within_years"]

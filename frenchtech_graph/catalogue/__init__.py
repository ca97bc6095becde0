"""The query catalogue: one question is one `.rq` file.

Invariant: a question gives the same rows on every engine. Parameters are bound as RDF terms and
never inserted as text, so that no value can change a query. The room contains no SPARQL text.
"""

from frenchtech_graph.catalogue.questions import Parameter, Query, catalogue, find, read
from frenchtech_graph.catalogue.running import construct, prepare, run

__all__ = ["Parameter", "Query", "catalogue", "construct", "find", "prepare", "read", "run"]

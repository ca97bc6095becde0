"""The query catalogue at work: one question, one `.rq` file, the same rows on every engine."""

from frenchtech_graph.queries.questions import Parameter, Query, catalogue, find, read
from frenchtech_graph.queries.running import construct, prepare, run

__all__ = ["Parameter", "Query", "catalogue", "construct", "find", "prepare", "read", "run"]

"""The query catalogue at work: one question, one `.rq` file, the same rows on every engine."""

from frenchtech_graph.catalogue.questions import Parameter, Query, catalogue, find, read
from frenchtech_graph.catalogue.running import construct, prepare, run

__all__ = ["Parameter", "Query", "catalogue", "construct", "find", "prepare", "read", "run"]

"""The graph as a bipartite network, its projections, groups and parts.

Invariant: actors are connected only through events, so that a round with fifty investors is one
event and not a clique. Attributes follow `docs/architecture.md`. A missing value is None, never a
guess. The room computes no findings.
"""

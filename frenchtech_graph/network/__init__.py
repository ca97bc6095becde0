"""The graph as a bipartite network, its projections, groups and parts.

Must not compute a finding.
"""

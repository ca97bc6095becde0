"""SHACL shapes → SPARQL: each constraint becomes one query over the whole store.

W3C, Shapes Constraint Language (SHACL), Recommendation of 20 July 2017: core constraints and
SPARQL-based constraints. A validator that visits one node at a time repeats the same small search
for every node. For a set of nodes, the same search is one join in the store.
"""

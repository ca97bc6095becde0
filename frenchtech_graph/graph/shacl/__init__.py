"""SHACL shapes → SPARQL: each constraint becomes one query over the whole store.

W3C, Shapes Constraint Language (SHACL), Recommendation of 20 July 2017: core constraints and
SPARQL-based constraints. A validator that looks at one node at a time repeats the same small search
for every node; run as a set, the same search is a join that the store does in one go.
"""

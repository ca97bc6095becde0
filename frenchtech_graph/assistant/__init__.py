"""Tools for an assistant over the Model Context Protocol: the catalogue, the findings, the sources.

Invariant: each tool calls the Python interface and returns rows with their sources, the gaps in the
data, and its date. The tools compute no results, guess no names and use no network, so an assistant
can cite every answer.
"""

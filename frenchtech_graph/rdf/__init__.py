"""RDF terms and SPARQL as text, and SPARQL servers.

Invariant: an answer of a server is complete or an error, because a truncated table looks like a
correct one. Terms are escaped in one place. The room knows neither tables nor findings.
"""

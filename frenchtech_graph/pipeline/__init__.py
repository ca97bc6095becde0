"""From the names of inputs to a built graph.

Invariant: a rebuild gives the same bytes as a full build. A cached record is used only if the key of
its code, ontology, decisions, removals and inputs is unchanged. The room knows neither findings nor
views.
"""

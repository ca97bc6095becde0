"""The vocabulary of the project: ontology, records, places, names, dates, identifiers.

Knows no graph and no source.
"""

"""The vocabulary of the project: ontology, records, places, names, dates, identifiers.

Invariant: terms come from the files in `ontology/`, and code uses their generated constants, so that
no word is defined twice. The room knows neither graphs nor sources.
"""

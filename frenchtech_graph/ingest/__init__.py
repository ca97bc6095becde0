"""Sources as checked records.

Invariant: a source is not trusted. A file is read completely or reported with all its faults, and
each row becomes a record or is listed as left out with a reason. Persons are skipped unless a
caller asks for them. The room knows neither quads nor identity nor findings.
"""

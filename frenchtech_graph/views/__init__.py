"""Pages for people: map, report, site, server, notebook, documentation.

Invariant: a page shows findings and computes none. It loads nothing from elsewhere, and every text
of the data is escaped, because labels come from untrusted files.
"""

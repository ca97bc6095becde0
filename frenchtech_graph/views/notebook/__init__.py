"""How graphs, actors and findings look in a notebook: small tables, figures, maps at cell width.

Everything works without a network, in a sandbox, and as a saved notebook on a forge: markup is
self-contained, pictures are embedded, and texts of the data are escaped.
"""

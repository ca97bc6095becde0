"""Sources into checked records. Must not know RDF quads, identity or findings."""

"""RDF terms and SPARQL as text, and SPARQL servers. Knows no table and no finding."""

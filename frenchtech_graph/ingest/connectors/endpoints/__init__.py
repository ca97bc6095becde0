"""Sources behind a SPARQL endpoint."""

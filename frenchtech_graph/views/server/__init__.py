"""The read-only SPARQL endpoint and the pages of actors and terms."""

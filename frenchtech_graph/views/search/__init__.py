"""The search of the server and of the site: one folding, one index, one way to rank."""

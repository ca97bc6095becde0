"""Changes between two builds: actors, ties, hubs and gaps."""

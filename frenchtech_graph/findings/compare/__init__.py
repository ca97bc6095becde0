"""Comparison of ecosystems at equal size."""

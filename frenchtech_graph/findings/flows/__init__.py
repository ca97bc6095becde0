"""Flows between places, and connections between two actors."""

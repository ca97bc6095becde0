"""Funding rounds collected by trackers."""

"""Brokers: actors between groups."""

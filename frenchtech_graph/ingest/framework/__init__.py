"""Shared parts of all connectors: mapping, rows, paging, gathering, the registry."""

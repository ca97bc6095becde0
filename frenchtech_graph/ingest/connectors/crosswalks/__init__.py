"""Identifiers of one body in two schemes."""

"""Amounts raised in rounds of the same type."""

"""Formulas, null models and compiled engines: arrays and networks in, numbers out."""

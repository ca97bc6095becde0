"""Laureates of contests and labels."""

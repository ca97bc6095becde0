"""Exports of Crunchbase that a user has."""

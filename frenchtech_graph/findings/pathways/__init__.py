"""Stages of companies in time."""

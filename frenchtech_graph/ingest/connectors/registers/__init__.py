"""Registers of companies, laboratories and institutions."""

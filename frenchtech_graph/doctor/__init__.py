"""Checks of an installation and of the files that it has written.

Invariant: a check reports ok, warning or fault, with a remedy. It changes no file except leftovers
of killed runs, and only on request. The room may use every other room but the command line.
"""

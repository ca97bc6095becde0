"""Checks of an installation and of what it has written: each says ok, warning or fault, and what to
do. May know every room but the command line; changes nothing but leftovers of killed runs.
"""

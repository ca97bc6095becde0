"""Files, locks, downloads and errors.

Knows the operating system and the network; knows nothing of French Tech.
"""

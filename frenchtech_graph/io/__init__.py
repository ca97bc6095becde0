"""Files, locks, downloads and errors.

Invariant: a file or folder has its old or its new content after any interruption, never a mix.
Requests go only to allowed destinations, under one network policy. The room knows the operating
system and the network, but not the domain.
"""

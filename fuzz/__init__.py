"""Hostile input for every reader: `python -m fuzz --minutes 10`, as docs/reliability.md says.

A harness is a reader with its seeds, a way to change them that keeps their structure, and the
errors the reader may answer with. `engine` runs one harness under atheris, led by coverage; the
tests of the suite run all harnesses under hypothesis.
"""

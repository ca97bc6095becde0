"""The findings, one module per command: declare each new finding in a module here.

A module has `FINDINGS`, and `COMMANDS` where a command needs more than its findings say.
"""

"""The findings, one module for each command: state yours in a module here, nowhere else.

A module has `FINDINGS`, and `COMMANDS` where a command needs more than its findings say.
"""

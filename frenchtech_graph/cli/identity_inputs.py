"""Inputs of the `identity` commands."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from frenchtech_graph.model.records import Dataset

inputs_argument = click.argument("inputs", nargs=-1, metavar="[INPUT...]")


def read_inputs(inputs: tuple[str, ...], sources: tuple[str, ...]) -> "list[Dataset]":
    """Return the data sets of a command, Lille by default."""
    from frenchtech_graph.pipeline import datasets

    return datasets.read(inputs or ("lille",), sources)

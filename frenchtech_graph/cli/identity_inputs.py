"""Inputs of the `identity` commands."""

from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.common import print_faults

if TYPE_CHECKING:
    from frenchtech_graph.model.records import Dataset

inputs_argument = click.argument("inputs", nargs=-1, metavar="[INPUT...]")


def read_inputs(inputs: tuple[str, ...], sources: tuple[str, ...], lang: str) -> "list[Dataset]":
    """Return the data sets of a command, Lille by default.

    Faults are printed, and the command exits with 2.
    """
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline import datasets

    try:
        return datasets.read(inputs or ("lille",), sources)
    except FaultsError as error:
        print_faults(error.faults, lang)
        raise SystemExit(2) from error

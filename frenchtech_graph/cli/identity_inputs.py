"""What the commands of `identity` read."""

from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.common import print_faults

if TYPE_CHECKING:
    from frenchtech_graph.model.records import Dataset

inputs_argument = click.argument("inputs", nargs=-1, metavar="[INPUT...]")


def read_inputs(inputs: tuple[str, ...], sources: tuple[str, ...], lang: str) -> "list[Dataset]":
    """Return the data sets of a command, those of Lille unless given; faults are printed and end it with 2."""
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline import datasets

    try:
        return datasets.read(inputs or ("lille",), sources)
    except FaultsError as error:
        print_faults(error.faults, lang)
        raise SystemExit(2) from error

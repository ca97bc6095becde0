"""`python -m frenchtech_graph` is `frenchtech-graph`."""

from frenchtech_graph.cli import main

main(prog_name="frenchtech-graph")

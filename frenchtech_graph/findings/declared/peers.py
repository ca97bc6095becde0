"""Places against those most like them."""

from frenchtech_graph.findings.declaration import Column, Finding, Text
from frenchtech_graph.findings.declared.trades import BY, PLACE
from frenchtech_graph.findings.parameters import SEED

PEERS = Finding(
    name="peers",
    title=Text("Écarts avec les lieux semblables", "Places against their peers"),
    meaning=Text(
        "Comparer des lieux à ceux qui leur ressemblent le plus.",
        "Compare places with those most like them in size and mix.",
    ),
    explanation=(
        "One row per place and group: its share of firms and the median of its peers. Places of"
        " few firms are left out. A difference whose limits include 0 is not a finding."
    ),
    function="functions.coverage_gaps:peer_gaps",
    living=True,
    parameters=(PLACE, BY, SEED),
    columns=(
        Column("place", "the place, by its code"),
        Column("group", "the group of firms"),
        Column("share", "share of its firms", "0–1"),
        Column("peer_median", "median share of its peers", "0–1"),
        Column("difference", "share - peer_median", "0–1"),
        Column("low", "lower 95 % limit", "0–1"),
        Column("high", "upper 95 % limit", "0–1"),
        Column("peers", "the places it is compared with"),
        Column("firms", "firms of the place", "firms"),
    ),
    command="gaps",
    variant="peers",
    choice=Text(
        "lieux comparés à ceux qui leur ressemblent le plus",
        "places against those most like them in size and mix",
    ),
    method="peer_gaps",
    shown=("place", "group", "share", "peer_median", "difference", "low", "high"),
    groups=("place",),
    example=">>> 'peer_median' in graph.peer_gaps()\nTrue",
    order=33,
)

FINDINGS = (PEERS,)

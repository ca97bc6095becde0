"""Parameters that several findings have in common: the part of the network, the seed."""

from __future__ import annotations

from frenchtech_graph.findings.declaration import Parameter, Text

GROUPS = ("pillar", "kind", "sector", "stage", "city", "department", "region")
PLACES = ("city", "department", "region")

WHERE = Parameter(
    "where",
    Text(
        "Liens des acteurs d’un écosystème ou d’un lieu : nom ou code INSEE.",
        "Ties of the actors of an ecosystem or a place: name or INSEE code.",
    ),
    metavar="PLACE",
)
SINCE = Parameter(
    "since",
    Text("Événements à partir de cette année.", "Events from this year on."),
    "int",
    metavar="YEAR",
)
UNTIL = Parameter(
    "until",
    Text("Événements jusqu’à cette année.", "Events up to this year."),
    "int",
    metavar="YEAR",
)
KIND = Parameter(
    "kind",
    Text("Liens de cette sorte, comme FundingRound.", "Ties of this kind, such as FundingRound."),
)
SECTOR = Parameter(
    "sector",
    Text("Liens des acteurs de ce secteur.", "Ties of the actors of this sector."),
)
FAMILY = Parameter(
    "family",
    Text(
        "Liens de cette famille : money, support, knowledge, people ou administration.",
        "Ties of this family: money, support, knowledge, people or administration.",
    ),
)
CONDITIONS = {p.name: p for p in (WHERE, SINCE, UNTIL, KIND, FAMILY, SECTOR)}
"""Conditions that select a part of the network, by name."""

SEED = Parameter(
    "seed",
    Text("Graine de tout ce qui est tiré au hasard.", "Seed of the random draws."),
    "int",
    1,
)

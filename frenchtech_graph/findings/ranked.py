"""The common parts of hubs and brokers: the options of their ranking, and the columns of their
intervals.
"""

from frenchtech_graph.findings.declaration import Column, Parameter, Text
from frenchtech_graph.findings.parameters import SEED

RANKING = (
    Parameter(
        "top",
        Text("Lignes, et le k de P.", "Rows, and the k of P."),
        "int",
        20,
        least=1,
        unit="rows",
    ),
    Parameter(
        "pillar",
        Text(
            "Classer les seuls acteurs de ce pilier, par leurs liens avec tous.",
            "Rank only actors of this pillar, by their ties to all pillars.",
        ),
    ),
    Parameter(
        "persons",
        Text("Classer aussi les personnes.", "Rank natural persons too."),
        "flag",
        False,
    ),
    Parameter(
        "everybody",
        Text(
            "Nommer aussi qui est ailleurs, dissous, ou le cadre d’autres organismes.",
            "Include bodies that are elsewhere, dissolved, or frames of other bodies.",
        ),
        "flag",
        False,
    ),
    Parameter(
        "administration",
        Text(
            "Compter aussi tutelles, rattachements, successions et liens de nature inconnue.",
            "Count supervision, subunits, successions and ties of unknown nature too.",
        ),
        "flag",
        False,
    ),
    Parameter(
        "resamples",
        Text(
            "Sous-échantillons derrière les intervalles ; 0 : aucun.",
            "Subsamples behind the intervals, or 0 for no intervals.",
        ),
        "int",
        200,
        least=0,
        unit="subsamples",
    ),
    Parameter(SEED.name, Text("Graine des sous-échantillons.", "Seed of the resamples."), "int", 1),
    Parameter(
        "force",
        Text(
            "Permettre les mesures qu’une projection en cliques gonfle.",
            "Allow measures that a clique projection inflates.",
        ),
        "flag",
        False,
    ),
)
"""How hubs and brokers are ranked."""
WHO = (
    Column("iri", "address of the actor"),
    Column("label", "its name"),
    Column("kind", "its class, as a term of the ontology"),
    Column("pillars", "its pillars"),
)

DOUBT = (
    Column("rank", "1 is first, and equal values share the mean of their places", "rank"),
    Column("rank_median", "median of the ranks over the subsamples", "rank"),
    Column("rank_low", "5 % of the ranks are below", "rank"),
    Column("rank_high", "5 % of the ranks are above", "rank"),
    Column("p_top", "share of the subsamples that rank it among the first k", "0–1"),
    Column("k", "number of actors that count as the first", "actors"),
    Column("tier", "the order of rows in one tier is not significant", "tier"),
)

STAKE = (
    Column("rank_without_source", "worst rank when one source is left out", "rank"),
    Column("source_at_stake", "the source whose absence gives that rank"),
    Column("measure", "measure of the ranking"),
    Column("method", "exact or estimated, and with how many subsamples"),
)

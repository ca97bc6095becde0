"""Introductions: pairs of actors that should meet, with reasons."""

from frenchtech_graph.findings.declaration import (
    Column,
    Command,
    Finding,
    Overlay,
    Parameter,
    Section,
    Text,
)
from frenchtech_graph.findings.parameters import SEED

INTRODUCTIONS = Finding(
    name="introductions",
    title=Text("Mises en relation", "Introductions"),
    meaning=Text(
        "Proposer des mises en relation, avec leurs raisons.",
        "Propose introductions, with their reasons.",
    ),
    explanation=(
        "A forecast is a tie that will probably form anyway. An introduction fits, apart from how"
        " well known both are. Probabilities are learned from past rounds. Contacts have no"
        " probability."
    ),
    function="introductions:introduce",
    parameters=(
        Parameter(
            "actor",
            Text(
                "Pour un acteur : nom ou adresse. Par défaut : pour tous.",
                "For one actor: name or address. Default: for all.",
            ),
            "actor",
            metavar="NAME",
        ),
        Parameter(
            "per_actor",
            Text("Propositions de chaque sorte.", "Proposals of each kind."),
            "int",
            3,
            least=1,
            most=3,
            unit="rows",
        ),
        Parameter(
            "persons",
            Text("Proposer aussi des personnes.", "Propose natural persons too."),
            "flag",
            False,
        ),
        SEED,
    ),
    columns=(
        Column("actor", "address of an actor"),
        Column("actor_label", "its name"),
        Column("other", "address of the actor it should meet"),
        Column("other_label", "its name"),
        Column("product", "forecast or introduction"),
        Column("kind", "investor, co-investor or contact"),
        Column("rank", "1 is first", "rank"),
        Column("p", "probability within the horizon, NaN if unknown", "0–1"),
        Column("p_fame", "probability from fame only, NaN if unknown", "0–1"),
        Column("band", "probability in words, 1 in 4 … long shot"),
        Column("score", "log p - log p_fame for introductions"),
        Column("already", "they have a tie"),
        Column("shared_partners", "partners of both"),
        Column("shared_tags", "tags of both: sectors, places, stages"),
        Column("same_region", "both in one region, or None if unknown"),
        Column("reasons", "terms in its favour, strongest first"),
    ),
    command="introductions",
    sentence="introductions:introduction_sentence",
    shown=(
        "actor_label",
        "other_label",
        "product",
        "kind",
        "rank",
        "band",
        "already",
        "same_region",
    ),
    groups=("region",),
    names_actors=True,
    example=">>> set(graph.introductions()['product']) <= {'forecast', 'introduction'}\nTrue",
    overlay=Overlay(
        "introductions",
        Text("Mises en relation", "Introductions"),
        Text("", ""),
        Text("", ""),
        order=30,
    ),
    section=Section("own", order=70),
    prepare="collected:shortlisted",
    order=50,
)
FINDINGS = (INTRODUCTIONS,)
COMMANDS = (
    Command(
        "introductions",
        INTRODUCTIONS.meaning,
        Text(
            "Une prévision est ce qui arrivera sans doute de toute façon ; une mise en relation"
            " convient, au-delà de la notoriété de chacun.",
            "A forecast is a tie that will probably form anyway. An introduction fits, apart from"
            " how well known both are.",
        ),
        (
            "frenchtech-graph introductions --actor Exotec",
            "frenchtech-graph introductions --json",
        ),
        order=50,
    ),
)

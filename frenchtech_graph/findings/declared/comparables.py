"""Amounts raised in rounds of the same type."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Text

FINDINGS = (
    Finding(
        name="comparables",
        title=Text("Levées comparables", "Comparable rounds"),
        meaning=Text(
            "Situer un montant parmi les levées du même secteur et du même type.",
            "Place an amount among the rounds of the same sector and type.",
        ),
        explanation="One row. Fewer than eight rounds with a known amount are refused.",
        function="comparables.rounds:comparable_rounds",
        parameters=(
            Parameter("sector", Text("Secteur des entreprises.", "Sector of the companies.")),
            Parameter(
                "round_type",
                Text("Type de levée, comme seed-round.", "Type of round, as seed-round."),
            ),
            Parameter("amount", Text("Montant à situer.", "Amount to place."), "float", unit="EUR"),
        ),
        columns=(
            Column("rounds", "rounds with a known amount", "rounds"),
            Column("first_quartile", "a quarter of them raised less", "EUR"),
            Column("median", "half of them raised less", "EUR"),
            Column("third_quartile", "three quarters of them raised less", "EUR"),
            Column("amount", "the amount to place", "EUR"),
            Column("share_below", "share of the rounds below it", "0–1"),
            Column("unknown", "rounds of the same sort without a known amount", "rounds"),
            Column("since", "year of the earliest", "year"),
            Column("until", "year of the latest", "year"),
            Column("largest", "the three largest"),
            Column("pages", "pages that state these three"),
        ),
        command="comparables",
        sentence="comparables.rounds:comparable_sentence",
        shown=("rounds", "first_quartile", "median", "third_quartile", "share_below", "unknown"),
        source="Hyndman & Fan 1996 (quartiles, type 7).",
        order=65,
    ),
)

COMMANDS = (
    Command(
        name="comparables",
        summary=Text(
            "Situer un montant parmi les levées comparables.",
            "Place an amount among comparable rounds.",
        ),
        examples=(
            "frenchtech-graph comparables --amount 5000000",
            "frenchtech-graph comparables --amount 5000000 --json",
        ),
        order=65,
    ),
)

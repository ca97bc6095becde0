"""Gap cards of an invented place, as pages are given them (`findings.gaps.page_cards`)."""

from __future__ import annotations

import pandas as pd

from frenchtech_graph.findings.gaps.cards import Card, frame

LILLE = "ecosysteme-french-tech-lille"
TITLES = {
    "research": ("doctorants : 1 940 pour 2 796 attendus", "doctoral students: 1,940 for 2,796"),
    "growth": ("lauréats i-Nov : 23 pour 16 attendus", "i-Nov laureates: 23 for 16 expected"),
    "ai-cluster": ("IA-cluster : 0 ici", "AI cluster: none here"),
    "seed-finance": ("fonds d’amorçage : aucune mention", "seed fund: no record"),
}


def lacks(near: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return four cards: two lacks, one hint, one step without a lack; `near` are actors' IRIs."""
    table = frame(
        [
            Card(
                LILLE,
                "chain",
                "research",
                "all",
                "research",
                1940,
                2796,
                0.67,
                0.72,
                0.001,
                grade="solid",
                near=near,
            ),
            Card(LILLE, "functions", "ai-cluster", "all", "ai-cluster", 0, 0.75, grade="probable"),
            Card(LILLE, "functions", "seed-finance", "all", "seed-finance", 0, 0.5, near=near[:1]),
            Card(LILLE, "chain", "growth", "all", "growth", 23, 16, 0.95, 1.8, grade="no gap"),
        ]
    )
    table["standing"] = ["best", "best", "hint", "other"]
    table["near_labels"] = [()] * len(table)
    table["peer_ratios"] = [(0.9, 1.2), (), (), (1.0, 0.7)]
    for at, lang in enumerate(("fr", "en")):
        table[f"title_{lang}"] = [TITLES[step][at] for step in table["step"]]
        table[f"sentence_{lang}"] = [f"French Tech Lille: {TITLES[s][at]}." for s in table["step"]]
        table[f"act_{lang}"] = ""
        table[f"reading_{lang}"] = "Observé/attendu 0,69." if lang == "fr" else "Ratio 0.69."
        table[f"grade_{lang}"] = table["grade"]
        table[f"step_{lang}"] = table["step"]
        table[f"name_{lang}"] = "French Tech Lille"
    table.attrs = {"where": "Lille", "areas": [LILLE]}
    return table


PILLARS = pd.DataFrame(
    [
        ("pillar", "pillar", "finance", "technology", 0.0, 9.5, 0.0, "solid"),
        ("pillar", "pillar", "finance", "venture", 27.0, 25.0, 1.1, "no gap"),
        ("pillar", "pillar", "talent", "venture", 1.0, 2.0, 0.5, "cannot tell"),
    ],
    columns=[
        "row_attribute",
        "column_attribute",
        "row_group",
        "column_group",
        "observed",
        "expected",
        "ratio",
        "grade",
    ],
)
"""What pairs of pillars have beside what was expected: a lack, none, and one in doubt."""

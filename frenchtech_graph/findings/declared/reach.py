"""Who works for a place from elsewhere."""

from frenchtech_graph.findings.declaration import Column, Finding, Text
from frenchtech_graph.findings.declared.lacks import WHERE
from frenchtech_graph.findings.ranked import WHO

REACH = Finding(
    name="reach",
    title=Text("À portée, d’ailleurs", "Within reach, from elsewhere"),
    meaning=Text(
        "Lister qui travaille pour un lieu sans y avoir de siège ni de site.",
        "List who works for a place without a seat or a site there.",
    ),
    explanation=(
        "Funds and other bodies whose area of action contains the place, or part of it. A body"
        " that works for all of France is left out, because it does not distinguish places."
    ),
    function="hubs.reach:reaching",
    parameters=(WHERE,),
    columns=(
        *WHO,
        Column("stands_in", "place of its seat, if known"),
        Column("area", "the places it works for"),
        Column("extent", "whole or part of the place"),
        Column("events", "events shared with actors of the place", "events"),
    ),
    conditions=(),
    command="hubs",
    variant="reach",
    choice=Text(
        "qui travaille pour le lieu depuis un autre, les fonds surtout",
        "who works for the place from elsewhere, funds above all",
    ),
    method="reach",
    keeps=False,
    sentence="hubs.reach:reach_sentence",
    shown=("label", "kind", "stands_in", "area", "extent", "events"),
    example=">>> 'area' in graph.reach(where='Lille')\nTrue",
    order=12,
)

FINDINGS = (REACH,)

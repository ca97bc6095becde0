"""The lacks of a place, over all instruments."""

from frenchtech_graph.findings.declaration import (
    Column,
    Finding,
    Overlay,
    Parameter,
    Section,
    Text,
)

WHERE = Parameter(
    "where",
    Text(
        "Un écosystème, une ville, une région. Par défaut : tous les écosystèmes.",
        "An ecosystem, a town, a region. Default: all ecosystems.",
    ),
    metavar="PLACE",
)

LACKS = Finding(
    name="lacks",
    title=Text("Ce qui manque à un territoire", "What a place lacks"),
    meaning=Text(
        "Dire ce qui manque à un écosystème, avec quelle certitude, et qui pourrait agir.",
        "Show the lacks of an ecosystem, their certainty, and the bodies that could act.",
    ),
    explanation=(
        "One row per possible lack, the surest first. An ecosystem is shown with its region. Only"
        " sources that cover all places equally are compared. `standing` states which rows are"
        " worth showing."
    ),
    function="gaps.city_cards:city_gaps",
    parameters=(
        WHERE,
        Parameter(
            "instrument",
            Text("Un seul instrument.", "One instrument only."),
            choices=("chain", "flows", "functions", "bridges", "change"),
        ),
        Parameter(
            "most",
            Text("Manques montrés, au plus.", "Lacks shown, at most."),
            "int",
            10,
            least=1,
            on_command_line=False,
        ),
    ),
    columns=(
        Column("place", "the ecosystem or region"),
        Column("instrument", "chain, flows, functions, bridges or change"),
        Column("step", "measured step"),
        Column("subject", "field, or all"),
        Column("lacks", "missing part"),
        Column("observed", "observed count"),
        Column("expected", "expected count, or for a function the share of peers that have it"),
        Column("low", "lower 90 % limit of observed/expected", "ratio"),
        Column("high", "upper 90 % limit", "ratio"),
        Column("chance", "chance that an ordinary place has so few", "0–1"),
        Column("peers", "places it was compared with"),
        Column("grade", "`solid`, `probable`, `cannot tell`, `recording problem`, …"),
        Column("reason", "reason for the grade"),
        Column("settle", "data that would settle it"),
        Column("near", "addresses of bodies that could act"),
        Column("evidence", "addresses of the counted bodies"),
        Column("nearness", "how close the nearest remedy is", "0–1"),
        Column("readings", "expectation of each mass"),
        Column("ratio", "observed/expected", "ratio"),
        Column("missing", "expected - observed"),
        Column("weight", "rank value: size × certainty × nearness"),
        Column("standing", "best, hint or other"),
        Column("near_labels", "names of bodies that could act"),
        Column("reading_fr", "text for a statistician, in French"),
        Column("reading_en", "the same in English"),
    ),
    conditions=(),
    command="gaps",
    variant="lacks",
    choice=Text(
        "les dix manques les plus sûrs d’un écosystème",
        "the ten surest lacks of an ecosystem, with --where",
    ),
    method="lacks",
    sentence="gaps.city_words:card_sentence",
    of_places=True,
    prepare="gaps.page_cards:of_pages",
    overlay=Overlay(
        drawing="cards",
        button=Text("Manques", "What is missing"),
        note=Text(
            "Ce qui manque au territoire, d’après des sources égales partout.",
            "Lacks of the place, by sources that cover all places equally.",
        ),
        nothing=Text("Aucun manque établi.", "No lack is established."),
        order=25,
    ),
    section=Section("own", order=45),
    lines="gaps.city_words:answer",
    source=(
        "Breslow & Day 1987 (standardisation), Clayton & Kaldor 1987 (shrinkage),"
        " Benjamini & Hochberg 1995 (false discoveries)."
    ),
    example=">>> set(graph.lacks(where='Lille')['standing']) <= {'best', 'hint', 'other'}\nTrue",
    order=29,
)

FINDINGS = (LACKS,)

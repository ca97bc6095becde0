"""Functions that no actor within reach has."""

from frenchtech_graph.findings.declaration import Column, Finding, Parameter, Text
from frenchtech_graph.findings.declared.trades import PLACE

FUNCTIONS = Finding(
    name="functions",
    title=Text("Fonctions absentes", "Missing functions"),
    meaning=Text(
        "Montrer où manque un incubateur, un fonds d’amorçage…",
        "Show places without an incubator, a seed fund … within reach.",
    ),
    explanation=(
        "One row per place and function: present, within reach, or no data. `absent` means that"
        " no actor is recorded within the radius."
    ),
    function="functions.functions:missing_functions",
    living=True,
    parameters=(
        PLACE,
        Parameter(
            "radius",
            Text("Rayon en km (functions).", "Radius in km (functions)."),
            "float",
            50.0,
            least=0,
            unit="km",
            passes="radius_km",
        ),
    ),
    columns=(
        Column("place", "the place, by its code"),
        Column("function", "the function"),
        Column("status", "present, absent or no data"),
        Column("within", "actors in reach", "actors"),
        Column("nearest", "address of the closest"),
        Column("nearest_label", "its name"),
        Column("km", "its distance", "km"),
        Column("unplaced", "actors of the function whose place is not known", "actors"),
        Column("firms", "young firms of the place", "firms"),
    ),
    command="gaps",
    variant="functions",
    choice=Text(
        "ni incubateur, ni fonds d’amorçage… à portée",
        "no incubator, no seed fund … within reach",
    ),
    method="missing_functions",
    sentence="functions.functions:function_sentence",
    shown=("place", "function", "status", "within", "nearest_label", "km"),
    groups=("place",),
    example=">>> 'status' in graph.missing_functions()\nTrue",
    order=34,
)

FINDINGS = (FUNCTIONS,)

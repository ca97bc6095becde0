"""The terms of the ontology as constants: classes, properties, concepts by scheme.

Written from `ontology/` by ``python3 tasks.py regenerate``: do not edit.
"""

from frenchtech_graph.model.terms.classes import Class
from frenchtech_graph.model.terms.concepts import (
    Amount,
    Contribution,
    Family,
    Function,
    Instrument,
    Pathway,
    Programme,
    Quality,
    Role,
    Round,
    Sector,
    Stage,
    Status,
    Tier,
)
from frenchtech_graph.model.terms.properties import Property

__all__ = [
    "Amount",
    "Class",
    "Contribution",
    "Family",
    "Function",
    "Instrument",
    "Pathway",
    "Programme",
    "Property",
    "Quality",
    "Role",
    "Round",
    "Sector",
    "Stage",
    "Status",
    "Tier",
]

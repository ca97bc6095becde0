"""The weights of clues, as they were learnt."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from frenchtech_graph.identity.clues import Clues, Evidence
from frenchtech_graph.io.files import data_folder


@cache
def model() -> Mapping[str, Any]:
    """Return the weights and thresholds that were learnt (`data/identity/weights.toml`)."""
    return tomllib.loads((data_folder() / "identity" / "weights.toml").read_text(encoding="utf-8"))


def weigh(found: Clues) -> list[Evidence]:
    """Return the evidence with its weights, the heaviest first."""
    weights = model()["weights"]
    weighed = [
        replace(e, weight=round(weights.get(e.kind, 0.0) * e.amount, 2)) for e in found.values()
    ]
    return sorted(weighed, key=lambda e: (-abs(e.weight), e.kind))

"""The learned weights of clues."""

import tomllib
from collections.abc import Mapping
from functools import cache
from operator import itemgetter
from typing import Any

from frenchtech_graph.identity.clues import Clues, Evidence
from frenchtech_graph.io.files import data_folder


@cache
def model() -> Mapping[str, Any]:
    """Return the learned weights and thresholds (`data/identity/weights.toml`)."""
    return tomllib.loads((data_folder() / "identity" / "weights.toml").read_text(encoding="utf-8"))


def weigh(found: Clues) -> list[Evidence]:
    """Return the evidence with its weights, the heaviest first."""
    weights = model()["weights"]
    weighed = []
    for e in found.values():
        weight = round(weights.get(e.kind, 0.0) * e.amount, 2)
        weighed.append((-abs(weight), e.kind, Evidence(e.clue, e.detail, weight, e.amount, e.sort)))
    weighed.sort(key=itemgetter(0, 1))
    return [e for _, _, e in weighed]

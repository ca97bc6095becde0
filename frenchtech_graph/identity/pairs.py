"""Two actors and the verdict on them: same, ask or different, with the evidence."""

from dataclasses import dataclass, field

from frenchtech_graph.identity.clues import Evidence

BANDS = ("same", "ask", "different")

CERTAIN = 30.0
"""Weight, in bits, of a shared official identifier: more than names and places can outweigh."""

DECIDED = 2 * CERTAIN
"""Weight of a person's decision: more than official identifiers."""


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """Two actors, the smaller id first, are the same or different, with the reason and the date.

    Who decided is not kept. `file` and `row` are its position. A decision that is not written yet
    has row 0.
    """

    one: str
    other: str
    verdict: str
    reason: str
    date: str
    file: str = field(default="", compare=False, repr=False)
    row: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, the smaller id first, and the verdict on them.

    `score` is the logarithm to base 2 of the odds that they are one. `doubt` is the reason why a
    pair with a sufficient score is not joined without a person, or the reason of a decision.
    """

    one: str
    other: str
    score: float
    band: str
    evidence: tuple[Evidence, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which actors are one.

    `canonical` maps the id of an actor to its canonical id, if the two differ. `merged` are the
    pairs that were joined, `undecided` those a person should look at, best first. `generic` are ids
    with generic names ("Business Angels"), which are not actors.
    """

    canonical: dict[str, str] = field(default_factory=dict)
    merged: list[Pair] = field(default_factory=list)
    undecided: list[Pair] = field(default_factory=list)
    generic: tuple[str, ...] = ()

    def same(self, actor: str) -> str:
        """Return the canonical id of an actor."""
        return self.canonical.get(actor, actor)

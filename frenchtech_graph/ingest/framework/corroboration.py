"""A second clue: facts in other data sets about the name that a list gives a number.

Lists from a search by name in the business register contain homonyms at full confidence. A number
is taken only if a source that did not search confirms it.
"""

from collections.abc import Mapping, Sequence

from frenchtech_graph.model.names import fold
from frenchtech_graph.model.partial_dates import is_partial_date, year
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class


class Corroboration:
    """Facts of data sets by name: numbers, towns and years of creation."""

    def __init__(self, known: Sequence[Dataset]) -> None:
        self._named: dict[str, list[Actor]] = {}
        for actor in (a for d in known for a in d.actors if Class.PERSON not in a.kinds):
            for name in {squeezed(n) for n in (*actor.names.values(), *actor.aliases)}:
                self._named.setdefault(name, []).append(actor)
        self._created = _years(known)

    def of_number(self, name: str, siren: str) -> bool:
        """Return whether a source gives this SIREN to a body of this name."""
        return any(a.identifiers.get("siren") == siren for a in self._of(name))

    def of_place(self, name: str, place: str | None) -> bool:
        """Return whether a source places a body of this name in this commune."""
        return place is not None and any(a.place == place for a in self._of(name))

    def of_year(self, name: str, created: str | None) -> bool:
        """Return whether a source states that a body of this name was created in the same year."""
        return created is not None and any(
            year(created) in self._created.get(a.id, ()) for a in self._of(name)
        )

    def _of(self, name: str) -> list[Actor]:
        return self._named.get(squeezed(name), [])


def squeezed(name: str) -> str:
    """Return a name folded and without spaces, so that `50 Partners` and `50Partners` are one."""
    return fold(name).replace(" ", "")


def _years(known: Sequence[Dataset]) -> Mapping[str, set[int]]:
    years: dict[str, set[int]] = {}
    for observation in (
        o for d in known for o in d.observations if o.kind == Class.CREATION_OBSERVATION
    ):
        if is_partial_date(observation.value):
            years.setdefault(observation.actor, set()).add(year(observation.value))
    return years

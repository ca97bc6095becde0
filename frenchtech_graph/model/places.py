"""French places by code or by name: communes, inter-communal bodies, departments, regions,
country.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold, nearest_folded
from frenchtech_graph.model.terms import Class

COUNTRY = "FR"
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<department>[0-9AB]{2,3})\)$")

_PLACE_ID = re.compile(r"FR|reg-\d{2,3}|dep-[0-9AB]{2,3}|[0-9][0-9AB]\d{3}|\d{9}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its id, the class of the ontology it has, its name, and the places it lies in.

    Ids: `59350` (INSEE code of a commune), `200093201` (SIREN of an inter-communal body), `dep-59`,
    `reg-32`, `FR`. Coordinates are degrees of the commune's outline centroid, None where unknown.
    """

    id: str
    kind: str
    name: str
    within: tuple[str, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    population: str | None = None
    department: str | None = None


class AmbiguousPlaceError(LookupError):
    """Several communes have the name; `candidates` says which."""

    def __init__(self, candidates: list[str]) -> None:
        self.candidates = candidates
        super().__init__(", ".join(candidates))


class Places:
    """The reference table of places, read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "reference" / "places"

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """Return all places by id."""
        places = {COUNTRY: Place(COUNTRY, Class.COUNTRY, "France")}
        for r in self._rows("regions"):
            places[f"reg-{r['code']}"] = Place(
                f"reg-{r['code']}", Class.REGION, r["name"], (COUNTRY,)
            )
        for r in self._rows("departments"):
            up = (f"reg-{r['region']}",)
            places[f"dep-{r['code']}"] = Place(f"dep-{r['code']}", Class.DEPARTMENT, r["name"], up)
        for r in self._rows("epci"):
            places[r["code"]] = Place(r["code"], Class.METROPOLIS, r["name"], (COUNTRY,))
        for r in self._rows("communes"):
            places[r["code"]] = self._commune(r, places)
        return places

    @staticmethod
    def _commune(r: dict[str, str], known: dict[str, Place]) -> Place:
        up = tuple(i for i in (r["epci"], f"dep-{r['department']}") if i in known)
        return Place(
            r["code"],
            Class.CITY,
            r["name"],
            up or (COUNTRY,),
            r["lat"] or None,
            r["lon"] or None,
            r["population"] or None,
            r["department"],
        )

    def is_id(self, text: str) -> bool:
        """Tell whether `text` is the id of a place; looks at its form before it reads the table."""
        return bool(_PLACE_ID.fullmatch(text)) and text in self.by_id

    @cached_property
    def _former(self) -> dict[str, str]:
        former = {
            old: r["code"]
            for r in self._rows("communes")
            for old in r["former_codes"].split("|")
            if old
        }
        return former | {r["code"]: r["parent"] for r in self._rows("communes_aliases")}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        named: dict[str, list[str]] = {}
        for place in self.by_id.values():
            named.setdefault(fold(place.name), []).append(place.id)
        for r in self._rows("communes_aliases"):
            named.setdefault(fold(r["name"]), []).append(r["parent"])
        return named

    @cached_property
    def _usual_names(self) -> dict[str, str]:
        return {folded: self.by_id[ids[0]].name for folded, ids in self._by_name.items()}

    def resolve(self, text: str) -> str | None:
        """Return the id of the place that `text` stands for, or None.

        A code is taken as it is (former codes lead to today's commune). A name must be that of one
        place; `Saint-Denis (93)` says which. A region or department is preferred to nothing, and a
        commune to a department or region of the same name.

        Raises:
            AmbiguousPlaceError: when several communes have the name.
        """
        if text in self.by_id:
            return text
        if text in self._former:
            return self._former[text]
        bracketed = _BRACKETS.match(text)
        name = bracketed["name"] if bracketed else text
        found = sorted(set(self._by_name.get(fold(name), [])))
        if bracketed:
            found = [i for i in found if self.by_id[i].department == bracketed["department"]]
        communes = [i for i in found if self.by_id[i].kind == Class.CITY] or found
        if len(communes) > 1:
            labels = [
                f"{self.by_id[i].name} ({self.by_id[i].department or i}) {i}" for i in communes
            ]
            raise AmbiguousPlaceError(labels)
        return communes[0] if communes else None

    def suggest(self, text: str) -> list[str]:
        """Return names of places that `text` may have meant."""
        return nearest_folded(fold(text), self._usual_names)

    def with_ancestors(self, ids: set[str]) -> list[Place]:
        """Return the places `ids` and all they lie in, sorted by id."""
        wanted, frontier = set(ids), set(ids)
        while frontier:
            frontier = {up for i in frontier for up in self.by_id[i].within} - wanted
            wanted |= frontier
        return [self.by_id[i] for i in sorted(wanted)]


@cache
def load() -> Places:
    """Return the places of the package."""
    return Places()


def place_names() -> dict[str, str]:
    """Return the names of regions and departments by the key that pages use: "r32", "d59"."""
    kinds = {Class.REGION: "r", Class.DEPARTMENT: "d"}
    return {
        kinds[p.kind] + p.id.partition("-")[2]: p.name
        for p in load().by_id.values()
        if p.kind in kinds
    }

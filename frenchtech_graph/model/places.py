"""Places by code or by name: communes, inter-communal bodies, departments, regions, districts, countries.

Former regions and communes are included. Towns abroad have ids too: `London (GB)`.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold, nearest_folded
from frenchtech_graph.model.terms import Class

COUNTRY = "FR"
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<which>[^()]+)\)$")
_DEPARTMENT = re.compile(r"[0-9AB]{2,3}")
_ABROAD = re.compile(r"(?P<country>[A-Z]{2})-(?P<town>[^\W\d_](?:[\w'’.-]*\w)?)")
_PLACE_ID = re.compile(
    r"[A-Z]{2}(-.+)?|(reg|oldreg)-\d{2,3}|dep-[0-9AB]{2,3}|aca-[a-z-]+|[0-9][0-9AB]\d{3}|\d{9}"
)
LEVELS = {
    "commune": Class.CITY,
    "ville": Class.CITY,
    "epci": Class.METROPOLIS,
    "metropole": Class.METROPOLIS,
    "departement": Class.DEPARTMENT,
    "department": Class.DEPARTMENT,
    "region": Class.REGION,
    "ancienne region": Class.FORMER_REGION,
    "former region": Class.FORMER_REGION,
    "academie": Class.EDUCATION_DISTRICT,
    "pays": Class.COUNTRY,
    "country": Class.COUNTRY,
}
"""What stands in brackets after a name → the class of place that is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its id, its class of the ontology, its name, and the places that contain it.

    Ids: `59350` (INSEE code of a commune), `200093201` (SIREN of an inter-communal body), `dep-59`,
    `reg-32`, `oldreg-41` (a region of before 2016), `aca-lille` (an education district), `FR`, and
    `GB-London` (a town abroad). Coordinates are in degrees, or None if unknown. A commune has the
    centroid of its outline, an inter-communal body the mean of its communes weighted by population.
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
    """Several places have the name: see `candidates`."""

    def __init__(self, candidates: list[str]) -> None:
        self.candidates = candidates
        super().__init__(", ".join(candidates))


class _Table(dict[str, Place]):
    """Places by id. A town abroad is added on its first lookup."""

    def __missing__(self, key: str) -> Place:
        abroad = _ABROAD.fullmatch(key)
        if abroad is None or abroad["country"] not in self or abroad["country"] == COUNTRY:
            raise KeyError(key)
        name = abroad["town"].replace("_", " ")
        place = self[key] = Place(key, Class.CITY, name, (abroad["country"],))
        return place


class Places:
    """The reference table of places, read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "reference" / "places"

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """Return all places by id. A town abroad is found by its id even before its first use."""
        places = _Table(
            {c["code"]: Place(c["code"], Class.COUNTRY, c["name"]) for c in self._countries}
        )
        for r in self._rows("regions"):
            places[f"reg-{r['code']}"] = Place(
                f"reg-{r['code']}", Class.REGION, r["name"], (COUNTRY,)
            )
        above: dict[str, tuple[str, ...]] = {}
        for table, prefix, kind in (
            ("old_regions", "oldreg", Class.FORMER_REGION),
            ("academies", "aca", Class.EDUCATION_DISTRICT),
        ):
            for r in self._rows(table):
                key = f"{prefix}-{r['code']}"
                places[key] = Place(key, kind, r["name"], (f"reg-{r['region']}",))
                for department in r["departments"].split("|"):
                    above[department] = (*above.get(department, ()), key)
        for r in self._rows("departments"):
            key, up = f"dep-{r['code']}", (f"reg-{r['region']}", *above.get(r["code"], ()))
            places[key] = Place(key, Class.DEPARTMENT, r["name"], up)
        communes = list(self._rows("communes"))
        around = _around(communes)
        for r in self._rows("epci"):
            places[r["code"]] = _epci(r, *around.get(r["code"], ((), None, None)))
        for r in communes:
            places[r["code"]] = _commune(r, places)
        return places

    @cached_property
    def _countries(self) -> list[dict[str, str]]:
        return list(self._rows("countries"))

    def is_id(self, text: str) -> bool:
        """Return whether `text` is the id of a place.

        The form is checked before the table is read.
        """
        return bool(_PLACE_ID.fullmatch(text)) and self._known(text)

    def _known(self, key: str) -> bool:
        try:
            return bool(self.by_id[key])
        except KeyError:
            return False

    @cached_property
    def _former(self) -> dict[str, str]:
        rows = self._rows("communes")
        former = {old: r["code"] for r in rows for old in r["former_codes"].split("|") if old}
        return former | {r["code"]: r["parent"] for r in self._rows("communes_aliases")}

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[str, str]]]:
        """Return folded name → spelling and id of each place that has or had the name."""
        named: dict[str, list[tuple[str, str]]] = {}
        for place in list(self.by_id.values()):
            named.setdefault(fold(place.name), []).append((place.name, place.id))
        for r in self._rows("communes_aliases"):
            named.setdefault(fold(r["name"]), []).append((r["name"], r["parent"]))
        for r in self._countries:
            if r["name_en"] != r["name"]:
                named.setdefault(fold(r["name_en"]), []).append((r["name_en"], r["code"]))
        return named

    @cached_property
    def _usual_names(self) -> dict[str, str]:
        return {folded: self.by_id[found[0][1]].name for folded, found in self._by_name.items()}

    def resolve(self, text: str) -> str | None:
        """Return the id of the place that `text` means, or None.

        A code is used directly (former codes lead to today's commune). A name must match exactly
        one place of any level, today or in the past. Words in brackets choose between several
        places: `Saint-Denis (93)`, `Mayenne (département)`, `Bourgogne (ancienne région)`, `London
        (GB)`. If names differ only by accents, the accents of the text choose.

        Raises:
            AmbiguousPlaceError: when several places have the name.
        """
        if _PLACE_ID.fullmatch(text) and self._known(text):
            return text
        if text in self._former:
            return self._former[text]
        bracketed = _BRACKETS.match(text)
        if bracketed:
            return self._resolve_bracketed(bracketed["name"], bracketed["which"])
        return self._only(text, self._named(text))

    def _resolve_bracketed(self, name: str, which: str) -> str | None:
        if which in self.by_id and self.by_id[which].kind == Class.COUNTRY and which != COUNTRY:
            key = f"{which}-{name.replace(' ', '_')}"
            return key if _ABROAD.fullmatch(key) else None
        if _DEPARTMENT.fullmatch(which):
            return self._only(name, [i for i in self._named(name) if self._in_department(i, which)])
        kind = LEVELS.get(fold(which))
        found = [i for i in self._named(name) if self.by_id[i].kind == kind]
        if kind == Class.EDUCATION_DISTRICT and not found:
            found = [i for t in ("de ", "d'", "de la ") for i in self._named(f"Académie {t}{name}")]
        return self._only(name, found)

    def _in_department(self, key: str, code: str) -> bool:
        return self.by_id[key].department == code or key == f"dep-{code}"

    def _named(self, name: str) -> list[str]:
        found = self._by_name.get(fold(name), [])
        exact = [i for spelling, i in found if spelling == name]
        return sorted(set(exact or [i for _, i in found]))

    def _only(self, name: str, found: list[str]) -> str | None:
        smallest = [i for i in found if not any(self._same_land(o, i) for o in found if o != i)]
        if len(smallest) > 1:
            raise AmbiguousPlaceError([self._label(i) for i in smallest])
        return smallest[0] if smallest else None

    def _same_land(self, smaller: str, larger: str) -> bool:
        """Return whether the larger of two places of one name is all taken by the smaller: Paris, Guadeloupe."""
        parts = self._parts.get(larger, [])
        return parts == [smaller] or (len(parts) == 1 and self._same_land(smaller, parts[0]))

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """Return for each department its communes and for each region its departments."""
        parts: dict[str, list[str]] = {}
        for place in self.by_id.values():
            for up in place.within if place.kind in (Class.CITY, Class.DEPARTMENT) else ():
                parts.setdefault(up, []).append(place.id)
        return parts

    def _label(self, key: str) -> str:
        place = self.by_id[key]
        return f"{place.name} ({place.department or key}) {key}"

    def suggest(self, text: str) -> list[str]:
        """Return names of places that `text` may have meant."""
        return nearest_folded(fold(text), self._usual_names)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the places that contain a place, nearest first."""
        found: dict[str, None] = {}
        frontier = [key]
        while frontier:
            frontier = [up for i in frontier for up in self.by_id[i].within if up not in found]
            found.update(dict.fromkeys(frontier))
        return tuple(found)

    def with_ancestors(self, ids: set[str]) -> list[Place]:
        """Return the places `ids` and the places that contain them, sorted by id."""
        wanted = ids.union(*(self.ancestors(i) for i in ids))
        return [self.by_id[i] for i in sorted(wanted)]

    @cached_property
    def communes(self) -> Mapping[str, frozenset[str]]:
        """Return the communes in each place that has some, by id. A commune contains itself.

        >>> load().communes["59350"], len(load().communes["dep-59"]) > 600
        (frozenset({'59350'}), True)
        """
        inside: dict[str, set[str]] = {}
        above: dict[tuple[str, ...], tuple[str, ...]] = {}  # thousands of communes share them
        for town in [p for p in self.by_id.values() if p.kind == Class.CITY]:
            if town.within not in above:
                above[town.within] = self.ancestors(town.id)
            for place in (town.id, *above[town.within]):
                inside.setdefault(place, set()).add(town.id)
        return {place: frozenset(towns) for place, towns in inside.items()}


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


def _epci(r: dict[str, str], up: tuple[str, ...], lat: str | None, lon: str | None) -> Place:
    return Place(
        r["code"], Class.METROPOLIS, r["name"], up or (COUNTRY,), lat, lon, r["population"]
    )


def _around(
    communes: list[dict[str, str]],
) -> dict[str, tuple[tuple[str, ...], str | None, str | None]]:
    """Return for each inter-communal body the department or region all its communes are in, and its middle."""
    members: dict[str, list[dict[str, str]]] = {}
    for r in communes:
        members.setdefault(r["epci"], []).append(r)
    return {key: (_common(found), *_middle(found)) for key, found in members.items()}


def _common(communes: list[dict[str, str]]) -> tuple[str, ...]:
    for column, prefix in (("department", "dep"), ("region", "reg")):
        codes = {r[column] for r in communes}
        if len(codes) == 1:
            return (f"{prefix}-{codes.pop()}",)
    return ()


def _middle(communes: list[dict[str, str]]) -> tuple[str | None, str | None]:
    placed = [r for r in communes if r["lat"] and r["lon"]]
    people = sum(int(r["population"] or 0) for r in placed)
    if not people:
        return None, None
    lat, lon = (
        sum(float(r[c]) * int(r["population"] or 0) for r in placed) / people
        for c in ("lat", "lon")
    )
    return f"{lat:.4f}", f"{lon:.4f}"


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

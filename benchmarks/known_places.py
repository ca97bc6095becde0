"""What is known of the bodies of the sheets read by hand: places, areas, years, rounds.

`python -m benchmarks.known_places OUT` reads the graph of France that was built into the folder OUT
and prints the figures beside their targets; `--missing finance` lists the bodies of a group that
have no place yet. A body counts once, however many sheets name it.
"""

import argparse
import json
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.graph.store import open_store
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places, territories
from frenchtech_graph.model.namespaces import ID, PREFIXES
from frenchtech_graph.model.terms import Class

SHEETS = ("lille", "lyon-alpes", "sud-ouest", "ouest", "paris-est", "mediterranee", "national")
GROUPS = ("start-ups", "supports", "finance", "other")
COMMUNE, AREA, REGION, NOTHING = 3, 2, 1, 0
"""How precise a place is: a commune or a town abroad; an inter-communal body or a département; a
region.
"""
_LEVELS: Mapping[str, int] = {
    Class.CITY: COMMUNE,
    Class.METROPOLIS: AREA,
    Class.DEPARTMENT: AREA,
    Class.REGION: REGION,
    Class.FORMER_REGION: REGION,
}
_BODIES = """
SELECT ?body ?claim ?kind ?label {
  ?own rdfs:subClassOf fte:Organization, ?kind . ?body a ?own ; skos:prefLabel ?label
  GRAPH <https://w3id.org/fte/graph/derivations> { ?body prov:wasDerivedFrom ?claim }
  FILTER(CONTAINS(STR(?claim), "/actor/"))
}"""
_STANDS = "SELECT ?body ?place { ?body fte:locatedIn|fte:seatedIn ?place }"
_MANAGED = "SELECT ?fund ?manager { ?t a fte:FundManagement ; fte:fundManager ?manager ; fte:managedFund ?fund }"
_HOSTED = (
    "SELECT ?guest ?host { ?t a fte:Hosting ; fte:host ?host ; fte:hostedOrganization ?guest }"
)
_COVERS = (
    "SELECT ?body ?area { ?t a fte:Coverage ; fte:coveringEntity ?body ; fte:coveredArea ?area }"
)
_ANIMATES = (
    "SELECT ?body ?what { ?t a fte:Animation ; fte:animator ?body ; fte:animatedEcosystem ?what }"
)
_YEARS = "SELECT ?body ?year { ?body fte:foundingDate ?year }"
_ROUNDS = "SELECT ?body ?round { ?round a fte:FundingRound ; fte:raisedBy ?body }"


@dataclass(frozen=True)
class Figure:
    """A share: what is counted, how many of how many, and the least that is wanted."""

    what: str
    count: int
    of: int
    wanted: float | None = None

    @property
    def share(self) -> float:
        """The share, 0 for an empty group."""
        return self.count / self.of if self.of else 0.0

    @property
    def met(self) -> bool | None:
        """Whether the share reaches what is wanted; None where nothing is."""
        return None if self.wanted is None else self.share >= self.wanted


class Known:
    """What a built graph knows of the bodies of the sheets."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.labels: dict[str, str] = {}
        self.sheets: dict[str, set[str]] = defaultdict(set)
        kinds: dict[str, set[str]] = defaultdict(set)
        for body, claim, kind, label in self._ask(_BODIES):
            sheet = claim.removeprefix(f"{ID}claim/").partition("/")[0]
            if sheet in SHEETS:
                self.sheets[body].add(sheet)
                self.labels[body] = label
                kinds[body].add(kind.rpartition("/")[2])
        self.groups = {body: _group(found) for body, found in kinds.items()}
        stands, covered = self._pairs(_STANDS), self._pairs(_COVERS)
        self._own = {body: max(map(_level, found)) for body, found in stands.items()}
        self._areas = {body: max(map(_level, found)) for body, found in covered.items()}
        self._hosts, self._managers = self._pairs(_HOSTED), self._pairs(_MANAGED)
        self._animated = self._pairs(_ANIMATES)
        self.years, self.rounds = self._pairs(_YEARS), self._pairs(_ROUNDS)

    def _ask(self, text: str) -> Iterator[tuple[str, ...]]:
        for row in self._store.query(text, prefixes=PREFIXES):  # type: ignore[union-attr]
            yield tuple(term.value for term in row)

    def _pairs(self, text: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in self._ask(text):
            found[one].add(other)
        return dict(found)

    def bodies(self, group: str | None = None, sheet: str | None = None) -> list[str]:
        """Return the bodies of a group, of a sheet, or of both, by address."""
        return sorted(
            body
            for body, found in self.groups.items()
            if group in (None, found) and (sheet is None or sheet in self.sheets[body])
        )

    def stands(self, body: str) -> int:
        """Return how precisely a body is placed by itself or by the site that hosts it."""
        by_host = (self._own.get(host, NOTHING) for host in self._hosts.get(body, ()))
        return max(self._own.get(body, NOTHING), *by_host, NOTHING)

    def reached(self, body: str) -> int:
        """Return how precisely a body is placed by itself, its manager or the area it works in."""
        managers = self._managers.get(body, ())
        said = [self.stands(body), self._areas.get(body, NOTHING)]
        said += [self._own.get(one, NOTHING) for one in managers]
        said += [AREA for what in self._animated.get(body, ()) if _has_territory(what)]
        return max(said)


def figures(known: Known) -> list[Figure]:
    """Return the figures of all sheets with their targets, of each sheet, and of Lille."""
    found = list(_figures_of(known, None))
    for sheet in SHEETS:
        found += [replace(one, wanted=None) for one in _figures_of(known, sheet)]
    return found + list(_lille(known))


def _figures_of(known: Known, sheet: str | None) -> Iterator[Figure]:
    where = sheet or "all sheets"
    for group, precise, wanted in (("start-ups", COMMUNE, 0.55), ("start-ups", AREA, 0.65)):
        level = "commune" if precise == COMMUNE else "at least an area"
        yield _figure(f"{where}: {group}, {level}", known.bodies(group, sheet),
                      _at(known.stands, precise), wanted)  # fmt: skip
    for group, wanted in (("supports", 0.65), ("finance", 0.6)):
        bodies = known.bodies(group, sheet)
        yield _figure(f"{where}: {group}, commune", bodies, _at(known.stands, COMMUNE))
        yield _figure(f"{where}: {group}, by seat, manager or area", bodies,
                      _at(known.reached, REGION), wanted)  # fmt: skip


def _lille(known: Known) -> Iterator[Figure]:
    everyone, start_ups = known.bodies(None, "lille"), known.bodies("start-ups", "lille")
    searched = set(_searched())
    yield _figure("Lille: organisations, a place", everyone, _at(known.reached, REGION), 0.7)
    yield _figure("Lille: start-ups, a place", start_ups, _at(known.stands, AREA), 0.85)
    yield _figure("Lille: start-ups, year of foundation", start_ups, known.years.__contains__, 0.7)
    yield _figure(
        "Lille: start-ups, a round or none read",
        start_ups,
        lambda body: body in known.rounds or body in searched,
        1.0,
    )


def _searched() -> Iterator[str]:
    """Yield the bodies of Lille for which no round was found, by address."""
    text = (data_folder() / "lille" / "dataset.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text).get("searched", ()):
        yield from (f"{ID}actor/{key}" for key in one["nothing_found"])


def _figure(
    what: str, bodies: Iterable[str], holds: Callable[[str], bool], wanted: float | None = None
) -> Figure:
    found = [holds(body) for body in bodies]
    return Figure(what, sum(found), len(found), wanted)


def _at(level: Callable[[str], int], least: int) -> Callable[[str], bool]:
    return lambda body: level(body) >= least


def _group(kinds: set[str]) -> str:
    if Class.START_UP in kinds:
        return "start-ups"
    if Class.SUPPORT_ORGANIZATION in kinds or Class.SITE in kinds:
        return "supports"
    return "finance" if Class.FINANCE_ORGANIZATION in kinds else "other"


def _level(place: str) -> int:
    known = places.load().by_id
    key = place.rpartition("/")[2]
    return _LEVELS.get(known[key].kind, NOTHING) if key in known else COMMUNE


def _has_territory(what: str) -> bool:
    found = territories.load().by_id.get(what.rpartition("/")[2])
    return found is not None and bool(found.areas)


def main() -> None:
    """Print what is asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder of a built graph, such as out/france")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--missing", choices=GROUPS, help="list the bodies without a place")
    parser.add_argument("--sheet", choices=SHEETS, help="of this sheet alone, with --missing")
    asked = parser.parse_args()
    known = Known(open_store(asked.out))
    if asked.missing:
        for body in known.bodies(asked.missing, asked.sheet):
            if known.reached(body) < (COMMUNE if asked.missing == "start-ups" else REGION):
                sheets = ",".join(sorted(known.sheets[body]))
                print(body.rpartition("/")[2], known.labels[body], sheets, sep="\t")
        return
    found = figures(known)
    if asked.json:
        shown = [asdict(one) | {"share": round(one.share, 4), "met": one.met} for one in found]
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for one in found:
        verdict = (
            ""
            if one.met is None
            else f"  wanted {one.wanted:.0%}  " + ("met" if one.met else "short")
        )
        print(f"{one.what:<60} {one.count:>5} of {one.of:<5} {one.share:>7.1%}{verdict}")


if __name__ == "__main__":
    main()

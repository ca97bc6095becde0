"""Facts that are known before any score: well-known bodies, parents, parts and predecessors."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from frenchtech_graph.identity.bodies import Body, Directory, known
from frenchtech_graph.identity.clues import Clue, Evidence
from frenchtech_graph.identity.crosswalks import ONE_EACH
from frenchtech_graph.identity.kinds import families_of
from frenchtech_graph.identity.pairs import CERTAIN, Pair
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

_TWO = frozenset(
    {
        Class.ACQUISITION,
        Class.FUND_MANAGEMENT,
        Class.SPIN_OFF,
        Class.SUBUNIT,
        Class.SUCCESSION,
        Class.SUPERVISION,
    }
)
"""Kinds of ties whose ends are two bodies wherever they are named: whole and part, predecessor and successor …"""

_INSTITUTIONAL = frozenset({"laboratory", "school", "research", "public"})
_SHORTEST = 3
"""Letters that an acronym has at least if the bearer is of the body's kind, and more than if it is akin."""

NamesApart = Mapping[str, frozenset[str]]
"""Name of a body, run together → the names of bodies that a register or table says are others."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Statements of registers, tables and the table of known bodies about actors, before any
    score."""

    bodies: Mapping[str, Body] = field(default_factory=dict)
    apart: NamesApart = field(default_factory=dict)

    @staticmethod
    def of(everyone: Sequence[Profile], datasets: Sequence[Dataset]) -> "Stated":
        """Return the statements of data sets and of the table of known bodies about actors."""
        by_id = {p.id: p for p in everyone}
        directory = known()
        return Stated(
            recognised(everyone, datasets, directory), names_apart(datasets, by_id, directory)
        )

    def two(self, one: Profile, other: Profile) -> str | None:
        """Return the reason why two actors are two, or None."""
        bodies = self.bodies.get(one.id), self.bodies.get(other.id)
        if bodies[0] and bodies[1]:
            return "they are two known bodies" if bodies[0].id != bodies[1].id else None
        return "a register states that they are two" if told_apart(one, other, self.apart) else None

    def same(self, one: str, other: str) -> bool:
        """Return whether two actors are one known body."""
        body = self.bodies.get(one)
        return body is not None and body == self.bodies.get(other)

    def pairs(self) -> Iterator[Pair]:
        """Yield pairs of actors that are the same known body, linking each actor to the next."""
        members: dict[str, list[str]] = defaultdict(list)
        for actor, body in sorted(self.bodies.items()):
            members[body.id].append(actor)
        for found in members.values():
            for one, other in pairwise(found):
                evidence = Evidence(Clue.KNOWN_BODY, self.bodies[one].name, CERTAIN)
                yield Pair(one, other, CERTAIN, "same", (evidence,))


def recognised(
    everyone: Sequence[Profile], datasets: Sequence[Dataset], directory: Directory
) -> dict[str, Body]:
    """Return the known body of each actor that is one."""
    ties = [t for d in datasets for t in d.ties]
    above = {t.origin for t in ties if t.kind == Class.SUPERVISION}
    beside = {t.origin for t in ties if t.kind == Class.PROJECT_PARTICIPATION}
    found = {}
    for profile in everyone:
        body = _by_name(profile, directory) or _by_acronym(
            profile, directory, profile.id in above, profile.id in beside
        )
        if body and _fits(profile, body):
            found[profile.id] = _by_number_of_today(profile, body, directory)
    return _without_namesakes(found, {p.id: p for p in everyone})


def _without_namesakes(found: Mapping[str, Body], by_id: Mapping[str, Profile]) -> dict[str, Body]:
    """Return the actors that are a known body without its offices abroad, say.

    Where a data set describes one of several of a name by a place or a site, those it does not are
    others.
    """

    def described(actor: str) -> bool:
        return bool(by_id[actor].place or by_id[actor].host)

    told = {(by_id[a].dataset, body.id) for a, body in found.items() if described(a)}
    return {
        a: body
        for a, body in found.items()
        if described(a) or (by_id[a].dataset, body.id) not in told
    }


def _by_name(profile: Profile, directory: Directory) -> Body | None:
    """Return the body with the name of an actor, with or without its acronym in front or behind."""
    named = {directory.by_name[n] for n in profile.own if n in directory.by_name}
    if not named:
        named = {body for n in profile.own if (body := _with_acronym(n, directory))}
    return directory.by_id[named.pop()] if len(named) == 1 else None


def _with_acronym(name: str, directory: Directory) -> str | None:
    """Return the body whose name and acronym a name is: `Institut … du numérique (Inria)`."""
    if not name.startswith(directory.acronyms) and not name.endswith(directory.acronyms):
        return None
    for acronym, body in directory.by_acronym.items():
        for rest in (name.removesuffix(acronym), name.removeprefix(acronym)):
            if rest != name and directory.by_name.get(rest) == body:
                return body
    return None


def _by_number_of_today(profile: Profile, body: Body, directory: Directory) -> Body:
    """Return the successor of a body if an actor with the old name has the current ROR number."""
    ror = dict(profile.identifiers).get("ror")
    return next((b for b in directory.after(body) if ror in b.numbers.get("ror", ())), body)


def _by_acronym(
    profile: Profile, directory: Directory, supervises: bool, takes_part: bool
) -> Body | None:
    """Return the body whose acronym is the name of an actor, if its ties or its kind fit such a
    body.

    It supervises laboratories, takes part in projects of research without being a firm, or is
    stated to teach, to do research, or to be an authority.
    """
    named = {directory.by_acronym[n] for n in profile.own if n in directory.by_acronym}
    if len(named) != 1:
        return None
    body = directory.by_id[named.pop()]
    length = max(map(len, profile.own))
    alike = bool(profile.families & families_of((body.kind,))) and length >= _SHORTEST
    institutional = bool(profile.families & _INSTITUTIONAL) and "finance" not in profile.families
    institutional = institutional or (takes_part and not profile.families)
    told = supervises or alike or (institutional and length > _SHORTEST)
    return body if told and (supervises or not profile.towns) else None


def _fits(profile: Profile, body: Body) -> bool:
    """Return whether kind, numbers and unit numbers all allow an actor to be a body."""
    if profile.codes:
        return False
    numbers = dict(profile.identifiers)
    for scheme in ONE_EACH & numbers.keys() & body.numbers.keys():
        if numbers[scheme] not in body.numbers[scheme]:
            return False
    families = families_of((body.kind,))
    if profile.families & {"person", "laboratory"} - families:
        return False
    return not profile.families or bool(
        profile.families & (families | _INSTITUTIONAL | {"finance"})
    )


def names_apart(
    datasets: Sequence[Dataset], by_id: Mapping[str, Profile], directory: Directory
) -> NamesApart:
    """Return the pairs of names that registers and tables give to two related bodies."""
    apart: dict[str, set[str]] = defaultdict(set)
    ends = [
        (by_id[t.origin].own, by_id[t.target].own)
        for d in datasets
        for t in d.ties
        if t.kind in _TWO and t.origin in by_id and t.target in by_id
    ]
    for one, other in (*ends, *directory.related_names()):
        for a, b in product(one, other):
            if a != b:
                apart[a].add(b)
                apart[b].add(a)
    return {name: frozenset(others) for name, others in apart.items()}


def told_apart(one: Profile, other: Profile, apart: NamesApart) -> bool:
    """Return whether a register or table gives the names of two actors to two bodies, and they
    share no name."""
    if one.own & other.own:
        return False
    return any(not apart[n].isdisjoint(other.own) for n in one.own if n in apart)

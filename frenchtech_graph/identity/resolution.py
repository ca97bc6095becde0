"""From data sets and decisions to one id for each actor."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from frenchtech_graph.identity import bodies
from frenchtech_graph.identity.blocking import candidates
from frenchtech_graph.identity.clues import Clue, Evidence
from frenchtech_graph.identity.clustering import Apart, Groups, join_all, several_fit
from frenchtech_graph.identity.comparison import Context, related
from frenchtech_graph.identity.constraints import contradictions, lost_numbers, two_numbers
from frenchtech_graph.identity.doubts import CONTRARY
from frenchtech_graph.identity.judging import judge
from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.name_evidence import compare_names
from frenchtech_graph.identity.pairs import DECIDED, Decision, Pair, Resolution
from frenchtech_graph.identity.people import same_people
from frenchtech_graph.identity.profiles import Profile, profiles
from frenchtech_graph.identity.recognition import Stated
from frenchtech_graph.identity.renamings import is_former, one_firm
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.records import Dataset

_BY_NUMBER = re.compile(r"(siren|rnsr|ror|uai|pic|lei|wikidata|siret|orcid)-[\w-]+")
_BY_HASH = re.compile(r".+[-.][0-9a-f]{6,}")
Progress = Callable[[int, int], None]


def resolve(
    datasets: Sequence[Dataset],
    decisions: Sequence[Decision] = (),
    *,
    progress: Progress = lambda done, of: None,
) -> Resolution:
    """Return which actors of the data sets are one.

    Actors that share an official identifier are one, unless another identifier distinguishes them.
    The others are compared by name, web address, place, unit number and kind. Decisions of people
    override both. Actors with a tie in a source (a fund and its manager, a body and its successor,
    a laboratory and its supervising body) always stay separate.

    `progress` is called now and then with how many pairs were compared, and of how many. The result
    depends on the data sets and decisions alone, not on the order of their rows.

    Raises:
        FaultsError: decisions contradict each other, or would lose an official number. The faults
            list the rows.
    """
    everyone = sorted(profiles(datasets), key=lambda p: p.id)
    by_id = {p.id: p for p in everyone}
    _refuse(decisions, datasets, by_id)
    organisations = [p for p in everyone if "person" not in p.families]
    context = Context.of(organisations)
    apart = _apart(datasets, decisions, by_id)
    stated = Stated.of(everyone, datasets)
    pairs = [
        *_decided(decisions, by_id),
        *_by_number(everyone, context),
        *stated.pairs(),
        *_by_score(organisations, context, stated, progress),
    ]

    def alike(a: str, b: str) -> bool:
        one, other = by_id[a], by_id[b]
        renamed = one.families == other.families == FIRM and one_firm(one.own, other.own)
        return stated.same(a, b) or renamed or judge(one, other, context).band == "same"

    sure = [p for p in pairs if p.band == "same"]
    # A pair with an equally good rival in the same source is a question, not a join.
    torn = several_fit(sure, by_id, alike)
    sure = [p for p in sure if p not in torn]
    contrary = {frozenset((p.one, p.other)): p.doubt for p in pairs if p.doubt in CONTRARY}
    groups, joined, refused = join_all(sure, by_id, apart, contrary, alike, stated.two)
    # After the organisations, because people are joined by shared organisations.
    people = [p for p in everyone if "person" in p.families]
    joined += same_people(people, datasets, groups, apart)
    asked = _questions(pairs, refused, torn)
    order = {d.id: n for n, d in enumerate(datasets)}
    return Resolution(
        canonical=_canonical(groups, by_id, order),
        merged=sorted(joined, key=lambda p: (p.one, p.other, -p.score)),
        undecided=_one_for_two_groups(asked, groups),
        generic=tuple(p.id for p in everyone if p.generic),
    )


def _questions(
    pairs: Sequence[Pair], refused: Sequence[tuple[Pair, str]], torn: Iterable[Pair]
) -> list[Pair]:
    """Return the pairs for a person to decide, with the reason for each question."""
    asked = [p for p in pairs if p.band == "ask"] + [_asked(p, why) for p, why in refused]
    return asked + [_asked(p, "another of the same source fits as well") for p in torn]


def _refuse(
    decisions: Sequence[Decision], datasets: Sequence[Dataset], known: Mapping[str, Profile]
) -> None:
    """Raise a FaultsError if decisions contradict each other, or if one actor would have two
    numbers of a scheme."""
    numbers = {i: dict(p.identifiers) for i, p in known.items() if p.identifiers}
    if faults := [
        *contradictions(decisions),
        *lost_numbers(decisions, numbers),
        *two_numbers(datasets),
    ]:
        raise FaultsError(faults)


def _apart(
    datasets: Sequence[Dataset], decisions: Sequence[Decision], known: dict[str, Profile]
) -> Apart:
    """Return the pairs that must stay separate: the two ends of a tie, and pairs that people
    decided to be two."""
    tied = {frozenset((t.origin, t.target)) for d in datasets for t in d.ties}
    decided = {frozenset((d.one, d.other)) for d in decisions if d.verdict == "different"}
    forced = {frozenset((d.one, d.other)) for d in decisions if d.verdict == "same"}
    return frozenset(p for p in (tied - forced) | decided if len(p) == 2 and p <= known.keys())


def _decided(decisions: Sequence[Decision], known: dict[str, Profile]) -> Iterator[Pair]:
    for d in sorted(decisions):
        if d.verdict == "same" and d.one in known and d.other in known:
            yield Pair(
                d.one, d.other, DECIDED, "same", (Evidence(Clue.DECIDED, d.reason, DECIDED),)
            )


def _by_number(everyone: Sequence[Profile], context: Context) -> Iterator[Pair]:
    """Yield pairs that share an official identifier: each actor with the next one of the same number."""
    holders: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for profile in everyone:
        for identifier in profile.identifiers:
            holders[identifier].append(profile)
    seen: set[tuple[str, str]] = set()
    for _, found in sorted(holders.items()):
        for one, other in pairwise(found):
            if (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield judge(one, other, context)


def _by_score(
    organisations: Sequence[Profile], context: Context, stated: Stated, progress: Progress
) -> Iterator[Pair]:
    pairs = candidates(organisations)
    for done, (a, b) in enumerate(pairs.tolist()):
        if done % 10_000 == 0:
            progress(done, len(pairs))
        one, other = organisations[a], organisations[b]
        name = compare_names(one, other)
        if not related(one, other, name, context) or stated.two(one, other):
            continue
        pair = judge(one, other, context, name)
        if pair.band != "different":
            yield pair


def _asked(pair: Pair, why: str) -> Pair:
    return Pair(pair.one, pair.other, pair.score, "ask", pair.evidence, why)


def _one_for_two_groups(asked: list[Pair], groups: Groups) -> list[Pair]:
    """Return the best question for each pair of groups, unless the sources or a person have
    answered it."""
    best: dict[frozenset[str], Pair] = {}
    for pair in sorted(asked, key=lambda p: (-p.score, p.one, p.other)):
        ends = frozenset((groups.root(pair.one), groups.root(pair.other)))
        if len(ends) == 2 and ends not in best and not groups.answered(pair.one, pair.other):
            best[ends] = pair
    return list(best.values())


def _canonical(groups: Groups, known: dict[str, Profile], order: dict[str, int]) -> dict[str, str]:
    """Return a mapping from id to canonical id.

    An id given by hand is preferred to an id built from a number or a hash, a current name to a
    former one, and the id of a known body to another.
    """
    well_known = bodies.known().by_id

    def rank(actor: str) -> tuple[int, bool, bool, int, str]:
        profile = known[actor]
        made = 1 if _BY_NUMBER.fullmatch(actor) else 2 if _BY_HASH.fullmatch(actor) else 0
        return made, is_former(profile.own), actor not in well_known, order[profile.dataset], actor

    found: dict[str, str] = {}
    for members in groups.groups():
        kept = min(members, key=rank)
        found |= {m: kept for m in members if m != kept}
    return dict(sorted(found.items()))


def compare(datasets: Sequence[Dataset], one: str, other: str) -> Pair:
    """Return the evidence for and against the identity of two actors, in any band.

    Raises:
        KeyError: for an id that no data set has.
    """
    everyone = profiles(datasets)
    by_id = {p.id: p for p in everyone}
    context = Context.of([p for p in everyone if "person" not in p.families])
    return judge(by_id[one], by_id[other], context)

"""Select the pairs to compare: pairs that share a key, in blocks small enough to stay linear.

The methods are blocking by several keys (Fellegi and Sunter, 1969), and sorted neighbourhoods
(Hernández and Stolfo, 1995) for words that differ by a slip near their end or beginning.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.name_evidence import TELLING_IN_TEXTS
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.texts import Texts
from frenchtech_graph.identity.towns import around
from frenchtech_graph.identity.words import bits
from frenchtech_graph.model.names import name_digest

LARGEST_BLOCK = 40
"""Actors that may share a key before the key is ignored. Keys with the place added remain.
"""

_INITIALS = 4
"""Letters from which the acronym of a name's words is a key: thousands share acronyms of three
letters.
"""

WINDOW = 3
"""Neighbours compared in the list of names sorted from their beginning, and from their end."""


def keys(profile: Profile) -> Iterator[str]:
    """Yield the keys of a profile. Two profiles that share a key are compared."""
    cores = profile.cores | {f.core for f in profile.forms}
    local = _departments(profile)
    yield from _name_keys(profile, cores)
    yield from _web_keys(profile, cores)
    for name in sorted(cores | profile.acronyms):
        yield from (f"local {here} {name[:6]}" for here in local or [""])
    yield from _word_keys(profile, local)


def _departments(profile: Profile) -> list[str]:
    """Return the departments that a profile states or its names name."""
    stated = sorted(p for p in profile.places if p.startswith("dep-"))
    named = {p for t in profile.towns for p in around(t) if p.startswith("dep-")}
    return list(dict.fromkeys((*stated, *sorted(named))))


def _name_keys(profile: Profile, cores: Collection[str]) -> Iterator[str]:
    yield from (f"name {c}" for c in cores)
    made = {i for i in profile.initials if len(i) >= _INITIALS}
    yield from (f"name {a}" for a in profile.acronyms | made if a not in cores)
    yield from (f"code {c}" for c in profile.codes)


def _web_keys(profile: Profile, cores: Collection[str]) -> Iterator[str]:
    if profile.domain and profile.stem:
        yield f"host {profile.host}"
        yield f"domain {profile.domain}"
        if profile.stem not in cores and profile.stem not in profile.acronyms:
            yield f"name {profile.stem}"


def _word_keys(profile: Profile, local: Sequence[str]) -> Iterator[str]:
    for form in profile.forms:
        telling = sorted(set(form.tokens), key=lambda t: (-bits(t), t))[:3]
        yield from (f"word {t}" for t in telling)
        yield from (f"words {a} {b}" for a, b in combinations(sorted(telling), 2))
        yield from (f"local word {here} {t}" for here in local for t in telling[:2])


def candidates(profiles: Sequence[Profile]) -> NDArray[np.int64]:
    """Return the pairs of positions in `profiles` that are worth comparing: two columns, the
    smaller first.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(profiles):
        for key in dict.fromkeys(keys(one)):
            blocks[key].append(n)
    size = len(profiles)
    codes = array("q")
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            codes.extend(a * size + b for a, b in combinations(block, 2))
    del blocks
    codes.extend(_named_in_texts(profiles))
    codes.extend(a * size + b for a, b in Texts.of(profiles).pairs(profiles))
    codes.extend(_neighbours(((f.core, n) for n, p in enumerate(profiles) for f in p.forms), size))
    codes.extend(
        _neighbours(((f.core[::-1], n) for n, p in enumerate(profiles) for f in p.forms), size)
    )
    distinct = (
        np.unique(np.frombuffer(codes, dtype=np.int64)) if codes else np.empty(0, dtype=np.int64)
    )
    return np.stack((distinct // max(size, 1), distinct % max(size, 1)), axis=1)


def _named_in_texts(profiles: Sequence[Profile]) -> Iterator[int]:
    """Yield each firm with the firms that its source texts mention by name."""
    if not any(one.said for one in profiles):
        return
    firms = [(n, one) for n, one in enumerate(profiles) if one.families == FIRM]
    bearers: dict[str, list[int]] = defaultdict(list)
    for n, one in firms:
        for core in one.cores:
            if bits(core) >= TELLING_IN_TEXTS:
                bearers[name_digest(core)].append(n)
    for n, one in firms:
        for said in one.said:
            found = bearers.get(said, ())
            yield from (
                min(n, m) * len(profiles) + max(n, m) for m in found[:LARGEST_BLOCK] if m != n
            )


def _neighbours(named: Iterable[tuple[str, int]], size: int) -> Iterator[int]:
    ordered = sorted(named)
    for i, (_, n) in enumerate(ordered):
        for _, m in ordered[i + 1 : i + 1 + WINDOW]:
            if n != m:
                yield min(n, m) * size + max(n, m)

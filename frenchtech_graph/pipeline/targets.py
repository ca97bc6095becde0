"""Names after `build`: all of France, a data set, or a place.

Each data set of the package states the territory that it covers. An ecosystem, a metropolis or
another place is built from the sheets of its territory, with the national bodies and the labels:
its actors, and their partners elsewhere.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from frenchtech_graph.ingest import shipped as shipped_registers
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import places, territories
from frenchtech_graph.model.names import fold, nearest, slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.where import Where
from frenchtech_graph.model.where import find as find_place

ALONGSIDE = {"lille": ("lille", "labels")}
"""Data sets of the package that are built together under one name."""
WHOLE_COUNTRY = ("france", "toute la france", "france entiere", "all of france", "whole of france")
SEATS = "seats"
"""Source of the seats of companies: builds use it once it was fetched."""
_TEXTS = beside(__file__, "titles.toml")
_EVERYWHERE = ("labels", "national")


class Target(NamedTuple):
    """Data sets and registers that are built under one name, and the title of the graph.

    `codes` are the codes of a place: the graph has its actors, with their partners elsewhere. If
    empty, the graph has all actors.
    """

    datasets: tuple[str, ...]
    registers: tuple[str, ...]
    titles: Mapping[str, str]
    codes: tuple[str, ...] = ()


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the data sets of the package."""
    return tuple(sorted(p.parent.name for p in data_folder().glob("*/dataset.toml")))


@cache
def about(name: str) -> Mapping[str, Any]:
    """Return the description of a data set of the package."""
    text = (data_folder() / name / "dataset.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def find(name: str) -> Target | None:
    """Return the target of a name, in French or English, or None.

    >>> find("France").datasets == shipped()
    True
    >>> find("lille").datasets
    ('lille', 'labels')
    >>> [find(n).datasets for n in ("toulouse", "French Tech Toulouse")]
    [('sud-ouest', 'labels', 'national'), ('sud-ouest', 'labels', 'national')]
    >>> [find(n).titles["en"] for n in ("French Tech Toulouse", "toulouse")]
    ['French Tech Toulouse', 'Toulouse Métropole']
    >>> find("Atlantis")
    """
    if fold(name) in WHOLE_COUNTRY:
        return Target(shipped(), tuple(shipped_registers.manifest()), _TEXTS.both("france"))
    dataset = _by_name().get(fold(name))
    if dataset:
        return Target(ALONGSIDE.get(dataset, (dataset,)), (), _titles(dataset))
    return _of_place(name)


def suggest(name: str) -> list[str]:
    """Return names of data sets and ecosystems that a text may have meant, best first.

    >>> suggest("toulose")[0]
    'French Tech Toulouse'
    """
    titles = [t for n in shipped() for t in _titles(n).values()]
    of_data = nearest(name, ["france", *shipped(), *titles])
    return list(dict.fromkeys([*of_data, *territories.load().suggest(name)]))[:3]


def registers_of(inputs: Iterable[str], sources: Sequence[str]) -> tuple[str, ...]:
    """Return the registers that belong to the inputs, then the other sources.

    The registers keep the order of their manifest: a register that uses others comes later, such as
    i-Lab after the laboratories that give its communes. A register given as a source is read in its
    place. Seats of companies that were fetched come last, where an input is of the package.
    """
    given = {s.partition("=")[0]: s for s in sources}
    of_package = [target for name in inputs if (target := find(name))]
    found = [given.get(r, r) for target in of_package for r in target.registers]
    fetched = of_package and SEATS not in given and snapshots.latest(SEATS)
    return tuple(dict.fromkeys((*found, *sources, *([SEATS] if fetched else []))))


def codes_of(inputs: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the places to build, empty if an input is not a place."""
    codes = [target.codes if (target := find(name)) else () for name in inputs]
    return tuple(dict.fromkeys(c for some in codes for c in some)) if all(codes) else ()


def titles(inputs: Sequence[str], datasets: Sequence[Dataset]) -> dict[str, str]:
    """Return the title in French and English of a graph that is built from inputs.

    One input has the title of its own. Several are named one by one up to three, then counted.
    """
    own = {d.id: d.titles for d in datasets}
    found: list[Mapping[str, str]] = []
    for name in dict.fromkeys(inputs):
        stem = slug(Path(name).stem)
        target = find(name)
        found.append(target.titles if target else own.get(stem, {"fr": stem, "en": stem}))
    if len(found) < 2 and not (inputs and find(inputs[0])):
        return dict(datasets[0].titles)
    return {lang: _joined([t[lang] for t in found], lang) for lang in ("fr", "en")}


def _joined(names: Sequence[str], lang: str) -> str:
    last = _TEXTS.text("and", lang)
    if len(names) > 3:
        names = [*names[:2], _TEXTS.text("more", lang, n=len(names) - 2)]
    return last.join([*filter(None, [", ".join(names[:-1])]), names[-1]])


def _titles(name: str) -> Mapping[str, str]:
    found = about(name)
    return {"fr": found["title_fr"], "en": found["title_en"]}


@cache
def _by_name() -> Mapping[str, str]:
    names = {fold(title): name for name in shipped() for title in _titles(name).values()}
    return names | {fold(name): name for name in shipped()}


def _territory(name: str) -> frozenset[str]:
    return frozenset(about(name).get("coverage", {}).get("territory", ()))


def _of_place(name: str) -> Target | None:
    """Return the sheets about a place, and the codes of the place."""
    found = place_of(name)
    if found is None:
        return None
    known = places.load()
    wanted = {up.id for code in found.codes for up in known.with_ancestors({code})}
    sheets = [s for s in shipped() if s not in _EVERYWHERE and wanted & _territory(s)]
    of_sheets = (one for s in sheets for one in ALONGSIDE.get(s, (s,)))
    everywhere = (s for s in _EVERYWHERE if s in shipped())
    return Target(tuple(dict.fromkeys((*of_sheets, *everywhere))), (), found.names, found.codes)


def place_of(name: str) -> Where | None:
    """Return the place that a name of a build refers to, unless it is the name of a data set.

    A town is replaced by its metropolis, and its notes list the ecosystems that it belongs to.

    >>> place_of("Toulouse").id, place_of("French Tech Toulouse").kind, place_of("lille")
    ('243100518', 'ecosystem', None)
    """
    if fold(name) in WHOLE_COUNTRY or fold(name) in _by_name() or Path(name).exists():
        return None
    try:
        return find_place(name) or find_place(f"French Tech {name}")
    except BilingualError:
        return None

"""Made-up actors in any number, to time identity: names, places and sites in the proportions of
real files.

Four in ten bodies stand in two sources, the second time spelt otherwise; one in twenty is a
laboratory.
"""

import random

from frenchtech_graph.identity.words import _shares
from frenchtech_graph.model import places
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Actor, Dataset

_SYLLABLES = [
    c + v for c in "bcdfglmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "el", "or", "is")
]
_SUFFIXES = (
    "",
    "",
    "",
    " SAS",
    " SA",
    " Technologies",
    " Therapeutics",
    " Labs",
    " Group",
    " Energy",
)


def actors(size: int, seed: int) -> list[Dataset]:
    """Return two data sets with `size` actors in all."""
    draw = random.Random(seed)
    common = [w for w, _ in sorted(_shares().items(), key=lambda i: -i[1]) if len(w) > 4][:3000]
    towns = [p for p in places.load().by_id.values() if p.kind == "City"]
    population = [int(p.population or 0) + 50 for p in towns]
    homes = iter(draw.choices(towns, population, k=size))
    first, second = [], []
    while len(first) + len(second) < size:
        number, home = len(first), next(homes).id
        name, kind = _name(draw, common)
        site = f"https://www.{slug(name)}.com" if draw.random() < 0.6 else None
        first.append(
            _actor(f"one.{number}", name, kind, home if draw.random() < 0.8 else None, site)
        )
        if draw.random() < 0.67:
            spelt = _respelt(draw, name)
            second.append(
                _actor(
                    f"two.{number}",
                    spelt,
                    kind,
                    home if draw.random() < 0.6 else None,
                    site if draw.random() < 0.5 else None,
                )
            )
    return [
        Dataset(key, {}, "", "", "2026", "", actors=tuple(found))
        for key, found in (("one", first), ("two", second))
    ]


def _name(draw: random.Random, common: list[str]) -> tuple[str, str]:
    if draw.random() < 0.05:
        return "Laboratoire de " + " et ".join(draw.sample(common, 2)), "ResearchLaboratory"
    coined = "".join(draw.choices(_SYLLABLES, k=draw.choice((2, 3, 3, 4)))).capitalize()
    word = " " + draw.choice(common) if draw.random() < 0.4 else ""
    return coined + word + draw.choice(_SUFFIXES), "StartUp"


def _respelt(draw: random.Random, name: str) -> str:
    chance = draw.random()
    if chance < 0.4:
        return name.upper()
    if chance < 0.6:
        return name.split(" ", maxsplit=1)[0] if " " in name else name + " SAS"
    if chance < 0.7 and len(name) > 6:
        cut = draw.randrange(2, len(name) - 2)
        return name[:cut] + name[cut + 1] + name[cut] + name[cut + 2 :]
    return name


def _actor(key: str, name: str, kind: str, home: str | None, site: str | None) -> Actor:
    return Actor(("page",), (), id=key, kinds=(kind,), names={"fr": name}, place=home, website=site)

"""docs/label-holders.md: every holder of a territorial French Tech label, in one table.

``python3 tasks.py regenerate`` writes it from `data/ecosystems/`.
"""

from pathlib import Path

from frenchtech_graph.model import places, territories
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.territories import BASES, Area, Award, Ecosystem, Territories

FILE = Path(__file__).parents[3] / "docs" / "label-holders.md"
_HEAD = """# Holders of a territorial French Tech label

*Chaque territoire labellisé de 2014 à 2025, avec ses dates, son périmètre, son bâtiment totem, sa
structure porteuse et la page qui le dit.* The {n} holders and their {awards} awards, in one table: a
row for each award. The name is that of the award. A date is as precise as its page; a label runs to
the end of its last year. The territory says what it rests on:
{bases}. An empty cell is what no page that was read says: this is a list of what is known, and it is not complete
([what is missing](../data/national/README.md)).

Made from `data/ecosystems/` by `python3 tasks.py regenerate`.
"""
_LABELS = {
    "metropole-french-tech": "Métropole French Tech",
    "label-thematique-french-tech": "Label thématique French Tech",
    "reseau-thematique-french-tech": "Réseau thématique French Tech",
    "capitale-french-tech": "Capitale French Tech",
    "communaute-french-tech": "Communauté French Tech",
}
_COLUMNS = ("Holder", "Label held", "From", "To", "Name then", "Page",
            "Territory", "Totem", "Carried by", "Today")  # fmt: skip


def files() -> dict[Path, str | bytes]:
    """Return the page by its path."""
    return {FILE: page()}


def page() -> str:
    """Return the table, holders by name and awards by day."""
    known = territories.load()
    holders = sorted(known.by_id.values(), key=lambda e: (alphabetical(e.names["fr"]), e.id))
    head = _HEAD.format(
        n=len(holders), awards=sum(len(e.awards) for e in holders), bases=", ".join(BASES)
    )
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}"]
    lines += [
        f"| {' | '.join(cell.replace('|', '∣') for cell in _row(known, one, award))} |"
        for one in holders
        for award in sorted(one.awards, key=lambda a: (a.start, a.label))
    ]
    return head + "\n" + "\n".join(lines) + "\n"


def _row(known: Territories, one: Ecosystem, award: Award) -> tuple[str, ...]:
    successor = known.by_id.get(one.successor or "")
    return (
        one.names["fr"],
        _LABELS.get(award.label, award.label),
        award.start,
        award.end,
        award.name,
        _page(known, award.source),
        "; ".join(_area(known, area) for area in one.areas),
        _sourced(known, one, "totem", one.totem or ""),
        _sourced(known, one, "carrier", ", ".join(one.carriers)),
        _sourced(known, one, "successor", successor.names["fr"]) if successor else "",
    )


def _area(known: Territories, area: Area) -> str:
    place = places.load().by_id.get(area.place)
    page = f", {_page(known, area.source)}" if area.source else ""
    return f"{place.name if place else area.place} ({area.basis}{page})"


def _sourced(known: Territories, one: Ecosystem, what: str, text: str) -> str:
    source = one.sources.get(what)
    return f"{text} ({_page(known, source)})" if text and source else text


def _page(known: Territories, source: str) -> str:
    """Return the link to a page, or the links to several."""
    rows = [known.sources[one] for one in source.split("|") if one in known.sources]
    return ", ".join(
        f"[{row['publisher']} {row['published']}".rstrip() + f"]({row['url']})" for row in rows
    )

"""Undecided pairs as rows for a reader: the two actors in parallel columns, and the evidence for
and against."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from frenchtech_graph.identity.clue_texts import in_words
from frenchtech_graph.identity.clues import Evidence
from frenchtech_graph.identity.decisions import HELP, decision, read_rows
from frenchtech_graph.identity.kinds import families_of
from frenchtech_graph.identity.pairs import Decision, Pair
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.formulas import harmless
from frenchtech_graph.io.swap import written_whole
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset

COLUMNS = (
    "one", "other", "verdict", "reason", "score", "doubt", "name_one", "name_other", "kind_one", "kind_other",
    "place_one", "place_other", "site_one", "site_other", "numbers_one", "numbers_other", "sources_one",
    "sources_other", "evidence",
)  # fmt: skip
"""Columns of the table of undecided pairs. You fill in `verdict` (same or different) and
`reason`."""

_SAID = {"same": "same", "meme": "same", "different": "different", "differents": "different"}


def verdict_of(text: str) -> str | None:
    """Return `same` or `different` for a verdict in common spellings, or None for another text.

    >>> verdict_of("Même"), verdict_of("perhaps")
    ('same', None)
    """
    return _SAID.get(fold(text))


def rows(
    pairs: Sequence[Pair], datasets: Sequence[Dataset], lang: str = "en"
) -> list[dict[str, str]]:
    """Return a row per pair of organisations, in the order of the pairs, with its evidence in
    words."""
    told: dict[str, list[tuple[Actor, str]]] = {}
    for dataset in datasets:
        for actor in dataset.actors:
            told.setdefault(actor.id, []).append((actor, dataset.id))
    return [
        _row(p, told, lang)
        for p in pairs
        if not any("person" in families_of(told[i][0][0].kinds) for i in (p.one, p.other))
    ]


def _row(pair: Pair, told: Mapping[str, list[tuple[Actor, str]]], lang: str) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    doubt = in_words("doubts", pair.doubt, lang) if pair.doubt else ""
    row |= {"one": pair.one, "other": pair.other, "score": f"{pair.score:.1f}", "doubt": doubt}
    for side, actor_id in (("one", pair.one), ("other", pair.other)):
        row |= {f"{name}_{side}": text for name, text in _side(told[actor_id]).items()}
    row["evidence"] = "; ".join(told_evidence(e, lang) for e in pair.evidence if e.weight)
    return row


def _side(accounts: Sequence[tuple[Actor, str]]) -> dict[str, str]:
    """Return the facts of the sources about one of the two actors of a row."""
    names = dict.fromkeys(n for a, _ in accounts for n in (*a.names.values(), *a.aliases))
    place = places.load().by_id.get(next((a.place for a, _ in accounts if a.place), "") or "")
    numbers = dict(i for a, _ in accounts for i in sorted(a.identifiers.items()))
    return {
        "name": " / ".join(list(names)[:4]),
        "kind": " ".join(accounts[0][0].kinds),
        "place": place.name if place else "",
        "site": next((a.website for a, _ in accounts if a.website), "") or "",
        "numbers": " ".join(f"{s}:{v}" for s, v in sorted(numbers.items())),
        "sources": " ".join(dict.fromkeys(d for _, d in accounts)),
    }


def told_evidence(evidence: Evidence, lang: str = "en") -> str:
    """Return one piece of evidence in words, with its weight.

    >>> from frenchtech_graph.identity.clues import Clue
    >>> told_evidence(Evidence(Clue.SAME_SITE, "vekia.fr", 2.0, sort="firm"), "fr")
    'même site, entreprise (vekia.fr) +2.0'
    """
    detail = f" ({evidence.detail})" if evidence.detail else ""
    return f"{in_words('evidence', evidence.kind, lang)}{detail} {evidence.weight:+.1f}"


def write_table(found: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write undecided pairs for a spreadsheet. Texts of cells cannot act as formulas."""
    with written_whole(path) as fresh, fresh.open("w", encoding="utf-8-sig", newline="") as file:
        more = [c for c in (found[0] if found else ()) if c not in COLUMNS]
        writer = csv.DictWriter(file, [*COLUMNS, *more], lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: harmless(v) for k, v in row.items()} for row in found)


def read_table(path: Path, on: str | None = None) -> list[Decision]:
    """Return the decisions that were filled into a table of undecided pairs, dated today unless `on` says otherwise.

    The table may come back as spreadsheets save it (`read_rows`), its verdicts in French or in
    capitals.

    Raises:
        FaultsError: if the columns are missing. It lists all rows whose verdict is neither same nor
            different, whose two actors are not stated, or that give no reason.
    """
    table = read_rows(path)
    lacking = [c for c in ("one", "other", "verdict", "reason") if table and c not in table[0]]
    if lacking:
        raise FaultsError(
            [
                Fault(path.name, 1, c, "", "missing-column", {"expected": c, **HELP[c]})
                for c in lacking
            ]
        )
    faults, found = [], []
    for number, row in enumerate(table, 2):
        verdict = row["verdict"]
        # A row without a verdict is still undecided.
        if not verdict:
            continue
        said = verdict_of(verdict)
        faults += [
            Fault(path.name, number, c, "", "required", HELP[c])
            for c in ("one", "other")
            if not row[c]
        ]
        if not said:
            faults.append(
                Fault(
                    path.name,
                    number,
                    "verdict",
                    verdict,
                    "pattern",
                    {"expected": "same", **HELP["verdict"]},
                )
            )
        elif not row["reason"]:
            faults.append(Fault(path.name, number, "reason", "", "required", HELP["reason"]))
        else:
            stated = decision(row["one"], row["other"], said, row["reason"], on)
            found.append(replace(stated, file=path.name, row=number))
    if faults:
        raise FaultsError(faults)
    return found

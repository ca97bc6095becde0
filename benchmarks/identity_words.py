"""Make `data/identity/common_words.csv`: how common words are in names and in plain texts.

    python benchmarks/identity_words.py

Counts of words only, of files under open licences: RNSR, i-Lab, i-Nov and the institutions of
higher education (ministry of research, Licence Ouverte 2.0), ROR (CC0), communes (INSEE, Licence
Ouverte 2.0). A word that stands in ordinary prose (the summaries of projects) is an ordinary word,
even where it is rare in names. FRENCHTECH_SHARED must point at the folder that holds `data/raw`.
"""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold

LEAST = 4
"""A word must stand in this many names, or texts, to be called common."""


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _per_thousand(texts: Iterable[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    size = 0
    for text in texts:
        size += 1
        counts.update(set(fold(text).split()))
    return {
        w: 1000 * n / size
        for w, n in counts.items()
        if n >= LEAST and not w.isdigit() and len(w) > 1
    }


def main() -> None:
    """Count and write."""
    raw = Path(os.environ["FRENCHTECH_SHARED"]) / "data" / "raw"
    ilab = _rows(raw / "mesr-ilab/ilab_laureats_1999_2025.csv")
    inov = json.loads((raw / "mesr-inov/inov_laureats_2018_2025.json").read_text(encoding="utf-8"))
    rnsr = _rows(raw / "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv", ";")
    ror = _rows(raw / "ror-fr/ror_organizations_fr.csv")
    esr = _rows(raw / "mesr-etablissements-2024/principaux_etablissements_esr.csv", ";")
    communes = _rows(data_folder() / "reference/places/communes.csv")
    groups = [
        {r["Libellé entreprise"] for r in ilab} | {r["entreprise"] for r in inov},
        {r["libelle"] for r in rnsr} | {r["libellé"] for r in esr},
        {
            n.rsplit("@", 1)[0]
            for r in ror
            for n in (r["name"], *r["labels"].split("|"), *r["aliases"].split("|"))
            if n
        },
        [t for r in ilab for t in (r["Moto"], r["Résumé"]) if t]
        + [r["projetresume"] or "" for r in inov],
        [r["name"] for r in communes for _ in range(1 + int(r["population"] or 0) // 20_000)],
    ]
    shares: dict[str, float] = {}
    for group in groups:
        for word, share in _per_thousand(group).items():
            shares[word] = max(share, shares.get(word, 0.0))
    with (data_folder() / "identity" / "common_words.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "per_thousand"))
        writer.writerows((w, f"{s:.3g}") for w, s in sorted(shares.items()))


if __name__ == "__main__":
    main()

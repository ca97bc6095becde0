"""The national core: every file at hand built into one graph, at three sizes, and built again.

Needs FRENCHTECH_SHARED, the folder that holds ``data/raw``. Sizes are growing sets of sources.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Cost, Row, alone, cost_of_command

FILES = {
    "rnsr": "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv",
    "institutions": "mesr-etablissements-2024/principaux_etablissements_esr.csv",
    "ilab": "mesr-ilab/ilab_laureats_1999_2025.csv",
    "inov": "mesr-inov/inov_laureats_2018_2025.json",
    "iphd": "mesr-iphd/iphd_laureats_2019_2025.json",
    "ror": "ror-records-fr",
    "next40": "next40-ft120/next40_ft120_2020_2025_navigator.csv",
    "rounds2023": "frenchtechjournal-funding/funding_2023.csv",
    "rounds2024": "frenchtechjournal-funding/funding_2024.csv",
    "rounds2024v2": "frenchtechjournal-funding/funding_2024_v2_enriched.csv",
    "rounds2025": "frenchtechjournal-funding/funding_2025.json",
    "organizations2025": "frenchtechjournal-funding/organizations_2025.csv",
    "rnsr_stic": "mesr-rnsr-stic/rnsr_stic_structures.json",
    "ai_labs": "navigator-ai-labs/ai_labs_france.csv",
    "lafrenchtech2018": "lafrenchtech-2018/companies.json",
    "investments2013": "crunchbase-2013-french-investors/investments_french_investors_to_2013.csv",
    "acquisitions2013": "crunchbase-2013-acquisitions/acquisitions_fra_2013.csv",
    "acquisitions2015": "crunchbase-2015-acquisitions/acquisitions_fra_2015.csv",
    "rnsr_ror": "mesr-rnsr-actives-2022/rnsr_grid_cnrs.csv",
    "pic_ror": "pic-to-ror-2021/pic_to_ror.csv",
    "siren_matches": "frenchtechjournal-funding/siren_api_matches.csv",
}
"""In the order in which a national build gives them: those that lean on others come last."""
SIZES = (
    {"ilab", "iphd", "inov", "next40"},
    {
        "ilab",
        "iphd",
        "inov",
        "next40",
        "institutions",
        "rounds2023",
        "rounds2024v2",
        "rounds2025",
        "ror",
    },
    set(FILES),
)
CHANGED = "iphd"
"""A small source, whose file loses a row for the rebuild."""


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of the national core; at less than half the scale, of its smallest size
    alone.
    """
    raw = Path(os.environ.get("FRENCHTECH_SHARED", "")) / "data" / "raw"
    if not raw.is_dir():
        return [
            Row(
                "national core",
                "",
                "",
                None,
                None,
                None,
                "not measured: FRENCHTECH_SHARED is not set",
            )
        ]
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for names in SIZES if scale >= 0.5 else SIZES[:1]:
            files = {name: raw / file for name, file in FILES.items() if name in names}
            built = _build(files, Path(folder) / "graph", "--full")
            quads = json.loads(built.result)["quads"]
            each = f"{1e6 * built.processor / quads:.0f} microseconds a quad"
            found.append(
                alone(
                    f"national core, {len(files)} sources, {quads:,} quads: build",
                    "≤ 2 GB",
                    built,
                    each,
                )
            )
        files[CHANGED] = _without_its_last_row(files[CHANGED], Path(folder))
        again = _build(files, Path(folder) / "graph")
        found.append(
            alone(
                "the same after a small source changed",
                "",
                again,
                f"one row of `{CHANGED}` is gone",
            )
        )
        still = _build(files, Path(folder) / "graph")
        found.append(alone("the same when nothing changed", "", still))
    return found


def _build(files: dict[str, Path], out: Path, *options: str) -> Cost:
    given = [part for name, file in files.items() for part in ("--with", f"{name}={file}")]
    return cost_of_command(
        [
            sys.executable,
            "-m",
            "frenchtech_graph",
            "build",
            "lille",
            *given,
            "--out",
            out,
            "--json",
            *options,
        ]
    )


def _without_its_last_row(file: Path, folder: Path) -> Path:
    """Return a copy of a JSON list without its last row, of the same day."""
    changed = folder / file.name
    changed.write_text(
        json.dumps(json.loads(file.read_text(encoding="utf-8"))[:-1]), encoding="utf-8"
    )
    shutil.copystat(file, changed)
    return changed

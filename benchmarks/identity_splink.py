"""Identity on splink and DuckDB, beside ours: same actors, same candidates' clues, its weights and
its engine.

    pip install "frenchtech-graph[splink]"
    FRENCHTECH_SHARED=… python -m benchmarks.identity_splink

splink (Fellegi and Sunter by expectation maximisation, in SQL) compares columns and runs on DuckDB,
Spark or Postgres: the way to go for tens of millions of actors. The columns are what our profiles
hold: core of the name, its rarest words, acronym, host, number of the unit, town, region, family.
Figures are of pairs of two sources, as labelled, in the half held out; splink needs no labels to
learn from.
"""

import argparse
import os
import resource
import time
from pathlib import Path

import pandas as pd
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks import identity_labels as labels
from benchmarks.identity import half
from frenchtech_graph.identity.profiles import Profile, profiles
from frenchtech_graph.identity.words import bits

TEXTS = ("core", "rarest", "second", "acronym", "host", "code", "town", "region", "family")
BLOCKS = ("core", "rarest", "acronym", "host", "code")


def row(one: Profile) -> dict[str, str | None]:
    """Return an actor as the columns splink compares; what is not known is null."""
    form = max(one.forms, key=lambda f: f.worth, default=None)
    rare = sorted(set(form.tokens), key=lambda t: (-bits(t), t)) if form else []
    found = {
        "unique_id": one.id,
        "source_dataset": one.dataset,
        "core": form.core if form else None,
        "rarest": rare[0] if rare else None,
        "second": rare[1] if len(rare) > 1 else None,
        "acronym": min(one.acronyms, default=None),
        "host": one.host,
        "code": min(one.codes, default=None),
        "town": one.place if one.place and one.place[0].isdigit() else None,
        "region": next((p for p in sorted(one.places) if p.startswith("reg-")), None),
        "family": min(one.families, default=None),
    }
    return {k: v or None for k, v in found.items()}


def linked(everyone: list[Profile]) -> pd.DataFrame:
    """Return the pairs splink thinks of, with their probability: columns `one`, `other`,
    `probability`.
    """
    table = pd.DataFrame([row(p) for p in everyone]).astype(dict.fromkeys(TEXTS, "string"))
    engine = DuckDBAPI()
    frames = [
        engine.register(
            part.drop(columns="source_dataset"), dataset_display_name=str(name).replace("-", "_")
        )
        for name, part in table.groupby("source_dataset")
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("core", [0.95, 0.88]).configure(
                term_frequency_adjustments=True
            ),
            compare.ExactMatch("rarest").configure(term_frequency_adjustments=True),
            compare.ExactMatch("second").configure(term_frequency_adjustments=True),
            compare.ExactMatch("acronym").configure(term_frequency_adjustments=True),
            compare.ExactMatch("host"),
            compare.ExactMatch("code"),
            compare.ExactMatch("town").configure(term_frequency_adjustments=True),
            compare.ExactMatch("region"),
            compare.ExactMatch("family"),
        ],
        blocking_rules_to_generate_predictions=[block_on(c) for c in BLOCKS],
    )
    linker = Linker(frames, settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("core")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=7)
    for rule in ("core", "host", "rarest"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
    found = linker.inference.predict(threshold_match_probability=0.05).as_pandas_dataframe()
    pairs = found[["unique_id_l", "unique_id_r", "match_probability"]]
    return pairs.set_axis(["one", "other", "probability"], axis="columns")


def main() -> None:
    """Link the half held out and print precision and recall at several thresholds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", type=int, default=1)
    part = half(labels.read(Path(os.environ["FRENCHTECH_SHARED"])), parser.parse_args().half)
    everyone = profiles(part.datasets)
    busy = time.process_time()
    pairs = linked(everyone)
    busy = time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(everyone)} actors: {busy:.1f} s of processor time, peak {peak:.0f} MB")
    true = {frozenset(p) for p in labels.true_pairs(part)}
    pairs["truth"] = [part.verdict(a, b) for a, b in zip(pairs["one"], pairs["other"], strict=True)]
    print("| probability | precision | recall |\n| ---: | ---: | ---: |")
    for threshold in (0.999, 0.99, 0.9, 0.5, 0.05):
        kept = pairs[pairs["probability"] >= threshold]
        right = sum(frozenset(p) in true for p in zip(kept["one"], kept["other"], strict=True))
        wrong = sum(t is False for t in kept["truth"])
        print(f"| {threshold} | {right / max(1, right + wrong):.3f} | {right / len(true):.3f} |")


if __name__ == "__main__":
    main()

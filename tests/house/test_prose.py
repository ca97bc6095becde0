"""Our prose: the linter finds what readers stumble over, and the files that are clean stay so."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from prose import lint

JUDGED = lint.HERE / "judged" / "sentences.csv"
"""Sentences drawn with a seed from the texts of November 2026, judged before there was a style."""


def judged(verdict: str) -> list[str]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [row["sentence"] for row in csv.DictReader(file) if row["verdict"] == verdict]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("english", "Tell whether an address in figures is one of the public internet."),
        ("english", "A name is none."),
        ("english", "A gap is told only if chance explains it badly."),
        ("french", "Le laboratoire est tutellé par deux universités."),
        ("french", "Deux liens dans les relevés."),
        ("english", "word " * 36),
    ],
)
def test_what_readers_stumbled_over_is_found(language: str, sentence: str) -> None:
    assert lint.flags(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("english", "Return the number of rows, or None if the table is empty."),
        ("english", "What does a place lack?"),
        ("english", "If a name is not found, the answer suggests similar ones."),
        ("french", "Chaque ligne indique la page qui atteste le lien."),
    ],
)
def test_plain_words_pass(language: str, sentence: str) -> None:
    assert lint.flags(sentence, language) == []


def test_four_of_five_odd_sentences_are_found() -> None:
    odd = judged("odd")
    assert len(odd) >= 200
    assert sum(bool(lint.flags(s)) for s in odd) >= 0.8 * len(odd)


def test_code_and_quotations_are_not_prose(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Run `tell whom` or “a name is none”.\n\n```sh\nmend it anew\n```\n", "utf-8")
    assert lint.odd(page) == []


def test_messages_are_read_by_language(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text(
        '[a]\nfr = "Un relevé manque."\nen = ["Mend it anew.", "Correct it."]\n'
        'help_en = "A name is none."\nother = "Mend it."\n',
        "utf-8",
    )
    assert [s.language for s, _ in lint.odd(file)] == ["french", "english", "english"]


def test_clean_files_stay_clean_and_the_others_get_better() -> None:
    kept = lint.ratchet()
    found = Counter[str]()
    for path in lint.files():
        found[lint.place(path)] += len(lint.odd(path))
    worse = {place: count for place, count in found.items() if count > kept.get(place, 0)}
    assert worse == {}, "see `python -m prose.lint FILE` and CONTRIBUTING.md"


def test_the_ratchet_names_what_exists() -> None:
    assert [place for place in lint.ratchet() if not (lint.ROOT / place).exists()] == []


def test_an_indented_block_of_a_docstring_is_code(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        '"""Read a file.\n\n    tell = "whom"  # a name is none\n\nMend it anew.\n"""\n', "utf-8"
    )
    assert [s.text for s, _ in lint.odd(file)] == ["Mend it anew."]

"""Lille says the same as before the model for a country, but for changes that have a reason."""

from benchmarks.lille_answers import BEFORE, PAGE, changes, page, reasons
from frenchtech_graph import catalogue


def test_each_change_has_a_reason() -> None:
    words, of = reasons()
    changed = {c.question for c in changes() if not c.same}
    assert changed <= set(of)
    assert {name for names in of.values() for name in names} == set(words)


def test_every_question_of_then_is_asked_today() -> None:
    then = {path.stem for path in BEFORE.glob("*.csv")}
    assert len(then) > 60
    assert then <= {q.name for q in catalogue.catalogue()}


def test_the_page_lists_each_change_with_its_reasons() -> None:
    written = PAGE.read_text(encoding="utf-8")
    _, of = reasons()
    for change in changes():
        line = next((row for row in written.splitlines() if f"| `{change.question}` |" in row), "")
        assert change.same or line.endswith(f"| {', '.join(of[change.question])} |")
    assert page().startswith(written[:200])

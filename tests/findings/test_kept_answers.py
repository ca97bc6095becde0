"""Printed answers and pages kept beside the graph: the same texts, in the same order."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.cli import main
from frenchtech_graph.findings import kept_answers
from frenchtech_graph.findings.kept_answers import ANSWERS, KeptAnswer
from frenchtech_graph.pipeline.rebuild import rebuild

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
CALLS = (
    ("info",),
    ("hubs",),
    ("hubs", "--json"),
    ("hubs", "--lang", "fr"),
    ("gaps", "--where", "Lille", "--json"),
    ("compare", "Lille", "Lyon"),
    ("hubs", "--without-persons"),
    ("query", "actors-per-pillar"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    rebuild([str(MINI)], folder / "out")
    return folder / "out"


@pytest.fixture
def out(tmp_path: Path, built: Path) -> Path:
    shutil.copytree(built, tmp_path / "out")
    return tmp_path / "out"


def called(*command: str, out: Path) -> Result:
    done = CliRunner().invoke(main, [*command, "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def files(out: Path) -> list[Path]:
    return sorted((out / "graph" / ANSWERS).glob("*"))


@pytest.fixture
def no_graph(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what lets every call fail that opens the graph."""

    def stop() -> None:
        def refused(*_: object, **__: object) -> None:
            raise AssertionError("the graph was opened")

        monkeypatch.setattr("frenchtech_graph.api.EcosystemGraph.open", refused)

    return stop


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_second_call_prints_the_same_without_opening_the_graph(
    out: Path, call: tuple[str, ...], no_graph: Callable[[], None]
) -> None:
    first = called(*call, out=out)
    no_graph()
    again = called(*call, out=out)
    assert (again.output, again.stdout) == (first.output, first.stdout)
    assert len(files(out)) == 1


def test_other_options_are_other_answers(out: Path) -> None:
    answers = {called(*call, out=out).output for call in CALLS if call[0] == "hubs"}
    assert len(files(out)) == 4
    assert len(answers) >= 3
    called("hubs", "--top", "3", out=out)
    assert len(files(out)) == 5


@pytest.mark.parametrize("command", ["map", "report"])
def test_a_page_is_written_again_with_the_same_bytes(
    out: Path, command: str, no_graph: Callable[[], None]
) -> None:
    one, two = out / "one.html", out / "two.html"
    called(command, "-o", str(one), out=out)
    no_graph()
    called(command, "-o", str(two), out=out)
    assert two.read_bytes() == one.read_bytes()


def test_the_story_is_part_of_the_call(out: Path, tmp_path: Path) -> None:
    story, page = tmp_path / "story.toml", tmp_path / "map.html"
    for caption in ("First words.", "Second words."):
        story.write_text(
            'title_fr = "Un"\ntitle_en = "One"\n[[views]]\nview = "hubs"\n'
            f'caption_fr = "{caption}"\ncaption_en = "{caption}"\n',
            encoding="utf-8",
        )
        called("map", "--story", str(story), "-o", str(page), out=out)
        assert caption in page.read_text(encoding="utf-8")


def test_another_graph_in_the_folder_is_asked_itself(out: Path, tmp_path: Path) -> None:
    before = called("info", out=out).output
    shutil.copytree(MINI, tmp_path / "other")
    ties = tmp_path / "other" / "ties.csv"
    lines = ties.read_text(encoding="utf-8").splitlines(keepends=True)
    ties.write_text("".join(lines[:-1]), encoding="utf-8")
    rebuild([str(tmp_path / "other")], out)
    assert files(out) == []
    assert called("info", out=out).output != before


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b.replace(b'"', b"'", 1)]
)
def test_a_damaged_file_is_ignored_and_replaced(
    out: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = called("hubs", out=out).output
    (file,) = files(out)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert called("hubs", out=out).output == first
    assert file.read_bytes() == whole


def test_only_the_newest_answers_are_stored(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST", 3)
    for number in range(6):
        KeptAnswer(out, "x", {"n": number}).write([str(number)])
    assert len(files(out)) == 3
    assert KeptAnswer(out, "x", {"n": 5}).read() == ["5"]


def test_an_answer_to_a_call_that_failed_is_not_stored(out: Path) -> None:
    done = CliRunner().invoke(main, ["hubs", "--where", "Nowhere at all", "--out", str(out)])
    assert done.exit_code == 2
    assert files(out) == []


def test_a_folder_as_subject_is_read_each_time(out: Path) -> None:
    called("compare", str(out), "Lille", out=out)
    assert files(out) == []

"""The site: what its pages say, what stands nowhere, and that it is written whole or not at all."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
import statistics
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import WordsError, beside
from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.map.pyvis_page import vis_network
from frenchtech_graph.views.report.report_words import Wording
from frenchtech_graph.views.report.summary import sentences_of_place
from frenchtech_graph.views.server.rendering import link as followed
from frenchtech_graph.views.site import bilingual, country_map, file_names, organisation_ties
from frenchtech_graph.views.site.publisher import TEXTS, Publisher, publisher_of
from frenchtech_graph.views.site.write import LIBRARY, write_site
from tests.support.bare_site import bare_site, material

pytestmark = pytest.mark.xdist_group("site")
LILLE = "French Tech Lille"


@pytest.fixture(scope="module")
def site(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pages of Lille."""
    folder = tmp_path_factory.mktemp("site") / "site"
    return lille.site(folder, maps=False, where=LILLE).parent


@pytest.fixture(scope="module")
def bare(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of all of Lille's graph, without findings."""
    return bare_site(lille, tmp_path_factory.mktemp("bare") / "site")


def text_of(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def pages(site: Path) -> Iterator[Path]:
    return site.rglob("*.html")


@pytest.mark.parametrize("which", ["site", "bare"])
def test_every_link_from_page_to_page_leads_somewhere(site: Path, bare: Path, which: str) -> None:
    broken = []
    for page in pages({"site": site, "bare": bare}[which]):
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', text):
            if "://" in link or link.startswith("data:"):
                continue
            path, _, fragment = unquote(link).partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists() or (fragment and f'id="{fragment}"' not in target.read_text()):
                broken.append((page.name, link))
    assert broken == []


def test_each_organisation_has_a_page_and_no_person_has(bare: Path, lille: EcosystemGraph) -> None:
    actors = list(each_actor(lille.network))
    named = {
        re.search(r"<h1><bdi>(.*?)</bdi>", page.read_text(encoding="utf-8"))[1]  # type: ignore[index]
        for page in (bare / "o").glob("*.html")
        if not re.search(r"\.\d+\.html$", page.name)
    }
    from markupsafe import escape

    assert {str(escape(a.label)) for a in actors if not a.person} == named
    assert not named & {str(escape(a.label)) for a in actors if a.person}


def test_a_page_says_what_an_organisation_is_its_ties_their_sources_and_origin(site: Path) -> None:
    text = text_of(site, "o/exotec.html")
    for said in ("Exotec", "Croix", "812878742", "Exotec Solutions", "lille-0237", "unicorn"):
        assert said.lower() in text.lower()
    years = re.findall(r"<h3>(\d{4})</h3>", text)
    assert years and years == sorted(years, reverse=True)
    cited = {int(n) for n in re.findall(r'href="#s(\d+)"', text)}
    listed = {int(n) for n in re.findall(r'<li id="s(\d+)"', text)}
    assert cited and cited <= listed


def test_an_ecosystem_says_its_size_hubs_gaps_and_money(site: Path) -> None:
    text = text_of(site, "e/lille.html")
    for said in ("EuraTechnologies", "Ce qui manque", "Gaps", "Levée de fonds"):
        assert said in text
    assert text.count('<div class="summary">') == 1


def test_an_ecosystem_says_the_sentences_of_its_report(site: Path, lille: EcosystemGraph) -> None:
    place = lille.ecosystem("French Tech Lille")
    tables = place._collected(["hubs", "gaps", "lacks"], 1)
    text = unescape(text_of(site, "e/lille.html"))
    for lang in ("fr", "en"):
        words = Wording(lang, lille.labels)
        said = sentences_of_place(
            place.network, tables, lille.source_facts, "French Tech Lille", words
        )
        assert [s.topic for s in said] == ["size", "hubs", "lacks", "unknown"]
        for one in said:
            assert f'<span lang="{lang}">{one.text}</span>' in text
            assert all(card["title"] in text for card in one.items)


def test_both_languages_say_the_same_number_of_things(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        assert text.count('lang="en">') == text.count('lang="fr">') - 1, page  # the page's own


def test_pages_are_small(site: Path) -> None:
    sizes = [page.stat().st_size for page in (site / "o").glob("*.html")]
    assert max(sizes) <= 300_000 and statistics.median(sizes) <= 15_000


def test_the_ties_of_a_large_body_are_paged_and_none_is_lost(
    lille: EcosystemGraph, bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(organisation_ties, "MOST_ON_A_PAGE", 6)
    cut = bare_site(lille, tmp_path / "cut", only=frozenset(["59350", "59163"]))
    ties = re.compile(r'<ul class="ties">.*?</ul>', re.DOTALL)
    names = re.compile(r"<bdi>(.*?)</bdi>")

    def named(files: list[Path]) -> set[str]:
        texts = "".join("".join(ties.findall(f.read_text(encoding="utf-8"))) for f in files)
        return set(names.findall(texts))

    parts = list((cut / "o").glob("euratechnologies.*.html"))
    assert len(parts) > 4
    assert named(parts) == named([bare / "o" / "euratechnologies.html"])
    for part in parts:
        levels = re.findall(r"<h(\d)", part.read_text(encoding="utf-8"))
        assert levels[:2] == ["1", "2"] and "3" not in levels


def test_the_same_graph_gives_the_same_bytes(
    bare: Path, lille: EcosystemGraph, tmp_path: Path
) -> None:
    again = bare_site(EcosystemGraph.open(lille.folder), tmp_path / "again")

    def digests(folder: Path) -> dict[str, str]:
        return {
            str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest()
            for f in folder.rglob("*")
            if f.is_file()
        }

    assert digests(again) == digests(bare)


def test_without_persons_none_is_named(lille: EcosystemGraph, tmp_path: Path) -> None:
    names = [str(a.label) for a in each_actor(lille.network) if a.person]
    quiet = EcosystemGraph.open(lille.folder, persons=False)
    folder = bare_site(quiet, tmp_path / "quiet", with_downloads=True)
    whole = "\n".join(f.read_text(encoding="utf-8") for f in folder.rglob("*.[hjct][tsv]*"))
    assert len(names) > 50 and "EuraTechnologies" in whole
    assert [name for name in names if name in whole] == []


def test_no_person_is_listed_searched_or_described(lille: EcosystemGraph, tmp_path: Path) -> None:
    said = dict.fromkeys(("fr", "en"), "stated")
    publisher = Publisher("people@example.org", dict.fromkeys(TEXTS, said))
    address = "https://example.org/ft/"
    folder = bare_site(lille, tmp_path / "site", publisher=publisher, address=address)
    names = [str(a.label) for a in each_actor(lille.network) if a.person]
    described = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
    shown = [found for page in pages(folder) for found in described.findall(page.read_text())]
    assert json.loads(shown[0])["@type"] == "Organization" and len(shown) > 200
    kept = (folder / "sitemap.xml").read_text() + (folder / "search-data.js").read_text()
    questions = "".join(page.read_text() for page in (folder / "q").glob("*.html"))
    whole = kept + questions + "".join(shown)
    assert [name for name in names if name in whole] == []
    assert "Sitemap: https://example.org/ft/sitemap.xml" in (folder / "robots.txt").read_text()
    exotec = text_of(folder, "o/exotec.html")
    assert '<link rel="canonical" href="https://example.org/ft/o/exotec.html">' in exotec
    assert "people@example.org" in exotec
    listed = set(re.findall(r"<loc>https://example.org/ft/(.*?)</loc>", kept))
    assert {"", "o/exotec.html", "search.html"} <= listed
    assert not any(path.startswith("l/") for path in listed)


@pytest.mark.parametrize(
    ("address", "linked"), [("https://example.org/docs/", True), ("javascript:alert(1)", False)]
)
def test_the_footers_lead_to_the_docs(
    lille: EcosystemGraph, tmp_path: Path, address: str, linked: bool
) -> None:
    file = tmp_path / "dataset.toml"
    file.write_text(f'[site]\ndocumentation = "{address}"\n', encoding="utf-8")
    stated = publisher_of(file)
    folder = bare_site(lille, tmp_path / "site", publisher=stated)
    assert (f'<a href="{address}">' in text_of(folder, "about.html")) is linked
    assert (followed(stated.documentation) == address) is linked


def test_answers_of_the_catalogue_lead_to_the_pages_they_name(bare: Path) -> None:
    answer = text_of(bare, "q/startups.html")
    assert 'href="../o/exotec.html"' in answer and answer.count("<tr>") > 20
    assert not (bare / "q" / "serial-founders.html").exists()


def test_a_place_has_pages_of_its_own_bodies_and_the_first_page_of_france(
    lille: EcosystemGraph, tmp_path: Path
) -> None:
    folder = lille.site(tmp_path / "place", maps=False, where=LILLE).parent
    assert [p.name for p in (folder / "e").glob("lille.html")] == ["lille.html"]
    assert (folder / "o" / "euratechnologies.html").exists()
    assert not (folder / "o" / "83north.html").exists()
    assert "French Tech Picardie" in text_of(folder, "index.html")


def test_an_address_needs_a_publisher(lille: EcosystemGraph, tmp_path: Path) -> None:
    with pytest.raises(BilingualError, match="contact, legal_notice_fr"):
        lille.site(tmp_path / "site", address="https://example.org/ft")
    with pytest.raises(BilingualError, match="https://"):
        lille.site(tmp_path / "site", address="ftp://example.org")
    assert not (tmp_path / "site").exists()


def test_a_folder_of_other_things_is_left_alone(lille: EcosystemGraph, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(BilingualError, match="not part of a site"):
        lille.site(tmp_path, maps=False)
    assert [f.name for f in tmp_path.iterdir()] == ["thesis.txt"]


def test_words_of_the_site_are_whole() -> None:
    try:
        beside(bilingual.__file__, "words.toml").check()
    except WordsError as error:
        pytest.fail(str(error))


def test_no_two_organisations_share_a_file() -> None:
    found = file_names.stems(["x/actor/A", "x/actor/a", "x/actor/a-2", "x/actor/<é>"])
    assert len(set(found.values())) == 4
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in found.values())


def test_maps_share_the_script_that_stands_next_to_them(
    lille: EcosystemGraph, tmp_path: Path
) -> None:
    made = material(lille)
    only: dict[str, dict[str, Any]] = {row["ecosystem"]: {} for row in made.ecosystems}
    drawn = write_site(
        tmp_path / "site",
        replace(made, findings=only),
        draw=lambda ecosystem: f"map of {ecosystem}",
    ).parent
    assert list((drawn / "e").glob("*-map.html"))
    assert (drawn / "e" / LIBRARY).read_text(encoding="utf-8") == vis_network()
    none = write_site(tmp_path / "none", made).parent
    assert not (none / "e" / LIBRARY).exists()


@pytest.mark.parametrize(("screen", "size"), country_map.SIZES.items())
def test_names_on_the_map_of_france_stay_apart_the_largest_first(screen: str, size: int) -> None:
    chance = random.Random(4)
    left, top, width, height = country_map.FRAME
    named: list[bool] = []
    names = ("Lille", "One Lyon Saint-Étienne", "Rennes Saint-Malo", "Est", "Aix-Marseille")
    for _ in range(40):
        discs: list[dict[str, Any]] = [
            {
                "x": chance.uniform(left + 20, left + width - 20),
                "y": chance.uniform(top + 20, top + height - 20),
                "r": 5.0 + 20 / (n + 1),
                "n": 100 - n,
                "short": names[n % len(names)],
                "labels": {},
            }
            for n in range(60)
        ]
        country_map.label(discs, screen, size)
        frames = [_frame(d["labels"][screen], size) for d in discs if d["labels"]]
        named += [bool(d["labels"]) for d in discs]
        assert all(left <= a and c <= left + width for a, _, c, _ in frames)
        for (a, b, c, d), (e, f, g, h) in itertools.combinations(frames, 2):
            assert a >= g or e >= c or b >= h or f >= d
    shares = [sum(named[n::60]) / 40 for n in range(60)]
    assert sum(shares[:10]) > sum(shares[-10:]) > 0


def _frame(label: dict[str, Any], size: int) -> tuple[float, float, float, float]:
    """Return the box of a label: letters as wide as the map takes them, a row a letter high."""
    wide = max(len(row) for _, row in label["rows"]) * country_map.LETTER * size
    start = label["x"] - {"start": 0.0, "middle": wide / 2, "end": wide}[label["anchor"]]
    heights = [y for y, _ in label["rows"]]
    return start + 0.1, heights[0] - 0.7 * size, start + wide - 0.1, heights[-1] + 0.2 * size

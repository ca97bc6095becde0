"""A finding's table in words: rows on a screen, sentences, all columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.declaration import Finding, Text, Value, load
from frenchtech_graph.findings.texts import heading, in_words, say
from frenchtech_graph.network.group_labels import actor_labels, group_labels

SENTENCES = 8
UNTOLD = ("too few expected", "nothing to compare", "meet elsewhere")
LANGUAGES = ("fr", "en")
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    """A table of a finding on a network, with the values of the parameters that gave it.

    `key` is the pair of attributes that the table crosses, where a finding has several.
    """

    finding: Finding
    frame: pd.DataFrame
    network: nx.Graph[Any]
    values: Mapping[str, Value]
    key: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the command that gives the table, and the groups that it crosses."""
        if self.key:
            return f"{self.finding.command} {' × '.join(self.key)}"
        return " ".join(filter(None, (self.finding.command, self.finding.variant)))

    @cached_property
    def labels(self) -> Labels:
        """Return the names of groups and actors, in French and English."""
        if self.finding.groups is None:
            return {}
        of = (str(self.values.get(g, g)) for g in self.finding.groups)
        labels = group_labels(self.network, self.key or of)
        return labels | actor_labels(self.network) if self.finding.names_actors else labels

    def on_screen(self, top: int, lang: str) -> pd.DataFrame:
        """Return the first rows of the main columns, titles and codes in a language."""
        shown = self.frame.head(top)
        if self.finding.shown:
            shown = shown[[c for c in self.finding.shown if c in shown]]
        shown = shown.map(lambda value: in_words(self._named(value, lang), lang))
        return shown.rename(columns=lambda name: heading(name, lang))

    def in_words(self, top: int, lang: str) -> list[str]:
        """Return the table in sentences, or the reason why it is empty."""
        if self.frame.empty:
            what = "groups" if self.key else self.name.split()[-1]
            return [say(f"nothing {what}", lang)]
        rows = self.frame.head(min(top, SENTENCES))
        if self.finding.summary:
            rows = rows[~rows["reason"].isin(UNTOLD)]
        sentence = sentence_of(self.finding, self.labels)
        said = (
            [] if sentence is None else [f"- {sentence(row, lang)}" for _, row in rows.iterrows()]
        )
        if not self.finding.summary:
            return said
        return [str(load(self.finding.summary)(self.frame, lang)), *said]

    def in_full(self, seed: int | None) -> pd.DataFrame:
        """Return all columns, sentences in both languages, evidence of ranks, and the seed."""
        frame = self.frame.copy()
        frame = with_sentences(frame, sentence_of(self.finding, self.labels))
        if self.finding.ranks:
            from frenchtech_graph.findings.hubs.ranking import evidence
            from frenchtech_graph.findings.standing import counted

            network = counted(self.network, administration=bool(self.values.get("administration")))
            found = [evidence(network, row["iri"]) for _, row in frame.iterrows()]
            for name in ("ties", "sources"):
                frame[name] = [each[name] for each in found]
        frame["seed"] = frame.attrs.get("seed", seed)
        return frame

    def _named(self, value: Any, lang: str) -> Any:
        return self.labels.get(value, {}).get(lang, value) if isinstance(value, str) else value


def sentence_of(finding: Finding, labels: Labels) -> Callable[[Any, str], str] | None:
    """Return the function that puts a row of a finding into words, with the names of groups, or
    None if it has no sentence.
    """
    stated = finding.sentence
    if isinstance(stated, Text):
        return lambda row, lang: stated(lang).format(**{str(k): row[k] for k in _keys(row)})
    if not stated:
        return None
    function = load(stated)
    if finding.groups is None or "labels" not in signature(function).parameters:
        return lambda row, lang: str(function(row, lang))
    return lambda row, lang: str(function(row, lang, labels))


def _keys(row: Any) -> Any:
    return row.index if isinstance(row, pd.Series) else row.keys()


def with_sentences(frame: pd.DataFrame, sentence: Callable[[Any, str], str] | None) -> pd.DataFrame:
    """Return a table with the columns sentence_fr and sentence_en, if anything says them."""
    if sentence is None:
        return frame
    rows = [row for _, row in frame.iterrows()]
    for lang in LANGUAGES:
        frame[f"sentence_{lang}"] = [sentence(row, lang) for row in rows]
    return frame

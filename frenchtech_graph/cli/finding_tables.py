"""Findings on a screen, as CSV or as JSON."""

from typing import TYPE_CHECKING, Any

import click

from frenchtech_graph.cli.common import print_table
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral, tell

if TYPE_CHECKING:
    from frenchtech_graph.findings.answers import Answer


def print_answers(
    answers: "list[Answer]", lang: str, format_: str, top: int, seed: int | None
) -> None:
    """Print tables: all columns and both languages as CSV or JSON, the main ones and sentences on a
    screen.

    `seed` is used if a table has no seed of its own.
    """
    from frenchtech_graph.findings.hubs.hub_sentences import note
    from frenchtech_graph.network.living import LIVING

    if format_ != "table":
        _print_in_full(answers, format_, seed)
    elif answers[0].finding.ranks:
        _print_ranking(answers[0], lang)
    else:
        _print_tables(answers, lang, top, seed)
    left_out = answers[0].network.graph.get("undated_left_out")
    if answers[0].finding.ranks and left_out:
        tell(note("undated", lang, n=left_out))
    ended = answers[0].network.graph.get(LIVING)
    if answers[0].finding.ranks and ended:
        tell(note("ended", lang, n=ended))


def _print_in_full(answers: "list[Answer]", format_: str, seed: int | None) -> None:
    import pandas as pd

    frames = [answer.in_full(seed) for answer in answers]
    whole = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    print_table(whole, format_)


def _print_tables(answers: "list[Answer]", lang: str, top: int, seed: int | None) -> None:
    from frenchtech_graph.findings.declaration import load

    for answer in answers:
        if answer.finding.lines:
            for line in load(answer.finding.lines)(answer.frame, lang):
                click.echo(neutral(line))
            continue
        used = answer.frame.attrs.get("seed", seed)
        title = answer.name
        if used is not None:
            title = WORDS.text("seeded", lang, name=answer.name, seed=used)
        if answer.frame.empty:
            click.echo(title)
        else:
            print_table(answer.on_screen(top, lang), "table", title=title)
        for sentence in answer.in_words(top, lang):
            click.echo(neutral(sentence))
        click.echo()
    reading = answers[0].finding.reading
    if reading:
        click.echo(load(reading)(lang))


def _print_ranking(answer: "Answer", lang: str) -> None:
    """Print the main columns, the sentences of the first that are firm, and what to keep in
    mind.
    """
    from frenchtech_graph.findings.answers import sentence_of
    from frenchtech_graph.findings.declaration import load
    from frenchtech_graph.findings.hubs.hub_sentences import heading, note, yes_no

    frame, finding = answer.frame, answer.finding
    if frame.empty:
        click.echo(note("nobody", lang))
        return
    words = {name: frame.attrs[name] for name in ("seed", "k", "ranked", "resamples")}
    title = note(f"title-{finding.name}", lang, by=frame["measure"].iloc[0], **words)
    shown = frame.assign(interval=[_interval(row) for _, row in frame.iterrows()])
    shown[finding.ranks] = [yes_no(value, lang) for value in frame[finding.ranks]]
    # A source is decisive when leaving it out costs the place among the first.
    shown["source_at_stake"] = frame["source_at_stake"].where(
        frame["rank_without_source"] > frame["k"], ""
    )
    columns = shown[list(finding.shown)].rename(columns=lambda name: heading(name, lang))
    print_table(columns, "table", title=title)
    sentence = sentence_of(finding, answer.labels)
    for _, row in frame[frame[finding.ranks]].head(5).iterrows():
        if sentence is not None:
            click.echo("\n" + neutral(sentence(row, lang)))
    if not frame["method"].iloc[0].startswith("exact"):
        click.echo(f"\n{note('estimated', lang, method=frame['method'].iloc[0])}")
    elsewhere = ", ".join(f"{neutral(label)} ({n})" for label, n in frame.attrs["elsewhere"])
    if elsewhere:
        click.echo("\n" + note("elsewhere", lang, partners=elsewhere))
    click.echo(f"\n{note('caveat', lang)}")
    if finding.notes and answer.values.get("pillar") is None:
        for line in load(finding.notes)(answer.network, frame, lang):
            click.echo(neutral(line))


def _interval(row: Any) -> str:
    return f"{row['rank_low']:.0f}–{row['rank_high']:.0f}" if row["rank_low"] > 0 else ""

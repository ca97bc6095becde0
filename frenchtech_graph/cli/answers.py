"""Answers to questions, printed or written: table, CSV, JSON, Markdown, Parquet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frenchtech_graph.cli.common import fail, print_table
from frenchtech_graph.cli.languages import WORDS, language
from frenchtech_graph.cli.logs import tell
from frenchtech_graph.io.swap import write_atomically, written_whole

if TYPE_CHECKING:
    import pandas as pd


def print_answer(frame: "pd.DataFrame", format_: str, output: Path | None) -> None:
    """Print an answer, or write it to a file. Texts of CSV cells cannot act as formulas."""
    if format_ == "parquet":
        assert output is not None
        _write_parquet(frame, output)
    elif format_ == "md":
        write(markdown(frame), output)
    elif format_ == "csv":
        from frenchtech_graph.exports.table_files import harmless

        write(harmless(frame).to_csv(index=False, lineterminator="\n"), output)
    elif format_ == "json":
        write(frame.to_json(orient="records", force_ascii=False, indent=1) + "\n", output)
    elif output is not None:
        fail(WORDS.text("table-to-file", language()))
    else:
        print_table(_shown(frame).map(_short))
        tell(f"({len(frame)})", rows=len(frame))


def write(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file, whole."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text)


def _write_parquet(frame: "pd.DataFrame", output: Path) -> None:
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        fail(WORDS.text("parquet-library", language()))
    frame.attrs.clear()
    with written_whole(output) as fresh:
        frame.to_parquet(fresh, index=False)


def _shown(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a frame for display: whole numbers without a point, None for unknown values."""
    shown = frame.copy()
    for name in frame.columns:
        if frame[name].dtype == "float64" and (frame[name].dropna() % 1 == 0).all():
            shown[name] = frame[name].astype("Int64")
    return shown.astype(object).where(frame.notna(), None)


def _short(value: Any) -> Any:
    """Return an address shortened by its prefix, any other value unchanged."""
    from frenchtech_graph.model.namespaces import PREFIXES

    if isinstance(value, str) and value.startswith("http"):
        for prefix, base in sorted(PREFIXES.items(), key=lambda p: -len(p[1])):
            if value.startswith(base):
                return f"{prefix}:{value.removeprefix(base)}"
    return value


def markdown(frame: "pd.DataFrame") -> str:
    r"""Return a frame as a Markdown table.

    The text of a cell cannot break the table or act as markup.

    >>> import pandas as pd
    >>> print(markdown(pd.DataFrame({"name": ["a|b", "<i>"], "n": [1, None]})), end="")
    | name | n |
    | --- | --: |
    | a\|b | 1 |
    | &lt;i&gt; |  |
    """
    numeric = set(frame.select_dtypes("number").columns)
    rules = ["--:" if name in numeric else "---" for name in frame.columns]
    rows = [list(frame.columns), rules]
    rows += [
        [_markdown_cell(_short(v)) for v in row] for row in _shown(frame).itertuples(index=False)
    ]
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def _markdown_cell(value: Any) -> str:
    text = "" if value is None else str(value)
    for mark, safe in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("\\", "\\\\"),
        ("|", "\\|"),
        ("[", "\\["),
        ("`", "\\`"),
        ("*", "\\*"),
    ):
        text = text.replace(mark, safe)
    return " ".join(text.split())

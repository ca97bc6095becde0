"""Texts that a spreadsheet would run as a formula, made harmless (OWASP, CSV injection)."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters at the start of a formula, or of a text that spreadsheets evaluate as one. Full-width
ones count in Asian versions of Excel.
"""

_SKIPPED = r"[\"\s\u200b\ufeff]*"
"""Quotes and blanks that a spreadsheet may drop before it looks for a formula."""
_AT_START = re.compile(rf"[\t\n=+\-@＝＋－＠]|{_SKIPPED}[=+\-@＝＋－＠]")
_IN_ANOTHER_CELL = re.compile(rf"([;\t\n])(?={_SKIPPED}[=@＝＠]|\"*[+\-＋－])")


def harmless(text: str) -> str:
    r"""Return a text with an apostrophe before it if a spreadsheet would evaluate it as a formula.

    Each part of the text that a spreadsheet with other separators (`;` in French, the tab) would
    read as a separate cell gets one too. Carriage returns become line feeds: some CSV writers do
    not quote a cell with a carriage return, so the text after it would begin a row.

    >>> harmless("=HYPERLINK(1)"), harmless("＝1"), harmless("2 towns")
    ("'=HYPERLINK(1)", "'＝1", '2 towns')
    >>> harmless("Lille;=1+1"), harmless('"=1+1'), harmless("2; - 3")
    ("Lille;'=1+1", '\'"=1+1', '2; - 3')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _IN_ANOTHER_CELL.sub(r"\1'", text)
    return "'" + text if _AT_START.match(text) else text

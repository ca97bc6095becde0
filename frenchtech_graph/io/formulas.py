"""Texts that a spreadsheet would run as a formula, made harmless (OWASP, CSV injection)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters a formula, or what spreadsheets take for one, begins with; full-width ones count where
Excel is Asian.
"""


def harmless(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet would take it for a formula.

    Carriage returns become line feeds: some writers of CSV leave a cell unquoted that has one, and
    what comes after it would begin a row.

    >>> harmless("=HYPERLINK(1)"), harmless("＝1"), harmless("2 towns")
    ("'=HYPERLINK(1)", "'＝1", '2 towns')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.startswith(FORMULA_STARTS) else text

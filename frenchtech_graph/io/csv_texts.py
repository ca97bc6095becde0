"""Tables as CSV text, in UTF-8 with one line feed at the end of each row."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""Return rows as CSV text. The first row is the header.

    >>> csv_text([["name", "town"], ["A, B", "Lille"]])
    'name,town\n"A, B",Lille\n'
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    r"""Return rows with named values as CSV text. A missing value is empty.

    Raises:
        ValueError: a row has a value for no column.

    >>> csv_table(["name", "town"], [{"name": "A"}])
    'name,town\nA,\n'
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()

"""Rows of a finding."""

from __future__ import annotations

from typing import Any

import pandas as pd

Row = dict[str, Any]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return each row as a dict by column name.

    An unknown text is None with every version of pandas.
    """
    texts = {
        name for name in table.columns if table[name].dtype == "str"
    }  # of pandas 3, where NaN is no text
    return [
        {
            str(name): None if name in texts and value != value else value  # noqa: PLR0124
            for name, value in row.items()
        }
        for row in table.to_dict("records")
    ]

"""Rows of a finding."""

from __future__ import annotations

from typing import Any

import pandas as pd

Row = dict[str, Any]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return each row as a dict by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]

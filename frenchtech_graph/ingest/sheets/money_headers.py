"""Headers about amounts and their givers."""

from frenchtech_graph.ingest.sheets.fields import meanings


def is_money(header: str) -> bool:
    """Return whether a header is about amounts or givers, so that the headers beneath it may be the
    givers.

    >>> is_money("Financement (k€)"), is_money("Localisation")
    (True, False)
    """
    givers = ("relations.project_funder", "relations.funders", "aid", "amount")
    return any(m.code in givers and m.near == 0 for m in meanings(header))

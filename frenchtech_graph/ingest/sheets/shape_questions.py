"""The shape of a table: stated in its mapping, derived from its columns, or asked."""

from frenchtech_graph.ingest.sheets.fields import ADDRESS, HIDDEN, IGNORED, NOTE, PERSONAL, entry
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.mapping import SheetMapping
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ACTORS, LEFT_OUT, TIES, shape_of
from frenchtech_graph.ingest.sheets.tie_lists import names_come_back

_ANY_ROW = (NOTE, IGNORED, PERSONAL, HIDDEN, ADDRESS)


def stated_shape(block: Block, stated: SheetMapping) -> str:
    """Return the kind of the rows of a table: ties if the user stated the columns of both ends."""
    if {"from", "to"} <= set(stated.columns.values()) and stated.shape != LEFT_OUT:
        return TIES
    return stated.shape or shape_of(block)


def has_sense(shape: str, code: str) -> bool:
    """Check whether a stated meaning may belong to rows of a shape. A mapping may have meanings from
    the time before its shape was corrected."""
    if shape == TIES:
        others = code.startswith(("relations.", "holder.")) and code != "holder.amount"
        return not others and (code in _ANY_ROW or "tie" in entry(code).get("of", ("tie",)))
    return code not in ("from", "to", "tie")


def ask_shape(made: Plan) -> None:
    """Ask about the kind of the rows if the headers may belong to a list of actors or of ties."""
    if made.mapping.shape or {"from", "to"} <= set(made.mapping.columns.values()):
        return
    if made.ties is not None and made.ties.plain:
        return
    if made.ties is not None or (made.shape == ACTORS and _may_be_ties(made)):
        made.doubt_shape()


_OF_BODIES = frozenset(["siren", "siret", "created", "headcount"])


def _may_be_ties(made: Plan) -> bool:
    """Check whether the rows of a list of actors may be ties: names come back, and no column is about
    single bodies. There, a name that comes back is a duplicate.
    """
    if _OF_BODIES & set(made.columns):
        return False
    name = made.index("name")
    return name is not None and names_come_back(made.block, name, made.indexes(NOTE))

"""Meaning of the codes of the French business register: legal form → class, activity → sectors."""

from typing import Any

from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

CODES = load("companies")
_NATURAL_PERSON = "natural person"


def kind(form: str) -> str | None:
    """Return the class of a legal form, None for a natural person.

    >>> kind("5710"), kind("7210"), kind("1000"), kind("9220")
    ('Company', 'PublicAuthority', None, 'Organization')
    """
    found = _longest("form", form.replace(".0", "").zfill(4)) or Class.ORGANIZATION
    return None if found == _NATURAL_PERSON else found


def sectors(activity: str) -> list[str]:
    """Return the sectors of an activity code of NAF rev. 2.

    >>> sectors("62.01Z"), sectors("84.11Z")
    (['software'], [])
    """
    return list(_longest("activity", activity) or [])


def sectors_of_2025(activity: str) -> list[str]:
    """Return the sectors of an activity code of NAF 2025.

    >>> sectors_of_2025("72.10G"), sectors_of_2025("72.10H")
    (['biotechnology'], [])
    """
    return list(_longest("activity25", activity) or [])


def _longest(group: str, code: str) -> Any:
    for length in range(len(code), 0, -1):
        found = CODES.terms[group].get(fold(code[:length].rstrip(".")))
        if found:
            return found
    return None

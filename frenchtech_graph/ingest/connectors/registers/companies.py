"""What the codes of the French business register say: legal form → class, activity → sectors."""

from typing import Any

from frenchtech_graph.ingest.framework.mapping import load
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


def _longest(group: str, code: str) -> Any:
    for length in range(len(code), 0, -1):
        found = CODES.terms[group].get(code[:length].rstrip(".").replace(".", " "))
        if found:
            return found
    return None

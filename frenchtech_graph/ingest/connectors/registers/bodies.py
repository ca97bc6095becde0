"""What registers say of bodies in many ways, read in one way: sorts of schools, networks of
laboratories, numbers of legal persons that run several schools.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def school_kind(
    name: str, default: str = Class.HIGHER_EDUCATION_INSTITUTION, others: Iterable[str] = ()
) -> str:
    """Return the class of a school by the words of its name, whatever the register calls its sort;
    where its name does not tell, by its other names.

    >>> school_kind("École nationale supérieure de chimie de Lille"), school_kind("Nantes Université")
    ('GraduateSchool', 'University')
    >>> school_kind("Conservatoire national des arts et métiers"), school_kind("CESI", "GraduateSchool")
    ('HigherEducationInstitution', 'GraduateSchool')
    """
    rules = _rules()["schools"]
    if _begins(name, rules["neither"]):
        return Class.HIGHER_EDUCATION_INSTITUTION
    if _has(name, rules["university"]):
        return Class.UNIVERSITY
    is_school = any(_has(n, rules["school"]) for n in (name, *others))
    return Class.GRADUATE_SCHOOL if is_school else default


def _has(name: str, words: Iterable[str]) -> bool:
    padded = f" {fold(name)} "
    return any(f" {w} " in padded for w in words)


def _begins(name: str, words: Iterable[str]) -> bool:
    padded = f"{fold(name)} "
    return any(padded.startswith(f"{w} ") for w in words)


def is_network(name: str) -> bool:
    """Tell whether a name is that of a federation, a group or a network of laboratories.

    >>> is_network("Fédération de Recherche Mathématiques des Pays de Loire"), is_network("Réseau Canopé")
    (True, False)
    """
    return _begins(name, _rules()["networks"]["beginnings"])


def own_siren(siren: str | None, uai: str | None) -> str | None:
    """Return a SIREN if it is that of the body itself, None where it is of a legal person that runs
    several schools and the body is one of these, or of one that another has replaced.

    >>> own_siren("180092025", "0292355C"), own_siren("180092025", "0755661W")
    (None, '180092025')
    >>> own_siren("180070039", None), own_siren("130017270", None), own_siren("180089013", "0753639Y")
    ('180070039', None, '180089013')
    """
    if siren in _rules()["former_persons"]:
        return None
    holder = _rules()["legal_persons"].get(siren or "")
    if holder is None:
        return siren
    return siren if holder == (uai or "none") else None


def persons() -> frozenset[str]:
    """Return the SIREN that are not simply of the body they stand beside."""
    return frozenset(_rules()["legal_persons"]) | frozenset(_rules()["former_persons"])


def holder(siren: str) -> str | None:
    """Return the UAI of the school that a SIREN of `persons` is of, None where it is of none."""
    found: str = _rules()["legal_persons"].get(siren, "")
    return found if found not in ("", "none") else None

"""Uniform reading of facts on bodies that registers state in different ways: sorts of schools,
networks of laboratories, numbers of legal persons that run several schools.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_COUNTRY = re.compile(r" \([A-Z][^()\d,]*[a-z]\)$")


@cache
def _rules() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def school_kind(
    name: str, default: str = Class.HIGHER_EDUCATION_INSTITUTION, others: Iterable[str] = ()
) -> str:
    """Return the class of a school by the words of its name, regardless of the register's own sort.

    If the name is not specific, its other names decide.

    >>> school_kind("École nationale supérieure de chimie de Lille"), school_kind("Nantes Université")
    ('GraduateSchool', 'University')
    >>> school_kind("Conservatoire national des arts et métiers"), school_kind("CESI", "GraduateSchool")
    ('HigherEducationInstitution', 'GraduateSchool')
    """
    rules = _rules()["schools"]
    if _begins(name, rules["neither"]):
        return Class.HIGHER_EDUCATION_INSTITUTION
    if _has(name, rules["community"]):
        return Class.UNIVERSITY_COMMUNITY
    if _has(name, rules["university"]):
        return Class.UNIVERSITY
    is_school = any(_has(n, rules["school"]) for n in (name, *others))
    return Class.GRADUATE_SCHOOL if is_school else default


def body_kind(name: str, default: str = Class.ORGANIZATION) -> str:
    """Return the class of a body from the sort in its name, the same for every register.

    >>> body_kind("Institut universitaire de technologie de Nantes"), body_kind("SATT Nord", "Company")
    ('HigherEducationInstitution', 'TechnologyTransferOffice')
    >>> body_kind("Polymem", "Company")
    'Company'
    >>> body_kind("Hôpital Avicenne"), body_kind("Fondation Claude Pompidou")
    ('Hospital', 'Organization')
    """
    sorts = [*_rules()["sorts"].items()]
    if default == Class.ORGANIZATION:
        sorts += _rules()["else"].items()
    return next((kind for kind, words in sorts if _begins(name, words)), default)


def far_kind(name: str, near: str) -> str:
    """Return the class of a body that has no record of its own: by its name and the class of the body
    in whose record it is.

    A register calls a company of a group by the name of the group and its country.

    >>> far_kind("Safran (Germany)", "Company"), far_kind("Sciensano (Belgium)", "ResearchLaboratory")
    ('Company', 'Organization')
    >>> far_kind("Universidade de Vigo", "Organization"), far_kind("Hôpital Larrey", "Hospital")
    ('University', 'Hospital')
    """
    if near == Class.COMPANY and _COUNTRY.search(name):
        return Class.COMPANY
    return Class.UNIVERSITY if _begins(name, _rules()["abroad"]["university"]) else body_kind(name)


def part_kind(name: str, default: str, parents: Iterable[str]) -> str:
    """Return the class of a place of teaching or a facility in a register, by its name and the
    names of the bodies it is part of.

    A part of another body is a laboratory unless its name contains a sort of school, even if it
    teaches. A facility that belongs to no body and has the name of a school is a school.

    >>> part_kind("Laboratoire de Mathématiques d'Avignon", "HigherEducationInstitution", ["Avignon Université"])
    'ResearchLaboratory'
    >>> part_kind("Centre de Robotique", "GraduateSchool", ["École nationale supérieure des mines de Paris"])
    'ResearchLaboratory'
    >>> part_kind("CentraleSupélec", "TechnologyOrganization", []), part_kind("Cyceron", "TechnologyOrganization", [])
    ('GraduateSchool', 'TechnologyOrganization')
    """
    units, above = _rules()["units"], list(parents)
    kind = body_kind(name, default)
    if kind != default or kind == Class.UNIVERSITY:
        return kind
    if _begins(name, units["laboratory"]):
        return Class.RESEARCH_LABORATORY
    if not above:
        is_school = default == Class.TECHNOLOGY_ORGANIZATION and _begins(
            name, _rules()["schools"]["whole"]
        )
        return Class.GRADUATE_SCHOOL if is_school else default
    if _begins(name, units["teaching"]):
        return default
    of_school = any(school_kind(n, "") == Class.GRADUATE_SCHOOL for n in above)
    is_centre = of_school and _begins(name, units["centre"])
    is_unit = is_centre or default == Class.HIGHER_EDUCATION_INSTITUTION
    return Class.RESEARCH_LABORATORY if is_unit else default


def _has(name: str, words: Iterable[str]) -> bool:
    padded = f" {fold(name)} "
    return any(f" {w} " in padded for w in words)


def _begins(name: str, words: Iterable[str]) -> bool:
    padded = f"{fold(name)} "
    return any(padded.startswith(f"{w} ") for w in words)


def is_network(name: str) -> bool:
    """Return whether a name belongs to a federation, a group or a network of laboratories.

    >>> is_network("Fédération de Recherche Mathématiques des Pays de Loire"), is_network("Réseau Canopé")
    (True, False)
    """
    return _begins(name, _rules()["networks"]["beginnings"])


def own_siren(siren: str | None, uai: str | None) -> str | None:
    """Return a SIREN if it belongs to the body itself.

    Return None if the body is one of several schools of a legal person, or belongs to a replaced
    legal person.

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
    """Return the SIREN that are not simply of the body in their row."""
    return frozenset(_rules()["legal_persons"]) | frozenset(_rules()["former_persons"])


def holder(siren: str) -> str | None:
    """Return the UAI of the school with a SIREN of `persons`, or None."""
    found: str = _rules()["legal_persons"].get(siren, "")
    return found if found not in ("", "none") else None

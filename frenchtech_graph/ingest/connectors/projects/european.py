"""Shared parts of all sources on European projects: the event of a project, under one id."""

from typing import Any

from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.model.terms import Class


def project_id(number: str) -> str:
    """Return the id of the event of a project, by the number that CORDIS, EURIO and the ministry
    give it.
    """
    return f"eu-project-{number}"


def project_event(
    found: Gathering, number: str, acronym: str, title: str, record: str, **details: Any
) -> str:
    """Note a project of the framework programmes."""
    name = acronym or title or f"Projet européen {number}"
    return found.event(
        project_id(number), Class.PROJECT, name, record, aliases=[title] if title else [], **details
    )

"""What all sources on European projects share: the event of a project, under one id."""

from typing import Any

from frenchtech_graph.sources.gathering import Gathering


def project_event(found: Gathering, number: str, acronym: str, title: str, record: str, **details: Any) -> str:
    """Note a project of the framework programmes, by the number that CORDIS, EURIO and the ministry give it."""
    name = acronym or title or f"Projet européen {number}"
    return found.event(f"eu-project-{number}", "Project", name, record,
                       aliases=[title] if title else [], **details)  # fmt: skip

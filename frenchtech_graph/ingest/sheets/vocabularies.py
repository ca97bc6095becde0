"""The vocabularies that words in cells are looked up in, as `Ontology.vocabulary` takes them."""

from frenchtech_graph.ingest.tables.template import load
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class

ACTORS = f"class/{Class.ACTOR}"
EVENTS = "|".join(
    f"class/{c}" for c in (Class.PROJECT, Class.PROGRAMME, Class.LABEL, Class.ECOSYSTEM)
)
TIES = f"class/{Class.TIE}|class/{Class.FUNDING_ROUND}"


def _of_column(table: str, column: str) -> str:
    return load()[table].columns[column].vocabulary or ""


SECTORS = _of_column("actors", "sectors")
ROUNDS = _of_column("events", "round_type")
INSTRUMENTS, STATUSES, ROLES = (_of_column("ties", c) for c in ("instrument", "status", "role"))
STAGES = f"concept/{ontology.load().observation_kinds[Class.STAGE_PERIOD].scheme}"

"""The best connected: actors ranked by the number of their partners."""

from frenchtech_graph.findings.declaration import Finding, Section, Text
from frenchtech_graph.findings.declared.hubs import HUBS
from frenchtech_graph.findings.ranked import RANKING

CONNECTED = Finding(
    name="connected",
    title=Text("Acteurs les mieux reliés", "Best connected"),
    meaning=Text("Classer par nombre de partenaires.", "Rank by the number of partners."),
    function=HUBS.function,
    living=True,
    parameters=RANKING,
    columns=HUBS.columns,
    conditions=HUBS.conditions,
    fixed={"measure": "degree"},
    sentence=HUBS.sentence,
    ranks="hub",
    section=Section("own", order=30),
    order=11,
)

FINDINGS = (CONNECTED,)

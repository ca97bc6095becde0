"""Brokers: who passes between the groups of an ecosystem."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Section, Text
from frenchtech_graph.findings.ranked import DOUBT, RANKING, STAKE, WHO

MEASURES = (
    "bridge_betweenness",
    "betweenness",
    "brokerage",
    "liaison",
    "effective_size",
    "constraint",
)
GROUPS = ("pillar", "sector", "region", "department", "place", "kind")
ROLES = (
    Column("group", "its group"),
    Column(
        "bridge_betweenness",
        "share of the pairs of actors of different groups whose shortest paths it carries",
        "0–1",
    ),
    Column("coordinator", "pairs of partners without a tie: all three of one group", "pairs"),
    Column("itinerant", "… both partners of one group, the broker of another", "pairs"),
    Column("representative", "… the broker in the group of the source", "pairs"),
    Column("gatekeeper", "… the broker in the group of the target", "pairs"),
    Column("liaison", "… all three of different groups", "pairs"),
    Column("brokerage", "sum of the five roles", "pairs"),
    Column("brokerage_null", "the same in rewired networks, mean", "pairs"),
    Column("brokerage_p", "chance of as many in rewired networks", "0–1"),
    Column("brokerage_q", "the same, allowing for the number of tests", "0–1"),
    Column("liaison_null", "liaison in rewired networks, mean", "pairs"),
    Column("liaison_p", "chance of as many in rewired networks", "0–1"),
    Column("liaison_q", "the same, allowing for the number of tests", "0–1"),
    Column(
        "effective_size",
        "partners minus the ties among them",
        "actors",
        "sum over partners j of 1 − (sum over q of p(i, q) m(j, q)). p(i, q) is the share of the ties"
        " of i with q, and m(j, q) the tie of j with q over the strongest tie of j",
    ),
    Column("efficiency", "effective size for each partner", "0–1"),
    Column(
        "constraint",
        "how closely its partners are tied among themselves",
        "index",
        "sum over partners j of (p(i, j) + sum over q of p(i, q) p(q, j))²",
    ),
    Column("hierarchy", "how far one partner makes up the constraint", "0–1"),
    Column(
        "participation",
        "how evenly its ties spread over the groups",
        "0–1",
        "1 − sum over groups g of (k(i, g)/k(i))². k(i, g) are the ties of i with the group g",
    ),
    Column(
        "participation_ratio",
        "participation relative to ties with random ends",
        "0–1",
        "participation, divided by (1 − 1/k(i))(1 − sum over groups g of s(g)²). s(g) is the share"
        " of g in all ends of ties",
    ),
    Column("within_module_z", "ties in its own group, relative to the other members", "z"),
    Column("role", "role in the cartography of groups"),
    Column("bridges", "the two groups among whose members it has most untied partners"),
)
BROKERS = Finding(
    name="brokers",
    title=Text("Passeurs", "Brokers"),
    meaning=Text(
        "Classer les passeurs, avec leur incertitude.",
        "Rank the brokers, with the uncertainty of each rank.",
    ),
    explanation=(
        "A broker connects partners that have no recorded tie with each other. Counts are"
        " compared with networks in which every actor has as many ties, because counts alone"
        " mostly repeat the number of partners."
    ),
    function="brokers.brokerage:rank_brokers",
    living=True,
    parameters=(
        Parameter(
            "measure",
            Text("Ce qui classe.", "Measure of the ranking."),
            default="bridge_betweenness",
            choices=MEASURES,
        ),
        Parameter(
            "null_draws",
            Text(
                "Réseaux recâblés pour comparer ; 1 000 sous 20 000 liens, sinon aucun.",
                "Rewired networks for the comparison. Default: 1,000 below 20,000 ties, otherwise"
                " 0.",
            ),
            "int",
            least=0,
            unit="draws",
            metavar="N",
        ),
        Parameter(
            "by",
            Text("Les groupes entre lesquels passer.", "The groups to pass between."),
            default="pillar",
            choices=GROUPS,
        ),
        *RANKING,
    ),
    columns=(
        *WHO,
        *ROLES,
        *DOUBT,
        Column("broker", "`p_top` is at least 0.8, on two events or more"),
        *STAKE,
    ),
    conditions=("where", "since", "until", "kind", "family", "sector"),
    command="brokers",
    sentence="hubs.hub_sentences:broker_sentence",
    ranks="broker",
    shown=(
        *("rank", "interval", "label", "group", "brokerage", "bridges"),
        *("p_top", "tier", "broker", "source_at_stake"),
    ),
    source=(
        "Gould & Fernandez 1989 (roles), Burt 1992 (structural holes), Guimerà & Amaral 2005"
        " (cartography)."
    ),
    example=">>> graph.brokers(top=2, resamples=20)['label'][0]\n'Nordlys'",
    section=Section("own", order=40),
    order=20,
)
FINDINGS = (BROKERS,)
COMMANDS = (
    Command(
        "brokers",
        BROKERS.meaning,
        Text(
            "Un passeur se tient entre des partenaires sans lien connu entre eux. Les comptes sont"
            " comparés à des réseaux où chacun a autant de liens, mais avec d’autres.",
            "A broker connects partners that have no recorded tie with each other. Counts are"
            " compared with networks in which every actor has as many ties.",
        ),
        (
            "frenchtech-graph brokers",
            "frenchtech-graph brokers --by region --measure liaison --json",
        ),
        order=20,
    ),
)

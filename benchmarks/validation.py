"""Validation of a national graph: shapes compiled to SPARQL against pySHACL, same data, same run,
same findings.

A synthetic ecosystem (seeded, heavy-tailed, with planted faults), rules applied, is validated by
both. pySHACL parses the text of a SPARQL constraint anew for every node it looks at, which takes it
most of an hour at 500,000
triples: there it runs the core constraints only, against all constraints for ours, and all of them
on 8,000.
"""

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import SH, Graph

from benchmarks.rows import Row, compared, cost
from frenchtech_graph.graph import rules
from frenchtech_graph.graph.describe import LABEL, TYPE, concept, prop
from frenchtech_graph.graph.pyshacl_reference import validate_with_pyshacl
from frenchtech_graph.graph.validation import shape_files, validate
from frenchtech_graph.model.namespaces import PROV
from frenchtech_graph.rdf import terms

DERIVED = terms.iri(PROV + "wasDerivedFrom")
KINDS = {
    "StartUp": 50,
    "Corporate": 5,
    "University": 2,
    "ResearchLaboratory": 8,
    "InvestmentFund": 6,
    "FundManager": 4,
}
KINDS |= {
    "Incubator": 4,
    "Accelerator": 2,
    "PublicInvestmentBank": 1,
    "PublicAuthority": 2,
    "CompetitivenessCluster": 1,
}
TIES = {  # kind: share of the ties, property and kinds of either end
    "Founding": (14, "founder", ("Person",), "foundedOrganization", ("StartUp",)),
    "Employment": (12, "employee", ("Person",), "employer", ("StartUp", "Corporate", "University")),
    "Mandate": (
        10,
        "officer",
        ("Person",),
        "governedOrganization",
        ("StartUp", "FundManager", "Incubator"),
    ),
    "Investment": (
        24,
        "investor",
        ("InvestmentFund", "Corporate", "Person"),
        "investee",
        ("StartUp",),
    ),
    "PublicFunding": (
        10,
        "funder",
        ("PublicInvestmentBank", "PublicAuthority"),
        "beneficiary",
        ("StartUp",),
    ),
    "Incubation": (
        12,
        "supporter",
        ("Incubator", "Accelerator"),
        "supportedOrganization",
        ("StartUp",),
    ),
    "Supervision": (6, "supervisor", ("University",), "supervisedUnit", ("ResearchLaboratory",)),
    "SpinOff": (4, "originOrganization", ("ResearchLaboratory",), "spunOffCompany", ("StartUp",)),
    "Membership": (
        6,
        "member",
        ("StartUp", "Corporate"),
        "memberGroup",
        ("CompetitivenessCluster",),
    ),
    "FundManagement": (2, "fundManager", ("FundManager",), "managedFund", ("InvestmentFund",)),
}
EVENTS = {"Founding", "Investment", "PublicFunding", "SpinOff"}
TRIPLES_PER_ACTOR, TRIPLES_PER_TIE = 13, 18


class Ecosystem:
    """A synthetic ecosystem of about so many triples, rules included, some of its ties and actors
    at fault.
    """

    def __init__(self, triples: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.actors = triples * 2 // (5 * TRIPLES_PER_ACTOR)
        self.ties = triples * 3 // (5 * TRIPLES_PER_TIE)
        self.members: dict[str, list[str]] = {}

    def lines(self) -> Iterator[str]:
        """Yield the N-Triples of the default graph."""
        for subject, pairs in [*self._places(), *self._all_actors(), *self._all_ties()]:
            yield from (f"{subject} {predicate} {value} .\n" for predicate, value in pairs)

    def _places(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for n in range(13):
            yield terms.thing("place", f"reg-{n}"), self._place("Region", f"Région {n}", None)
        for n in range(101):
            yield (
                terms.thing("place", f"dep-{n}"),
                self._place("Department", f"Département {n}", f"reg-{n % 13}"),
            )
        for n in range(300):
            code = (prop("inseeCode"), terms.literal(f"{n % 95 + 1:02d}{n:03d}"))
            yield (
                terms.thing("place", f"city-{n}"),
                [*self._place("City", f"Ville {n}", f"dep-{n % 101}"), code],
            )

    def _place(self, kind: str, name: str, around: str | None) -> list[tuple[str, str]]:
        pairs = [(TYPE, prop(kind)), (LABEL, terms.literal(name, lang="fr"))]
        return pairs + ([(prop("within"), terms.thing("place", around))] if around else [])

    def _all_actors(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        known = [*KINDS, "Person"]
        kinds = [
            *known,
            *self.random.choices(known, [*KINDS.values(), 40], k=self.actors - len(known)),
        ]
        for number, kind in enumerate(kinds):
            actor = terms.thing("actor", f"a{number}")
            self.members.setdefault(kind, []).append(actor)
            name = terms.literal(f"{kind} {number}", lang="fr")
            pairs = [
                (TYPE, prop(kind)),
                (LABEL, name),
                (DERIVED, terms.thing("claim", f"a{number}")),
            ]
            yield actor, pairs + ([] if kind == "Person" else self._organization(kind, number))

    def _organization(self, kind: str, number: int) -> list[tuple[str, str]]:
        place = terms.thing("place", f"city-{int(self.random.paretovariate(0.8)) % 300}")
        wrong = self.random.random() < 0.01
        pairs = [(prop("locatedIn"), place), (prop("siren"), terms.literal(_siren(number, wrong)))]
        if kind == "StartUp":
            sector = self.random.choice(
                ("health", "software", "energy", "data", "no-such-sector" if wrong else "space")
            )
            year = str(self.random.randint(2000, 2024))
            pairs += [
                (prop("hasSector"), concept("sector", sector)),
                (prop("foundingDate"), terms.partial_date(year)),
            ]
        return pairs

    def _some(self, kinds: tuple[str, ...]) -> str:
        members = self.members[self.random.choice(kinds)]
        return members[min(int(len(members) * self.random.random() ** 3), len(members) - 1)]

    def _all_ties(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        kinds = self.random.choices(list(TIES), [share for share, *_ in TIES.values()], k=self.ties)
        for number, kind in enumerate(kinds):
            _, source, sources, target, targets = TIES[kind]
            origin, end = self._some(sources), self._some(targets)
            tie = terms.thing("tie", f"t{number}")
            pairs = [(TYPE, prop(kind)), (prop(source), origin), (prop(target), end)]
            pairs += [
                (DERIVED, terms.thing("claim", f"t{number}")),
                *self._dates(kind),
                *self._money(kind),
            ]
            if kind == "Investment" and self.random.random() < 0.6:
                pairs.append((prop("inRound"), terms.thing("event", f"r{number}")))
                yield terms.thing("event", f"r{number}"), self._round(end, number)
            yield tie, self._with_fault(pairs)

    def _round(self, company: str, number: int) -> list[tuple[str, str]]:
        pairs = [
            (TYPE, prop("FundingRound")),
            (prop("raisedBy"), company),
            *self._dates("Investment"),
        ]
        return [
            *pairs,
            (DERIVED, terms.thing("claim", f"r{number}")),
            (prop("roundType"), concept("round", "series-a")),
        ]

    def _dates(self, kind: str) -> list[tuple[str, str]]:
        start = self.random.randint(2000, 2024)
        written = self.random.choice(
            (f"{start}", f"{start}-0{self.random.randint(1, 9)}", f"{start}-05-17")
        )
        if kind in EVENTS:
            return [(prop("date"), terms.partial_date(written))]
        pairs = [(prop("startDate"), terms.partial_date(written))]
        if self.random.random() < 0.3:
            end = start + self.random.randint(-1 if self.random.random() < 0.02 else 1, 9)
            pairs.append((prop("endDate"), terms.partial_date(str(end))))
        return pairs

    def _money(self, kind: str) -> list[tuple[str, str]]:
        if kind not in ("Investment", "PublicFunding") or self.random.random() < 0.5:
            return []
        amount = terms.decimal(str(round(self.random.lognormvariate(13, 1.5))))
        return [(prop("amount"), amount), (prop("currency"), terms.currency("EUR"))]

    def _with_fault(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if self.random.random() >= 0.02:
            return pairs
        faults: list[Callable[[], list[tuple[str, str]]]] = [
            lambda: pairs[:2] + pairs[3:],
            lambda: [p for p in pairs if p[0] != DERIVED],
            lambda: [*pairs, (prop("starDate"), terms.literal("2015"))],
            lambda: [*pairs, (prop("hasRole"), concept("role", "no-such-role"))],
            lambda: [*pairs, (prop("percentage"), terms.decimal("140"))],
            lambda: [*pairs[:1], (pairs[1][0], pairs[2][1]), *pairs[2:]],
        ]
        return self.random.choice(faults)()


def _siren(number: int, wrong: bool) -> str:
    """Return a made-up SIREN number (they begin with 0000) with a right, or wrong, Luhn check
    digit.
    """
    body = f"{number:08d}"
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(body))
    check = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    return body + str((check + wrong) % 10)


def core_only(folder: Path) -> list[Path]:
    """Write the shapes without their SPARQL constraints and return the files."""
    shapes = Graph()
    for file in shape_files():
        shapes.parse(file)
    shapes.remove((None, SH.sparql, None))
    shapes.serialize(folder / "shapes.ttl", format="turtle")
    return [folder / "shapes.ttl"]


def make(triples: int, seed: int) -> ox.Store:
    """Return a store with a synthetic ecosystem, rules applied."""
    store = ox.Store()
    text = "".join(Ecosystem(triples, seed).lines()).encode()
    store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES)
    rules.add_ontology(store)
    rules.apply_rules(store)
    return store


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of the core constraints and of all constraints."""
    return [row(max(int(500_000 * scale), 5_000), full=False), row(8_000, full=True)]


def row(triples: int, *, full: bool, seed: int = 2026) -> Row:
    """Validate a made-up graph twice, and compare the findings."""
    store = make(triples, seed)
    ours = cost(lambda: validate(store))
    with tempfile.TemporaryDirectory() as folder:
        files = None if full else core_only(Path(folder))
        theirs = cost(lambda: validate_with_pyshacl(store, shapes=files))
    expected = {finding.key for finding in theirs.result}
    found = {finding.key for finding in ours.result if full or finding.component != "sparql"}
    size = f"{_size(store):,} triples"
    same = (
        f"{len(expected)} findings, the same"
        if found == expected
        else f"{len(found ^ expected)} FINDINGS DIFFER"
    )
    if full:
        return compared(
            f"SHACL validation, {size}", "pySHACL, all constraints", "≥ 10", ours, theirs, same
        )
    notes = f"all constraints by ours, core constraints alone by pySHACL; of these {same}"
    return compared(
        f"SHACL validation, {size}", "pySHACL, core constraints", "≥ 10", ours, theirs, notes
    )


def _size(store: ox.Store) -> int:
    """Return the number of triples of the default graph."""
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

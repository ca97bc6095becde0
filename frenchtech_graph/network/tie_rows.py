"""The ties of a graph as rows: their ends, and the event that they are part of."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from frenchtech_graph.graph.statements import Statements
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, RDF, RDFS
from frenchtech_graph.model.ontology import Ontology
from frenchtech_graph.model.terms import Class, Property

TYPE, SUBCLASS = f"{RDF}type", f"{RDFS}subClassOf"
_ACTS = (Property.IN_ACT, Property.IN_ROUND)
_READ = (
    *_ACTS,
    Property.PARTICIPATED_PROJECT,
    Property.ATTENDED_PROGRAMME,
    Property.OPERATED_PROGRAMME,
    Property.OPERATOR,
    Property.MEMBER_GROUP,
    Property.IS_LEAD,
    Property.CONFIDENCE,
    Property.RAISED_BY,
)


class TieRow(NamedTuple):
    """A tie with a source and a target. `event` is the act or project it is part of, or the tie itself.

    `lead` is a text, empty: not known.
    """

    tie: str
    kind: str
    event: str
    source: str
    target: str
    lead: str
    confidence: float


def predicates_of_ties() -> frozenset[str]:
    """Return the predicates that rows of ties and of rounds are read from."""
    kinds = ontology.load().tie_kinds.values()
    ends = (end for kind in kinds for end in (kind.source, kind.target))
    return frozenset([*(f"{FTE}{name}" for name in (*_READ, *ends)), TYPE, SUBCLASS])


def below(found: Statements, *names: str) -> frozenset[str]:
    """Return the subclasses of classes, as the hierarchy in the graph states them."""
    wanted = {f"{FTE}{name}" for name in names}
    return frozenset(lower for lower, upper in found.of(SUBCLASS) if upper in wanted)


def instances_below(found: Statements, *names: str) -> frozenset[str]:
    """Return the subjects that have a subclass of these classes."""
    classes = below(found, *names)
    return frozenset(thing for thing, kind in found.of(TYPE) if kind in classes)


def round_rows(found: Statements) -> list[tuple[str, str]]:
    """Return the shared acts by which an actor raised money, and that actor."""
    acts = instances_below(found, Class.SHARED_ACT)
    return [pair for pair in found.of(f"{FTE}{Property.RAISED_BY}") if pair[0] in acts]


def tie_rows(found: Statements, terms: Ontology) -> list[TieRow]:
    """Return the ties between two ends, in order.

    The participants of a programme are tied to it and to its operators. Members of a framework are
    not tied to it.
    """
    ties = _Ties(found, terms)
    return [
        row
        for tie, kind in found.of(TYPE)
        if kind in ties.kinds and tie not in ties.in_frameworks
        for row in ties.rows(tie, kind)
    ]


class _Ties:
    def __init__(self, found: Statements, terms: Ontology) -> None:
        self.kinds = {f"{FTE}{name}": kind for name, kind in terms.tie_kinds.items()}
        self._values = {
            end: found.values(f"{FTE}{end}")
            for end in sorted({e for k in self.kinds.values() for e in (k.source, k.target)})
        }
        self._acts = [found.values(f"{FTE}{name}") for name in _ACTS]
        self._projects = found.values(f"{FTE}{Property.PARTICIPATED_PROJECT}")
        self._programmes = found.values(f"{FTE}{Property.ATTENDED_PROGRAMME}")
        self._operators = _operators(found)
        self._leads = found.values(f"{FTE}{Property.IS_LEAD}")
        self._confidences = found.values(f"{FTE}{Property.CONFIDENCE}")
        self.in_frameworks = _in_frameworks(found, terms)

    def rows(self, tie: str, kind: str) -> Iterator[TieRow]:
        """Yield the rows of a tie."""
        ends = self.kinds[kind]
        sources = self._values[ends.source].get(tie, ())
        targets = [
            *self._values[ends.target].get(tie, ()),
            *(o for p in self._programmes.get(tie, ()) for o in self._operators.get(p, ())),
        ]
        leads = self._leads.get(tie, ("",))
        sure = self._confidences.get(tie, ("1",))
        for event, source, target, lead, confidence in product(
            self._events(tie), sources, targets, leads, sure
        ):
            if source != target:
                yield TieRow(tie, kind, event, source, target, lead, float(confidence))

    def _events(self, tie: str) -> list[str]:
        acts = [act for values in self._acts for act in values.get(tie, ())]
        return acts or self._projects.get(tie) or [tie]


def _operators(found: Statements) -> dict[str, list[str]]:
    """Return the operators of each programme."""
    operators = found.values(f"{FTE}{Property.OPERATOR}")
    programmes: dict[str, list[str]] = {}
    for operation, programme in found.of(f"{FTE}{Property.OPERATED_PROGRAMME}"):
        programmes.setdefault(programme, []).extend(operators.get(operation, ()))
    return programmes


def _in_frameworks(found: Statements, terms: Ontology) -> frozenset[str]:
    """Return the ties of a member to a framework."""
    classes = {f"{FTE}{name}" for name in terms.frameworks}
    frames = {thing for thing, kind in found.of(TYPE) if kind in classes}
    members = found.of(f"{FTE}{Property.MEMBER_GROUP}")
    return frozenset(tie for tie, group in members if group in frames)

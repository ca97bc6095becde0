"""Checked rows: what every reader of a source yields, and all the graph knows of a source.

A record holds names of ontology terms (`StartUp`, `seed-round`), identifiers of other records and
plain values; it knows nothing of RDF.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frenchtech_graph.io.faults import Fault


@dataclass(frozen=True, slots=True)
class Statement:
    """What all records share: the pages they rest on and the notes they come from."""

    sources: tuple[str, ...]
    records: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as stated; `amount` is None where the source gives none."""

    amount: str | None = None
    currency: str | None = None
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A page, or a data set, that was read."""

    id: str
    url: str
    publisher: str
    accessed: str
    title: str | None = None
    published: str | None = None
    licence: str | None = None
    quality: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Actor(Statement):
    """A person or an organisation, as one source describes it.

    `mentions` are digests of the names that the source's own words say of it, each as often as it
    is said: they help to tell whom it is one with, and are not written to the graph.
    """

    id: str = ""
    kinds: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    website: str | None = None
    place: str | None = None
    sectors: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event(Statement):
    """What several actors can share: a round, a closing of a fund, a joint act, a project, a
    programme, a label, an ecosystem or a market.

    `company` is who raises: a company, or a fund. `type` says what a programme is,
    `equity` how much of the money buys shares.
    """

    id: str = ""
    kind: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    company: str | None = None
    start: str | None = None
    end: str | None = None
    round_type: str | None = None
    equity: str | None = None
    type: str | None = None
    money: Money = Money()
    status: str | None = None
    announced: str | None = None
    place: str | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Tie(Statement):
    """A dated tie from one end to the other; `origin` and `target` are ids of actors, events or
    places.
    """

    id: str | None = None
    kind: str = ""
    origin: str = ""
    target: str = ""
    event: str | None = None
    start: str | None = None
    end: str | None = None
    seen: tuple[str, ...] = ()
    current: bool | None = None
    role: str | None = None
    role_text: str | None = None
    lead: bool | None = None
    money: Money = Money()
    status: str | None = None
    announced: str | None = None
    instrument: str | None = None
    label_class: str | None = None
    percentage: str | None = None


@dataclass(frozen=True, slots=True)
class Observation(Statement):
    """A dated observation of an actor: headcount, stage, creation, closure, sector, size of a fund.

    `money` holds the currency and the qualifier of a value that is an amount.
    """

    id: str | None = None
    actor: str = ""
    kind: str = ""
    value: str = ""
    start: str | None = None
    end: str | None = None
    money: Money = Money()
    status: str | None = None
    announced: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """All records of one snapshot of a source, with what is known of the snapshot.

    `conflicts` maps the id of a claim that is kept but not counted to the id of the one preferred.
    `rough_places` tells that places are towns of a gazetteer, not of postal addresses.
    `unmapped` lists notes that could not be turned into records, each with its reason. `notices`
    are what a person should look at, though nothing is wrong.
    """

    id: str
    titles: Mapping[str, str]
    publisher: str
    licence: str
    issued: str
    checksum: str
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    observations: tuple[Observation, ...] = ()
    conflicts: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[Mapping[str, str], ...] = ()
    notes: int | None = None
    notices: tuple[Fault, ...] = ()
    rough_places: bool = False

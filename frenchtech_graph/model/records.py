"""Checked rows. Every reader of a source yields them, and the graph is built from them.

A record contains names of ontology terms (`StartUp`, `seed-round`), identifiers of other records
and plain values. It is independent of RDF.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frenchtech_graph.io.faults import Fault


@dataclass(frozen=True, slots=True)
class Statement:
    """The fields that all records share: their source pages and the notes they come from."""

    sources: tuple[str, ...]
    records: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as stated. `amount` is None if the source gives no figure."""

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

    `mentions` are digests of the names that the source's own text mentions, repeated for each
    mention. `gist` are the buckets that the words of its texts fall in (three hexadecimal digits
    each). Both help to find records of the same actor, and are not written to the graph. `page`
    distinguishes a further account of an actor of the same data set, from another page.
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
    gist: tuple[str, ...] = ()
    page: str = ""

    @property
    def claim(self) -> str:
        """The key of the claim of this record: the id, with the page of a further account."""
        return f"{self.id}.{self.page}" if self.page else self.id


@dataclass(frozen=True, slots=True)
class Event(Statement):
    """An act or frame that several actors can share: a round, a closing of a fund, a joint act, a
    project, a programme, a label, an ecosystem or a market.

    `company` is who raises: a company, or a fund. `type` is the type of a programme, `equity` the
    part of the money that buys shares.
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
    """A dated tie between two ends. `origin` and `target` are ids of actors, events or places."""

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

    `money` has the currency and the qualifier of a value that is an amount.
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
    """All records of one snapshot of a source, with the description of the snapshot.

    `conflicts` maps the id of a claim that is kept but not counted to the id of the one preferred.
    `rough_places`: places are towns of a gazetteer, not of postal addresses. `private`: the owner
    does not want it published. `registered_seats`: head offices come from the register of
    companies. `unmapped` lists notes that could not be turned into records, with their reasons.
    `notices` need a look by a person, although they are not errors.
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
    private: bool = False
    registered_seats: bool = False

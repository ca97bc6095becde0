"""Types of the descriptions in a built graph: its manifest, its data sets, its inventory."""

from typing import NotRequired, TypedDict


class Unmapped(TypedDict):
    """A note that is not in the graph, and why."""

    record: str
    subject: str
    predicate: str
    object: str
    reason_fr: str
    reason_en: str


class DatasetAbout(TypedDict):
    """A data set the graph was built from: titles by language, rows by table."""

    id: str
    titles: dict[str, str]
    publisher: str
    licence: str
    issued: str
    sha256: str
    rows: dict[str, int]
    notes: int | None
    unmapped: list[Unmapped]
    private: NotRequired[bool]


class Manifest(TypedDict):
    """The inputs of a graph: checksums of its quads and named graphs, its data sets."""

    format: int
    version: str
    quads: int
    sha256: str
    graphs: dict[str, str]
    findings: dict[str, int]
    datasets: list[DatasetAbout]
    titles: NotRequired[dict[str, str]]


class NotesCount(TypedDict):
    """Notes of a data set: stated, in the graph, left out with a reason, lost without."""

    stated: int
    in_graph: int
    unmapped: int
    lost: int


class DatasetContents(TypedDict):
    """The result of reading a data set."""

    id: str
    titles: dict[str, str]
    publisher: str
    licence: str
    issued: str
    sha256: str
    rows: dict[str, int]
    notes: NotesCount
    unmapped: list[Unmapped]


class Inventory(TypedDict):
    """The contents of a graph: numbers of actors, contributions and ties by term, of pages by
    publisher.

    `ties_without_source` is 0 unless something is wrong.
    """

    version: str
    sha256: str
    quads: int
    findings: dict[str, int]
    actors: dict[str, int]
    contributions: dict[str, int]
    ties: dict[str, int]
    ties_total: int
    ties_without_source: int
    publishers: dict[str, int]
    datasets: list[DatasetContents]

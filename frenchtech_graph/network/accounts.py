"""The records an actor was merged from: the id and the names in each source."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from frenchtech_graph.catalogue.page_rows import rows
from frenchtech_graph.model.namespaces import DERIVATIONS_GRAPH, ID, PROV


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """The record of an actor in one source: data set, id and names."""

    dataset: str
    id: str
    names: tuple[str, ...]


def accounts(store: ox.Store, address: str) -> tuple[Account, ...]:
    """Return the records an actor was merged from, by data set and id. Empty if the node is not an
    actor.

    `frenchtech-graph identity explain` takes two of the ids and says why they are one.
    """
    names: dict[str, list[str]] = {}
    for row in rows(store, "accounts", thing=address):
        known = names.setdefault(row["claim"], [])
        if "name" in row:
            known.append(row["name"])
    return tuple(sorted(a for c, said in names.items() if (a := _account(c, said))))


def origins(store: ox.Store) -> dict[str, str]:
    """Return the actor of each record that was merged into one: address of the claim → actor.

    It reads the whole graph of derivations: a second for France.
    """
    graph, derived = ox.NamedNode(DERIVATIONS_GRAPH), ox.NamedNode(f"{PROV}wasDerivedFrom")
    return {
        quad.object.value: quad.subject.value
        for quad in store.quads_for_pattern(None, derived, None, graph)
        if isinstance(quad.object, ox.NamedNode)
        and isinstance(quad.subject, ox.NamedNode)
        and _account(quad.object.value, ()) is not None
    }


def names_told(found: Sequence[Account]) -> dict[str, list[Account]]:
    """Return the accounts by the name they give, the name that most give first.

    >>> one, other = Account("ror", "ror-1", ("Inria",)), Account("rnsr", "siren-1", ("INRIA",))
    >>> list(names_told([one, other, Account("ilab", "uai-1", ("Inria",))]))
    ['Inria', 'INRIA']
    """
    told: dict[str, list[Account]] = {}
    for account in found:
        for name in account.names or (account.id,):
            told.setdefault(name, []).append(account)
    return dict(sorted(told.items(), key=lambda t: (-len(t[1]), t[0])))


def _account(claim: str, names: Sequence[str]) -> Account | None:
    dataset, table, key = (*claim.removeprefix(f"{ID}claim/").split("/", 2), "", "")[:3]
    return Account(dataset, key, tuple(names)) if table == "actor" else None

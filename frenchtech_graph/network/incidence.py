"""The participation of actors in events, as a sparse matrix."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from frenchtech_graph.graph.statements import statements_of
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class
from frenchtech_graph.network.tie_rows import (
    instances_below,
    predicates_of_ties,
    round_rows,
    tie_rows,
)

if TYPE_CHECKING:
    import scipy.sparse as sp


def incidence(store: ox.Store) -> "tuple[list[str], list[str], sp.csr_array]":
    """Return actors, events, and who took part: 1 where the actor (row) is tied to the event
    (column).

    The ties of `bipartite` as a matrix, without the time and memory that networkx takes: a starting
    point for any engine of sparse matrices or graphs. Actors as in `bipartite`, events sorted.
    """
    import numpy as np
    import pandas as pd
    import scipy.sparse as sp

    found = statements_of(store, predicates_of_ties())
    actors = sorted(instances_below(found, Class.ACTOR))
    number = pd.Index(actors)
    ties = pd.DataFrame(
        ((row.tie, row.event, row.source, row.target) for row in tie_rows(found, ontology.load())),
        columns=["tie", "event", "from", "to"],
        dtype=object,
    )
    ends = np.stack([number.get_indexer(pd.Index(ties[end])) for end in ("from", "to")], axis=1)
    shared = (ties["event"] != ties["tie"]).to_numpy()
    joins = (ends >= 0) & (shared | (ends >= 0).all(axis=1))[:, None]
    rounds = pd.DataFrame(round_rows(found), columns=["event", "actor"], dtype=object)
    event = pd.concat([rounds["event"], ties["event"][joins[:, 0]], ties["event"][joins[:, 1]]])
    actor = np.concatenate(
        [number.get_indexer(pd.Index(rounds["actor"])), ends[joins[:, 0], 0], ends[joins[:, 1], 1]]
    )
    column, events = pd.factorize(event.to_numpy(dtype=object), sort=True)
    matrix = sp.csr_array((np.ones(actor.size), (actor, column)), shape=(len(actors), len(events)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return actors, list(events), matrix

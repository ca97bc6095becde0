"""The participation of actors in events, as a sparse matrix."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from frenchtech_graph.network.query_rows import table

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

    actors = sorted(set(table(store, "actors")["actor"]))
    number = pd.Index(actors)
    ties = table(store, "ties")
    ends = ties[["from", "to"]].apply(number.get_indexer).to_numpy()
    shared = (ties["event"] != ties["tie"]).to_numpy()
    joins = (ends >= 0) & (shared | (ends >= 0).all(axis=1))[:, None]
    rounds = table(store, "rounds")
    event = pd.concat([rounds["event"], ties["event"][joins[:, 0]], ties["event"][joins[:, 1]]])
    actor = np.concatenate(
        [number.get_indexer(rounds["actor"]), ends[joins[:, 0], 0], ends[joins[:, 1], 1]]
    )
    column, events = pd.factorize(event.to_numpy(dtype=object), sort=True)
    matrix = sp.csr_array((np.ones(actor.size), (actor, column)), shape=(len(actors), len(events)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return actors, list(events), matrix

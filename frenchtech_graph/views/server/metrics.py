"""The counters of the server in the format of Prometheus (text exposition format 0.0.4)."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from time import monotonic

_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)


@dataclass
class Metrics:
    """Counts since the start of the server."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    queries: Counter[str] = field(default_factory=Counter)
    durations: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))
    """Number of queries per bucket, not cumulative."""
    seconds: float = 0.0
    started: float = field(default_factory=monotonic)

    def request(self, route: str, status: int) -> None:
        """Count a request by route and status."""
        self.requests[route, status] += 1

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query by outcome (`ok`, `invalid`, `refused`, `stopped`, `busy`) with the time it
        took.
        """
        self.queries[outcome] += 1
        self.seconds += seconds
        self.durations[bisect_left(_BUCKETS, seconds)] += 1

    def text(self, *, busy: int, waiting: int, stopped: int) -> str:
        """Return all counters. The arguments are counters of the pool of workers."""
        total = sum(self.queries.values())
        lines = ["# TYPE frenchtech_graph_requests_total counter"]
        lines += [
            f'frenchtech_graph_requests_total{{route="{r}",status="{s}"}} {n}'
            for (r, s), n in sorted(self.requests.items())
        ]
        lines += ["# TYPE frenchtech_graph_queries_total counter"]
        lines += [
            f'frenchtech_graph_queries_total{{outcome="{o}"}} {n}'
            for o, n in sorted(self.queries.items())
        ]
        lines += ["# TYPE frenchtech_graph_query_seconds histogram"]
        lines += [
            f'frenchtech_graph_query_seconds_bucket{{le="{b}"}} {n}'
            for b, n in zip(_BUCKETS, accumulate(self.durations), strict=False)
        ]
        lines += [
            f'frenchtech_graph_query_seconds_bucket{{le="+Inf"}} {total}',
            f"frenchtech_graph_query_seconds_sum {self.seconds:.6f}",
            f"frenchtech_graph_query_seconds_count {total}",
            "# TYPE frenchtech_graph_workers_busy gauge",
            f"frenchtech_graph_workers_busy {busy}",
            "# TYPE frenchtech_graph_requests_waiting gauge",
            f"frenchtech_graph_requests_waiting {waiting}",
            "# TYPE frenchtech_graph_workers_stopped_total counter",
            f"frenchtech_graph_workers_stopped_total {stopped}",
            "# TYPE frenchtech_graph_up_seconds gauge",
            f"frenchtech_graph_up_seconds {monotonic() - self.started:.0f}",
        ]
        return "\n".join(lines) + "\n"

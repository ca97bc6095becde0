"""All harnesses by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from fuzz.mutations import Mutate, of_form

Run = Callable[[bytes], object]


@dataclass(frozen=True)
class Harness:
    """A reader under test.

    `run` reads an input and may raise an error of `clear` only; anything else is a finding. `seeds` are sound
    inputs to begin from.
    """

    name: str
    run: Run
    seeds: Callable[[], Sequence[bytes]]
    clear: tuple[type[Exception], ...]
    mutate: Mutate = of_form

    def changed(self, data: bytes, seed: int) -> bytes:
        """Return an input changed in a way that `seed` decides."""
        return self.mutate(data, Random(seed))

    def finding(self, data: bytes) -> BaseException | None:
        """Return the error an input raises that is not a clear one."""
        try:
            self.run(data)
        except self.clear:
            return None
        except Exception as error:
            return error
        return None


@cache
def harnesses() -> dict[str, Harness]:
    """Return all harnesses, in the order of the rooms they test."""
    from fuzz import endpoint, files, questions, sources, tables, values

    rooms = (tables, sources, values, files, questions, endpoint)
    return {h.name: h for room in rooms for h in room.harnesses()}

"""All harnesses by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from random import Random

from fuzz.mutations import Mutate, of_form

Run = Callable[[bytes], object]


@dataclass(frozen=True)
class Harness:
    """A reader under test.

    `run` reads an input and may raise an error of `clear` only; anything else is a finding. `seeds`
    are sound inputs to begin from.
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


ROOMS = ("tables", "sources", "values", "files", "questions", "endpoint")
"""Modules of this package, in the order of the rooms they test; each has `harnesses()`."""


@cache
def of_room(room: str) -> dict[str, Harness]:
    """Return the harnesses of one module by name; what it tests is imported then, not before."""
    return {h.name: h for h in import_module(f"fuzz.{room}").harnesses()}


def harnesses() -> dict[str, Harness]:
    """Return all harnesses by name."""
    return {name: h for room in ROOMS for name, h in of_room(room).items()}

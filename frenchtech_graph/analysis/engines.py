"""The one place where a faster engine is chosen. networkx is the interface and the reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def installed(library: str) -> bool:
    """Whether an optional library can be imported (without importing it)."""
    return find_spec(library) is not None


@cache
def compiled(kernel: Function) -> Function:
    """Return ``kernel`` as machine code: needs numba. Compiled once, kept on disk."""
    from numba import njit

    return cast(Function, njit(cache=True, nogil=True)(kernel))


def compiled_or(kernel: Function, otherwise: Function, *, worth_it: bool) -> Function:
    """Return the compiled ``kernel`` where numba is installed and starting it pays, else ``otherwise``."""
    return compiled(kernel) if worth_it and installed("numba") else otherwise

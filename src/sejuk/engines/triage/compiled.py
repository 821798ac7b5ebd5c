"""Compiling the few loops that carry the weight of the triage engine."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """Compile a loop over numbers and arrays, once for each machine: it is kept on disk."""
    return cast("Loop", njit(cache=True, nogil=True)(loop))

"""Compiling the few loops that carry the weight of the roster engine."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit  # type: ignore[import-untyped]

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """
    Compile a loop over numbers and arrays, once for each machine: the result is kept on disk.

    >>> @compiled
    ... def doubled(number: int) -> int:
    ...     return 2 * number
    >>> doubled(21)
    42
    """
    return cast("Loop", njit(cache=True, nogil=True)(loop))

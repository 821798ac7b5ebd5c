"""The villages of a scope, in order of their codes, with the kecamatan each lies in."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sejuk.assess.risk.queries.kept import Kept
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import parent_code

LARGE = 2_000
"""
From how many villages on a territory is kept in the process, and its pictures too. Chosen: below
it, reading the rows is quicker than asking whether they have changed.
"""


@dataclass(frozen=True)
class Territory:
    """Villages in order of their codes."""

    scope: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    # Code to name of the kecamatan that the villages lie in, in order of their codes.
    kecamatan: dict[str, str]
    is_schematic: bool
    # "" where it was read anew.
    fingerprint: str

    @property
    def is_large(self) -> bool:
        return len(self.codes) > LARGE

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def kecamatan_row(self) -> NDArray[np.int32]:
        """Return, for each village, the row of its kecamatan."""
        rows = {code: row for row, code in enumerate(self.kecamatan)}
        return np.array([rows[parent_code(code)] for code in self.codes], dtype=np.int32)

    def within(self, row: int) -> str:
        """Return the name of the kecamatan that a village lies in."""
        return self.kecamatan[parent_code(self.codes[row])]


_kept: Kept[Territory] = Kept(most=8)
_sizes: dict[tuple[str, ...], int] = {}


def territory(scope: tuple[str, ...]) -> Territory:
    """
    Return the villages of a scope.

    A large territory is read once and kept for as long as a fingerprint of its rows stays the
    same; asking for the fingerprint costs a fraction of reading the rows.
    """
    if _sizes.get(scope, 0) <= LARGE:
        found = _read(scope, "")
        _sizes[scope] = len(found.codes)
        return found
    fingerprint = places.boundaries_version(scope)
    return _kept.get((scope, fingerprint), lambda: _read(scope, fingerprint))


def _read(scope: tuple[str, ...], fingerprint: str) -> Territory:
    villages = places.villages(scope)
    return Territory(
        scope,
        tuple(village.code for village in villages),
        tuple(village.name for village in villages),
        {village.subdistrict_code: village.subdistrict for village in villages},
        any(village.is_schematic for village in villages),
        fingerprint,
    )

"""The villages of a scope, in order of their codes, with the kecamatan each lies in."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sejuk.assess.risk.queries.kept import Followed, Kept
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import parent_code

Rows = NDArray[np.int64]
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
    _groups: dict[int, tuple[tuple[str, ...], Rows]] = field(default_factory=dict)
    _labels: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def is_large(self) -> bool:
        return len(self.codes) > LARGE

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    def groups(self, length: int) -> tuple[tuple[str, ...], Rows]:
        """Return the beginnings of the codes, and for each village the row of its own."""
        if length not in self._groups:
            beginnings = [code[:length] for code in self.codes]
            rows = {head: row for row, head in enumerate(dict.fromkeys(beginnings))}
            self._groups[length] = tuple(rows), np.array([rows[one] for one in beginnings])
        return self._groups[length]

    def labels(self, length: int) -> dict[str, str]:
        """Return the names of the groups whose codes are `length` characters long."""
        if length not in self._labels:
            self._labels[length] = places.area_labels(self.groups(length)[0])
        return self._labels[length]

    def within(self, row: int) -> str:
        """Return the name of the kecamatan that a village lies in."""
        return self.kecamatan[parent_code(self.codes[row])]


_kept: Kept[Territory] = Kept(most=8)
_kept_fingerprints: Followed[str, datetime] = Followed(most=64)
_sizes: dict[tuple[str, ...], int] = {}


def territory(scope: tuple[str, ...], now: datetime | None = None) -> Territory:
    """
    Return the villages of a scope.

    A large territory is read once and kept for as long as a fingerprint of its rows stays the
    same. Asking for the fingerprint costs a fraction of reading the rows, and is itself done once
    a minute where `now` is given.
    """
    if _sizes.get(scope, LARGE + 1 if _may_be_large(scope) else 0) <= LARGE:
        found = _read(scope, "")
        _sizes[scope] = len(found.codes)
        return found

    def ask(*_: object) -> str:
        return places.boundaries_version(scope)

    minute = now.replace(second=0, microsecond=0) if now else None
    fingerprint = _kept_fingerprints.get(scope, minute, ask, ask) if minute else ask()
    found = _kept.get((scope, fingerprint), lambda: _read(scope, fingerprint))
    _sizes[scope] = len(found.codes)
    return found


def _may_be_large(scope: tuple[str, ...]) -> bool:
    """Test whether a scope that was never read may be: no kabupaten has a thousand villages."""
    return any(code.count(".") == 0 for code in scope)


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

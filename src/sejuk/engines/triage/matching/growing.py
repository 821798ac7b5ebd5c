"""Room for known messages: arrays that double when they are full."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.matching import loops
from sejuk.engines.triage.matching.shelves import Shelf
from sejuk.engines.triage.matching.shingles import Sets
from sejuk.engines.triage.matching.signatures import signatures

Kind = TypeVar("Kind", bound=np.generic)

FIRST_ROOM = 1024


def grown(array: NDArray[Kind], size: int) -> NDArray[Kind]:
    """Return the array itself, or a longer copy when it holds less than `size` rows."""
    if array.shape[0] >= size:
        return array
    longer = np.zeros((max(size, 2 * array.shape[0]), *array.shape[1:]), dtype=array.dtype)
    longer[: array.shape[0]] = array
    return longer


class Room:
    """A net and a shelf that grow together."""

    def __init__(self, *, bands: int, rows: int) -> None:
        self.bands, self.rows = bands, rows
        self.shelf = Shelf(
            np.zeros(0, np.uint32), np.zeros(1, np.int64),
            np.zeros(0, np.uint32), np.zeros(1, np.int64),
            np.zeros(0, np.uint32), np.zeros(1, np.int64),
            np.zeros(0, np.uint64), np.zeros(1, np.int64),
            np.zeros(0, np.bool_), np.zeros(0, np.int32),
        )  # fmt: skip
        self.net = loops.Net(
            np.full((bands, FIRST_ROOM), -1, np.int32),
            np.zeros((0, bands), np.uint64),
            np.zeros((0, bands * rows), np.uint8),
            np.zeros(0, np.bool_),
            np.zeros(0, np.int32),
            np.zeros(2, np.int64),
        )

    @property
    def items(self) -> int:
        return int(self.net.counts[loops.ITEMS])

    @property
    def known(self) -> loops.Known:
        return loops.Known(self.net, self.shelf)

    def asked(self, batch: Shelf) -> loops.Asked:
        """Return messages with their signatures."""
        sets = Sets(batch.runs, batch.run_starts)
        return loops.Asked(batch, signatures(sets, bands=self.bands, rows=self.rows))

    def prepare(self, batch: Shelf) -> None:
        """Make room for all messages of a batch."""
        items = self.items + batch.are_denials.shape[0]
        known = self.shelf
        self.shelf = Shelf(
            *_pair(known.runs, known.run_starts, self.items, batch.runs, items),
            *_pair(known.plain, known.plain_starts, self.items, batch.plain, items),
            *_pair(known.negated, known.negated_starts, self.items, batch.negated, items),
            *_pair(known.claims, known.claim_starts, self.items, batch.claims, items),
            grown(known.are_denials, items),
            grown(known.days, items),
        )
        self._widen(items)

    def _widen(self, items: int) -> None:
        net = self.net
        buckets = net.heads.shape[1]
        while buckets < items:
            buckets *= 2
        self.net = loops.Net(
            net.heads,
            grown(net.links, items),
            grown(net.sketches, items),
            grown(net.are_known, items),
            grown(net.stamps, items),
            net.counts,
        )
        if buckets > net.heads.shape[1]:
            self.net = self.net._replace(heads=np.full((self.bands, buckets), -1, np.int32))
            loops.rehang(self.net, self.items)


def _pair(
    members: NDArray[Kind], starts: NDArray[np.int64], used: int, more: NDArray[Kind], items: int
) -> tuple[NDArray[Kind], NDArray[np.int64]]:
    return grown(members, int(starts[used]) + more.shape[0]), grown(starts, items + 1)

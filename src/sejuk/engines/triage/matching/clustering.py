"""Messages that tell the same, brought together as they come in."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.matching import loops
from sejuk.engines.triage.matching.growing import Room, grown
from sejuk.engines.triage.matching.shelves import shelf_of
from sejuk.engines.triage.matching.tolds import Told

BANDS, ROWS = 42, 3
JOIN_AT, ALIKE_AT, MOST_HEADS = 0.38, 0.7, 16
"""
Likeness from which a message joins a cluster, below which it becomes another head of it, and how
many heads a cluster has. Chosen by trial on a stream of 100,000: of pairs in one cluster .999 are
right, of pairs that belong together .99 are found.
"""

BATCH = 4096


class ClusterStream:
    """
    Clusters that take in messages for ever.

    >>> stream = ClusterStream()
    >>> stream.add([Told("TPS 3 dipindah ke balai desa"), Told("TPS 3 dipindah ke balai dusun")])
    array([0, 0])
    >>> stream.add([Told("katanya TPS 3 dipindahkan ke balai desa")])
    array([0])
    """

    def __init__(self, *, bands: int = BANDS, rows: int = ROWS, join_at: float = JOIN_AT) -> None:
        self.join_at = join_at
        self.seen = 0
        self._room = Room(bands=bands, rows=rows)
        self._heads = loops.Heads(*(np.zeros(0, np.int64) for _ in range(3)))

    def add(self, tolds: Sequence[Told], folds: Sequence[str] | None = None) -> NDArray[np.int64]:
        """Return the cluster of each message: the number of the first one that told it."""
        labels = [np.zeros(0, np.int64)]
        for first in range(0, len(tolds), BATCH):
            part = slice(first, first + BATCH)
            labels.append(self._add(tolds[part], folds and folds[part]))
        return np.concatenate(labels)

    def _add(self, tolds: Sequence[Told], folds: Sequence[str] | None) -> NDArray[np.int64]:
        batch = shelf_of(tolds, folds)
        self._room.prepare(batch)
        items = self._room.items + len(tolds)
        self._heads = loops.Heads(*(grown(array, items) for array in self._heads))
        terms = loops.Terms(self.seen, self.join_at, ALIKE_AT, MOST_HEADS)
        labels = loops.cluster_all(self._room.known, self._heads, self._room.asked(batch), terms)
        self.seen += len(tolds)
        return labels


def clusters(tolds: Sequence[Told]) -> tuple[int, ...]:
    """
    Return for each message, in the order given, the number of the first one that tells the same.

    Two messages that disagree about place, date or number, and a rumour and its denial, are not
    put together, however alike their words are. A message without a letter stays alone.

    >>> texts = ["TPS 3 dipindah", "tps 3 dipindahkan!!", "TPS 3 tidak dipindah", "TPS 8 dipindah"]
    >>> clusters([Told(text) for text in texts])
    (0, 0, 2, 3)
    """
    return tuple(int(label) for label in ClusterStream().add(tolds))

"""An index of known messages that a service keeps and asks again and again."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.folding import folded, folded_all
from sejuk.engines.triage.matching import loops
from sejuk.engines.triage.matching.comparing import MAYBE_AT, matched, rank, shown
from sejuk.engines.triage.matching.facts import remembered_facts
from sejuk.engines.triage.matching.growing import Room
from sejuk.engines.triage.matching.relating import (
    RELATED_AT,
    WordWeights,
    content,
    relatednesses,
)
from sejuk.engines.triage.matching.shelves import shelf, shelf_of
from sejuk.engines.triage.matching.tolds import Match, Told

BANDS, ROWS = 63, 2
"""Chosen: of pairs with J = .25 a share of .98 is found. A million messages ask for three rows."""

MOST_LOOKED_AT = 32
RAREST = 10
"""Words of a query, the rarest first, by which related messages are looked for; chosen."""

RELATED_EACH = 3
"""Messages whose words are weighed for each one that is shown; chosen."""

MOST_POSTED = 1000
"""Messages with a word beyond which it tells no longer what a message is about; chosen."""


class UnknownNumber(KeyError):
    """There is no message of this number in the index."""

    def __str__(self) -> str:
        return f"Message {self.args[0]} is not in the index: it was never added, or was removed."


class MatchIndex:
    """
    Known messages, each by the number in which it was added.

    The same calls in the same order give the same answers.

    >>> index = MatchIndex()
    >>> index.add([Told("TPS 3 dipindah ke balai desa"), Told("pasar baru tutup besok")])
    range(0, 2)
    >>> index.closest(Told("tps 3 dipindahke ke bale desa"))[0].relation.value
    'same'
    >>> index.remove(0); index.closest(Told("tps 3 dipindahke ke bale desa")), len(index)
    ((), 1)
    """

    def __init__(self, *, bands: int = BANDS, rows: int = ROWS) -> None:
        self._room = Room(bands=bands, rows=rows)
        self._tolds: dict[int, Told] = {}
        self._folds: dict[int, str] = {}
        self._posted: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._tolds)

    def add(self, tolds: Sequence[Told]) -> range:
        """Take in messages, and return their numbers."""
        wholes = folded_all(told.text for told in tolds)
        batch = shelf_of(tolds, wholes)
        self._room.prepare(batch)
        first = self._room.items
        loops.keep_all(self._room.known, self._room.asked(batch))
        numbers = range(first, first + len(tolds))
        for number, told, whole in zip(numbers, tolds, wholes, strict=True):
            self._tolds[number], self._folds[number] = told, whole
            for word in content(whole):
                self._posted.setdefault(word, []).append(number)
                self._counts[word] = self._counts.get(word, 0) + 1
        return numbers

    def remove(self, number: int) -> None:
        """
        Forget a message; its number is not given again.

        :raises UnknownNumber: when no such message is known.
        """
        if self._tolds.pop(number, None) is None:
            raise UnknownNumber(number)
        self._room.net.are_known[number] = False
        for word in content(self._folds.pop(number)):
            self._posted[word].remove(number)
            self._counts[word] -= 1

    def closest(self, query: Told, *, limit: int = 5) -> tuple[Match, ...]:
        """Return the known messages that may tell the same, the best first, as `closest` does."""
        whole = folded(query.text)
        batch = shelf([whole], [remembered_facts(query)])
        best, scores = loops.look_up_all(
            self._room.known, self._room.asked(batch), MOST_LOOKED_AT, MAYBE_AT
        )
        found = {
            number: score
            for number, score in zip(best[0].tolist(), scores[0].tolist(), strict=True)
            if number >= 0
        }
        # What is only related stands last: when enough is the same it is not looked for.
        related = self._related(whole, RELATED_EACH * limit) if len(found) < limit else {}
        ranked = sorted(
            (
                matched(
                    number,
                    found.get(number, 0.0),
                    related.get(number, 0.0),
                    loops.conflict_bits(self._room.shelf, number, batch, 0),
                )
                for number in found.keys() | related.keys()
            ),
            key=rank,
        )[: max(0, limit)]
        return shown(query, ranked, [self._tolds[match.number] for match in ranked])

    def nearest(
        self, queries: Sequence[Told], *, limit: int = 1, least: float = MAYBE_AT
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """
        Return the numbers of the known messages most alike each query, and how alike they are.

        Both are of (queries, limit), with -1 and 0 where there is none as alike as `least`. By
        their words alone: nothing is said about places, dates, numbers and denials.
        """
        batch = shelf_of(queries)
        return loops.look_up_all(self._room.known, self._room.asked(batch), limit, least)

    def _related(self, whole: str, most: int) -> dict[int, float]:
        """Return the messages that share most of their rarer words with a folded text."""
        weights = WordWeights(self._counts, len(self._tolds))
        words = sorted((len(self._posted.get(word, ())), word) for word in content(whole))
        told = [
            (self._posted[word], weights.of(word))
            for count, word in words[:RAREST]
            if 0 < count <= MOST_POSTED
        ]
        if not told:
            return {}
        every = np.fromiter(chain.from_iterable(posted for posted, _ in told), np.int64)
        numbers, at = np.unique(every, return_inverse=True)
        each = np.repeat([weight for _, weight in told], [len(posted) for posted, _ in told])
        shared = np.bincount(at, each)
        likely = numbers[np.lexsort((numbers, -shared))[:most]].tolist()
        cosines = relatednesses(whole, (self._folds[one] for one in likely), weights)
        found = zip(likely, cosines, strict=True)
        return {number: cosine for number, cosine in found if cosine >= RELATED_AT}

"""A few answers kept in this process, under keys that change when what they rest on changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")
M = TypeVar("M")


class Kept(Generic[V]):
    """
    The last `most` answers. Nothing in it can go stale: the key names what the answer rests on.

    >>> squares = Kept[int](most=2)
    >>> [squares.get(number, lambda: number ** 2) for number in (2, 3)]
    [4, 9]
    >>> squares.get(3, lambda: 0)
    9
    """

    def __init__(self, *, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the answer kept under `key`, made now if there is none."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        # Made outside the lock: two threads may make the same answer, none waits for another's.
        answer = make()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
        return answer


class Followed(Generic[V, M]):
    """
    The last `most` answers, each with the mark of what it rests on.

    When the mark is another one, an answer is brought up to date from the one before.

    >>> lengths = Followed[str, int](most=2)
    >>> make, revise = (lambda: "made"), (lambda old, mark: f"{old}, revised after {mark}")
    >>> lengths.get("key", 1, make, revise), lengths.get("key", 2, make, revise)
    ('made', 'made, revised after 1')
    """

    def __init__(self, *, most: int) -> None:
        self._kept: Kept[list[tuple[M, V]]] = Kept(most=most)

    def get(self, key: Hashable, mark: M, make: Callable[[], V], revise: Callable[[V, M], V]) -> V:
        """Return the answer under `key` at a mark; `revise` takes the old one and its mark."""
        # A list of one, so that a thread that puts another in its place does so at once.
        held = self._kept.get(key, lambda: [(mark, make())])
        kept_mark, answer = held[0]
        if kept_mark != mark:
            answer = revise(answer, kept_mark)
            held[0] = mark, answer
        return answer

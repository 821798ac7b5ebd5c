"""A few answers kept in this process, under keys that change when what they rest on changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


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

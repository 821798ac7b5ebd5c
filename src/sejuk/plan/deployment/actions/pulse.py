"""The signs of life of a computing: that it is alive, how far it is, the best it has found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from threading import Event, Thread

from django.db import connection

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Solve
from sejuk.plan.deployment.queries.seating import Seat, seated
from sejuk.plan.deployment.rules import ALIVE_EVERY_SECONDS, SolveState

# Chosen: often enough to watch, seldom enough not to be felt.
WRITES_EVERY_SECONDS = 1.0
# What a kill may cost: the best of a big roster is some 200 kB, so not with each write (chosen).
KEEPS_EVERY_SECONDS = 10.0
# Half of them go when there are more; a curve shows no more than that.
MOST_PROGRESS = 240


class Pulse:
    """
    One attempt at a computing, towards its row in the database.

    It is not an action: it decides nothing, and what it writes is gone when the roster is there.
    Each write asks whether this attempt still holds the row, so a worker that was thought dead and
    wakes up again finds that another has taken over, and stops.
    """

    def __init__(
        self,
        *,
        solve_id: int,
        attempt: int,
        seats: Sequence[Seat],
        clock: Callable[[], datetime],
        seconds: Callable[[], float],
    ) -> None:
        self._row = Solve.objects.filter(
            pk=solve_id, attempts=attempt, state=SolveState.RUNNING.value
        )
        self._seats = seats
        self._clock, self._seconds = clock, seconds
        self._progress: list[dict[str, object]] = []
        self._written_at = self._kept_at = float("-inf")
        self._kept_cost: int | None = None
        self._ended = Event()
        # What no roster can cost less than, as far as somebody else has proved it.
        self.proved: Callable[[], int] = lambda: 0
        # Whether nobody will prove anything, because the problem is too large for that.
        self.is_too_large: Callable[[], bool] = lambda: False

    @contextmanager
    def beating(self) -> Iterator[Pulse]:
        """Say every few seconds that the worker is alive, also while it compiles or builds."""
        thread = Thread(target=self._beat, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            thread.join()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(ALIVE_EVERY_SECONDS):
                self._row.update(alive_at=self._clock())
        finally:
            connection.close()

    def on_progress(self, progress: engine.Progress, found: engine.Roster) -> bool:
        """Write down how far it is, once a second; return whether to go on."""
        now = self._seconds()
        if now - self._written_at < WRITES_EVERY_SECONDS:
            return True
        self._written_at = now
        point = asdict(self._with_proof(progress)) | {"too_large": self.is_too_large()}
        self._progress.append(point)
        if len(self._progress) > MOST_PROGRESS:
            # Every other one, and the newest.
            self._progress = self._progress[-1::-2][::-1]
        columns: dict[str, object] = {"progress": self._progress, "alive_at": self._clock()}
        if self._is_worth_keeping(progress, now):
            columns["best"] = seated(self._seats, found)
            self._kept_at, self._kept_cost = now, progress.cost
        if not self._row.update(**columns):
            return False
        return not self._row.filter(is_stop_asked=True).exists()

    def _with_proof(self, progress: engine.Progress) -> engine.Progress:
        bound = min(progress.cost, max(progress.bound, self.proved()))
        gap = (progress.cost - bound) / progress.cost if progress.cost else 0.0
        return replace(progress, bound=bound, gap=gap)

    def _is_worth_keeping(self, progress: engine.Progress, now: float) -> bool:
        is_time = now - self._kept_at >= KEEPS_EVERY_SECONDS
        return is_time and (self._kept_cost is None or progress.cost < self._kept_cost)

"""The proof of what no roster can cost less than, computed beside the search."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import Self

from sejuk.engines import roster as engine

# A process of its own: the relaxation takes minutes of a processor, and is killed with the search.
# It gives way to everything else.
_PROGRAM = """
import os, sys
os.nice(10)
from sejuk.engines.roster import bound, problem_from_json
print(bound(problem_from_json(sys.stdin.read()), seconds=float(sys.argv[1])).cost)
"""
# Demands times people: a month of 425 people takes a gigabyte (measured), and more is not spent.
LARGEST = 1_500_000


class Certificate:
    """A bound that is on its way: 0 until it is there, and where proving it takes too much."""

    def __init__(self, problem: engine.Problem, *, seconds: float) -> None:
        self._problem, self._seconds = problem, seconds
        self._process: subprocess.Popen[str] | None = None
        self._thread: Thread | None = None
        self._cost = 0

    def __enter__(self) -> Self:
        if len(self._problem.demands) * len(self._problem.people) <= LARGEST:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no words of others
                [sys.executable, "-c", _PROGRAM, str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                text=True,
            )
            self._thread = Thread(target=self._listen, args=[self._process], daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """End the process, whether or not it has found a bound."""
        if self._process is not None:
            self._process.kill()
        self.wait(None)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        answer, _ = process.communicate(engine.problem_to_json(self._problem))
        if answer.strip().isdecimal():
            self._cost = int(answer)

    def proved(self) -> int:
        """Return what no roster can cost less than, as far as it is proved by now."""
        return self._cost

    def wait(self, seconds: float | None) -> None:
        """Wait for the bound, but no longer than this."""
        if self._thread is not None:
            self._thread.join(seconds)

"""The proof of what no roster can cost less than, computed beside the search."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

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
    """A bound that is on its way; 0 until it is there."""

    def __init__(self, problem: engine.Problem, *, seconds: float) -> None:
        self.cost = 0
        self._text = engine.problem_to_json(problem)
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no words of others
            [sys.executable, "-c", _PROGRAM, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            text=True,
        )
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        answer, _ = self._process.communicate(self._text)
        if answer.strip().isdecimal():
            self.cost = int(answer)

    def proved(self) -> int:
        """Return what no roster can cost less than, as far as it is proved by now."""
        return self.cost

    def wait(self, seconds: float) -> None:
        """Wait for the bound, but no longer than this."""
        self._thread.join(seconds)

    def close(self) -> None:
        """End the process, whether or not it has found a bound."""
        self._process.kill()
        self._thread.join()


@contextmanager
def proving(problem: engine.Problem, *, seconds: float) -> Iterator[Certificate | None]:
    """Let a bound be proved while something else is done; None where that takes too much memory."""
    if len(problem.demands) * len(problem.people) > LARGEST:
        yield None
        return
    certificate = Certificate(problem, seconds=seconds)
    try:
        yield certificate
    finally:
        certificate.close()

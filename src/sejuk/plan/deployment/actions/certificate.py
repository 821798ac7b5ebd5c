"""The proof of what no roster can cost less than, computed beside the search."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import Self

from sejuk.engines import roster as engine

# A month of 425 people takes a gigabyte (measured); with the libraries' mappings four are enough
# (chosen), and what would need more ends here instead of pushing the database out of memory.
MOST_BYTES = 4 * 1024**3
# It gives way to everything else, and on Linux it does not outlive the worker: the kernel kills it
# when the worker is gone, however that ended (prctl 1 is PR_SET_PDEATHSIG).
LIMITS = """
import os, sys
os.nice(10)
if sys.platform == "linux":
    import ctypes, resource, signal
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[3]):
        sys.exit(1)
"""
# A process of its own: the relaxation takes minutes of a processor, and is killed with the search.
PROOF = """
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
        self._is_too_large = len(problem.demands) * len(problem.people) > LARGEST
        self._is_over = False

    def __enter__(self) -> Self:
        if not self._is_too_large:
            words = [str(one) for one in (self._seconds, MOST_BYTES, os.getpid())]
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no words of others
                [sys.executable, "-c", LIMITS + PROOF, *words],
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
        self._is_over = True
        if self._process is not None:
            self._process.kill()
        self.wait(None)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        answer, _ = process.communicate(engine.problem_to_json(self._problem))
        if answer.strip().isdecimal():
            self._cost = int(answer)
        elif not self._is_over:
            # It broke off by itself: its memory did not suffice.
            self._is_too_large = True

    def is_too_large(self) -> bool:
        """Tell whether this will not be proved, because there is too much of it."""
        return self._is_too_large

    def proved(self) -> int:
        """Return what no roster can cost less than, as far as it is proved by now."""
        return self._cost

    def wait(self, seconds: float | None) -> None:
        """Wait for the bound, but no longer than this."""
        if self._thread is not None:
            self._thread.join(seconds)

"""Says what is done: one line a step with its time, and on failure what to do."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sejuk.project.launcher.places import REPOSITORY

NAME_WIDTH = 34


class StepFailed(Exception):
    """A step did not work; carries what was said and what to do about it."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(said)
        self.said = said
        self.remedy = remedy


@contextlib.contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Time what happens inside and print it as one line; notes appended to the list follow.

    :raises StepFailed: again, after its line has been printed.
    """
    notes: list[str] = []
    begun = time.monotonic()
    print(f"{name + ' ':.<{NAME_WIDTH}} ", end="", flush=True)
    try:
        yield notes
    except BaseException:
        print(f"failed after {time.monotonic() - begun:.1f} s", flush=True)
        raise
    after = f"  {'; '.join(notes)}" if notes else ""
    print(f"{time.monotonic() - begun:5.1f} s{after}", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    remedy: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = REPOSITORY,
) -> str:
    """Run a program quietly and return what it printed.

    :raises StepFailed: when the program is missing or ends with an error.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise StepFailed(str(error), remedy) from error
    if done.returncode != 0:
        raise StepFailed(done.stdout.strip(), remedy)
    return done.stdout


def hand_over(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> int:
    """Run a program in the foreground and give its exit code.

    Ctrl-C reaches it from the terminal, and SIGTERM is passed on; the launcher waits in either
    case, so that what it started for the program is stopped after it.
    """
    with subprocess.Popen([str(part) for part in command], cwd=cwd, env=env) as child:
        before = {
            signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
            signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: child.terminate()),
        }
        try:
            code = child.wait()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def explain(failure: StepFailed, *, lines: int = 40) -> None:
    """Print why a step failed, the end of what it said, and what to do."""
    said = failure.said.splitlines()
    if len(said) > lines:
        print(f"  ... {len(said) - lines} lines before", file=sys.stderr)
    for line in said[-lines:]:
        print(f"  {line}", file=sys.stderr)
    if failure.remedy:
        print(f"  What to do: {failure.remedy}", file=sys.stderr, flush=True)

"""Programs that run as long as Sejuk does: each in its own group, started again when it dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@dataclass
class Child:
    """One program with what is needed to start it again."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = field(default=0.0)

    def start(self) -> None:
        """Start the program in a group of its own, so that Ctrl-C reaches the launcher alone."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in self.command],
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def start_again_when_dead(self) -> None:
        """Start a dead program anew, at once the first time and more slowly when it dies again."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started_at
        if lived < self.pause:
            return
        self.signal_group(signal.SIGKILL)  # what the dead one left behind holds its port
        steady = lived > STEADY_SECONDS
        self.pause = 0.0 if steady else min(max(1.0, 2 * self.pause), LONGEST_PAUSE_SECONDS)
        code = self.process.returncode
        print(f"{self.name} ended with code {code} after {lived:.0f} s; started again", flush=True)
        self.start()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the program and all that it has started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def stop_all(children: Sequence[Child], patience: float = PATIENCE_SECONDS) -> None:
    """Ask all to end, wait, and kill what has not."""
    for child in children:
        child.signal_group(signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(child.is_alive() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.signal_group(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _end_with_parent() -> None:
    """Have Linux end this child when the launcher is killed outright, or its port stays taken."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

"""A note of where Sejuk is served, locked for as long as it is. Standard library only."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from sejuk.project.launcher.steps import StepFailed

NOTE = "served-at"
# By name: browsers allow passkeys on localhost, and on no number.
HOST = "localhost"
DEFAULT = f"http://{HOST}:8000"


@contextlib.contextmanager
def served(state_dir: Path, address: str) -> Iterator[None]:
    """Note the address, and let `alone` see that it is served; what was noted last stays."""
    with (state_dir / NOTE).open("a") as note:
        fcntl.flock(note, fcntl.LOCK_SH)
        note.truncate(0)
        note.write(address)
        note.flush()
        yield


@contextlib.contextmanager
def alone(state_dir: Path) -> Iterator[None]:
    """Keep Sejuk from being served inside.

    :raises StepFailed: when it is being served.
    """
    with (state_dir / NOTE).open("a") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"Sejuk is being served at {last_address(state_dir)}."
            remedy = "stop it there with Ctrl-C, do this again, then ./sejuk up"
            raise StepFailed(message, remedy) from error
        yield


def last_address(state_dir: Path) -> str:
    """Give the address under which Sejuk is, or was last, served."""
    with contextlib.suppress(OSError):
        return (state_dir / NOTE).read_text().strip() or DEFAULT
    return DEFAULT

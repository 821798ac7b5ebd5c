"""Files that only their owner reads: made once, and replaced whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def ensure_file(path: Path, fresh: Callable[[], str]) -> str:
    """Return what the file holds, writing what `fresh` makes (mode 0600) when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written whole under another name and linked into place: two starts at once agree on one.
        written = _written_beside(path, fresh())
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
        _keep(path.parent)
    return path.read_text()


def replace_file(path: Path, content: str) -> None:
    """Put `content` in the place of what a file holds; a power cut leaves the old or the new."""
    _written_beside(path, content).replace(path)
    _keep(path.parent)


def _written_beside(path: Path, content: str) -> Path:
    beside = path.parent / f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _keep(folder: Path) -> None:
    """Have the disk keep the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

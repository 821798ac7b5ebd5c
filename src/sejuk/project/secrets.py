"""Secrets that are made at the first start and kept in files that only their owner reads."""

import base64
import contextlib
import os
import secrets
from pathlib import Path


def ensure_secret(state_dir: Path, name: str) -> str:
    """Return the secret of this name, making it (32 random bytes, mode 0600) when there is none."""
    folder = state_dir / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    # Written whole under another name and linked into place: two starts at once agree on one.
    fresh = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()

"""Secrets that are made at the first start and kept in files that only their owner reads."""

import base64
import secrets
from pathlib import Path

from sejuk.kit.secret_files import ensure_file

FOLDER = "secrets"


def ensure_secret(state_dir: Path, name: str) -> str:
    """Return the secret of this name, making it (32 random bytes, mode 0600) when there is none."""
    return ensure_file(state_dir / FOLDER / name, _fresh).strip()


def _fresh() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

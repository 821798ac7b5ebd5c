"""Where the checkout's parts lie, for programs that run before anything is installed."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]
SOURCES = REPOSITORY / "src"
REQUIREMENTS = REPOSITORY / "requirements"
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
BUILT = SOURCES / "sejuk/project/static/built"


def state_dir() -> Path:
    """Give the folder for the database, secrets and collected files: SEJUK_HOME, or var/ here."""
    named = os.environ.get("SEJUK_HOME")
    folder = Path(named).absolute() if named else REPOSITORY / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_state_dir() -> Path:
    """Give the folder of the tests' own server, which may forget everything."""
    folder = state_dir() / "test"
    folder.mkdir(exist_ok=True)
    return folder

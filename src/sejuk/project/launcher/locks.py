"""The locks say what the lists of requirements ask for, and can be made again from them."""

import re
import shutil
import tempfile
from pathlib import Path

from sejuk.project.launcher.environment import uv_environment
from sejuk.project.launcher.places import ENVIRONMENT, REPOSITORY, REQUIREMENTS
from sejuk.project.launcher.steps import StepFailed, run

OLDEST_PYTHON = "3.11"
LISTS = ("app", "test", "check", "uv", "node")  # in this order: each may lean on those before
COMPILE = (
    *(ENVIRONMENT / "bin" / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
    *("--python-version", OLDEST_PYTHON),
)
REMEDY = "./sejuk fix, then look at the difference"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)\s*(;[^\\]*)?", re.MULTILINE)
ADDRESS = re.compile(r"https?:|--(extra-)?index-url|--find-links", re.IGNORECASE)
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
NO_NETWORK = re.compile(r"dns|connect|network|timed out|unreachable|offline|fetch", re.IGNORECASE)


def locks_are_fresh() -> list[str]:
    """Compare each lock with its list, and with a lock made anew where the network allows.

    :raises StepFailed: when they differ, or a lock holds an address.
    """
    for name in LISTS:
        _belongs(name)
    if "resolved" in (REPOSITORY / "package-lock.json").read_text():
        raise StepFailed("package-lock.json holds addresses", "npm run lock")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "requirements"
        shutil.copytree(REQUIREMENTS, copy)
        try:
            for name in LISTS:
                _compile(name, copy)
        except StepFailed as failure:
            if NO_NETWORK.search(failure.said):
                return ["no network: compared with the lists only"]
            raise
        stale = [name for name in LISTS if _pins(copy, name) != _pins(REQUIREMENTS, name)]
    if stale:
        raise StepFailed(f"other versions than the lists ask for: {', '.join(stale)}", REMEDY)
    return []


def refresh_locks() -> list[str]:
    """Make the locks anew; what still satisfies the lists keeps its version."""
    for name in LISTS:
        _compile(name, REQUIREMENTS)
    return []


def _belongs(name: str) -> None:
    """Check without network that a lock has each name of its list and no address."""
    lock = (REQUIREMENTS / f"{name}.txt").read_text()
    if ADDRESS.search(lock):
        raise StepFailed(f"requirements/{name}.txt holds an address", REMEDY)
    asked = {_plain(found) for found in NAME.findall((REQUIREMENTS / f"{name}.in").read_text())}
    missing = asked - {_plain(pin[0]) for pin in _pins(REQUIREMENTS, name)}
    if missing:
        told = f"requirements/{name}.txt lacks {', '.join(sorted(missing))}"
        raise StepFailed(told, REMEDY)


def _compile(name: str, folder: Path) -> None:
    run(
        [*COMPILE, f"{name}.in", "-o", f"{name}.txt"],
        cwd=folder,
        env=uv_environment(),
        remedy=REMEDY,
    )


def _pins(folder: Path, name: str) -> set[tuple[str, ...]]:
    """Read name, version and condition of each requirement; hashes may grow as wheels are added."""
    return set(PIN.findall((folder / f"{name}.txt").read_text()))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

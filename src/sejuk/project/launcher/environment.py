"""The Python environment: made from hashed locks, and made again only when they change."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sejuk.project.launcher.places import ENVIRONMENT, REQUIREMENTS, SOURCES
from sejuk.project.launcher.steps import StepFailed, run, step

ALL_LOCKS = ("app", "test", "check")
ASK_NETWORK = "see whether the network is there, then run the same command again"


def digest_of(*paths: Path) -> str:
    """Hash the contents of files."""
    together = hashlib.sha256()
    for path in paths:
        together.update(path.read_bytes())
    return together.hexdigest()


def keep_compiled_modules() -> None:
    """Let each of the many processes that tests start find what the first of them compiled.

    Otherwise every one of them compiles every module again: a second, a hundred times over.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


class Environment:
    """One virtual environment, and the note in it of which locks it holds."""

    def __init__(self, folder: Path = ENVIRONMENT) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._note = folder / "sejuk-locks.json"

    def ensure(self, *locks: str, interpreter: str = sys.executable, quiet: bool = False) -> None:
        """Install these locks unless they are there; locks installed earlier stay.

        :raises StepFailed: when neither uv nor pip can install them.
        """
        noted = self._noted()
        wanted = [name for name in ALL_LOCKS if name in locks or name in noted]
        if noted and all(noted.get(name) == lock_digest(name) for name in wanted):
            return
        line = contextlib.nullcontext([""]) if quiet else step(f"environment ({', '.join(wanted)})")
        with line as notes:
            if not self._works():
                self._make(interpreter)
            notes.append(f"by {self._install(wanted)}")
            self._show_sources()
            self._note.write_text(json.dumps({name: lock_digest(name) for name in wanted}))

    def _noted(self) -> dict[str, str]:
        try:
            noted: dict[str, str] = json.loads(self._note.read_text())
        except (OSError, ValueError):
            return {}
        return noted if self._works() else {}

    def _works(self) -> bool:
        """Tell whether its Python runs and knows this folder: an environment cannot be moved."""
        question = [str(self.python), "-c", "import sys; print(sys.prefix)"]
        try:
            told = subprocess.run(question, capture_output=True, text=True, check=False)
        except OSError:
            return False
        return told.stdout.strip() == str(self.folder)

    def _make(self, interpreter: str) -> None:
        remedy = "install Python's venv module (Debian: apt-get install python3-venv)"
        try:
            run([interpreter, "-m", "venv", "--clear", self.folder], remedy=remedy)
        except StepFailed:
            uv = shutil.which("uv", path=f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ['PATH']}")
            if uv is None:
                raise
            run(
                [uv, "venv", "--clear", "--seed", "--python", interpreter, self.folder],
                remedy=remedy,
            )

    def _install(self, locks: Iterable[str]) -> str:
        """Install with uv where pip can have it, else with pip, and say which it was."""
        files = [REQUIREMENTS / f"{name}.txt" for name in locks]
        pip: list[str | Path] = [
            self.python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        hashed: list[str | Path] = [
            "--require-hashes",
            *(part for file in files for part in ("-r", file)),
        ]
        if self._has_uv(pip):
            uv: list[str | Path] = [
                self.folder / "bin" / "uv",
                "pip",
                "install",
                "--quiet",
                "--python",
                self.python,
            ]
            try:
                run([*uv, *hashed], remedy=ASK_NETWORK, env=uv_environment())
            except StepFailed:
                pass  # its settings are not pip's: behind a mirror only pip may find the packages
            else:
                return "uv"
        run([*pip, *hashed], remedy=ASK_NETWORK)
        return "pip"

    def _has_uv(self, pip: list[str | Path]) -> bool:
        locked: list[str | Path] = [
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            REQUIREMENTS / "uv.txt",
        ]
        try:
            run([*pip, *locked], remedy=ASK_NETWORK)
        except StepFailed:
            return False
        return True

    def _show_sources(self) -> None:
        """Let the environment's Python find `sejuk`, so that mypy and pytest also run by hand."""
        asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = run([self.python, "-c", asked], remedy="delete .venv and run again")
        (Path(packages.strip()) / "sejuk.pth").write_text(f"{SOURCES}\n")


def lock_digest(name: str) -> str:
    """Hash a lock."""
    return digest_of(REQUIREMENTS / f"{name}.txt")


def uv_environment() -> dict[str, str]:
    """Hand pip's place and certificate on to uv, which reads neither from pip's settings."""
    env = dict(os.environ)
    for pips, uvs in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if pips in env:
            env.setdefault(uvs, env[pips])
    return env

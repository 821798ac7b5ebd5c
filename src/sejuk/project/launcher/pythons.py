"""Tries the other Pythons that Sejuk promises to run on, each in an environment of its own."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from sejuk.project.launcher.environment import Environment
from sejuk.project.launcher.places import REPOSITORY, SOURCES
from sejuk.project.launcher.steps import run

PROMISED = ("3.11", "3.12", "3.13")
# Engines and rules are where versions of Python and NumPy could make a difference that types hide.
FAST_TESTS = ("tests/engines", "tests/kit", "src/sejuk/engines", "src/sejuk/kit")


def other_pythons_pass(wanted: list[str]) -> list[str]:
    """Import every module and run the fast tests on each promised Python that is found.

    :raises StepFailed: when one of them fails.
    """
    own = ".".join(platform.python_version_tuple()[:2])
    ran, absent = [], []
    for version in wanted or PROMISED:
        interpreter = _interpreter(version)
        if interpreter is None:
            absent.append(version)
        else:
            _try(version, interpreter, here=version == own)
            ran.append(version)
    told = f"passed on {', '.join(ran) or 'none'}"
    return [told, f"not found: {', '.join(absent)}"] if absent else [told]


def _interpreter(version: str) -> str | None:
    """Find a Python by its version; a shim that leads nowhere does not count."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    beside = sorted(kept.glob(f"{version}.*/bin/python{version}"), reverse=True)
    for program in (shutil.which(f"python{version}"), *map(str, beside)):
        if program and _says(program) == version:
            return program
    return None


def _says(program: str) -> str:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    told = subprocess.run([program, "-c", question], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def _try(version: str, interpreter: str, *, here: bool) -> None:
    environment = Environment() if here else Environment(REPOSITORY / f".venv-{version}")
    if not here:
        environment.ensure("app", "test", interpreter=interpreter, quiet=True)
    remedy = f"run it by hand: {environment.python} -m pytest {' '.join(FAST_TESTS)}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sejuk.project.settings"}
    run(
        [environment.python, "-W", "error::SyntaxWarning", "-c", _IMPORT_ALL],
        env=env,
        remedy=remedy,
    )
    folders = [folder for folder in FAST_TESTS if (REPOSITORY / folder).exists()]
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(REPOSITORY / ".hypothesis")
    run(
        [
            environment.python,
            "-m",
            "pytest",
            "-q",
            "-x",
            "--override-ini=DJANGO_SETTINGS_MODULE=",
            *folders,
        ],
        env=env,
        remedy=remedy,
    )


_IMPORT_ALL = f"""
import importlib, pathlib, django
django.setup()
sources = pathlib.Path({str(SOURCES)!r})
for path in sorted(sources.rglob("*.py")):
    parts = path.relative_to(sources).with_suffix("").parts
    if "migrations" not in parts or parts[-1] != "__init__":
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
"""

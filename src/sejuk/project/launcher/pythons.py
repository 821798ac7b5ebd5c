"""Tries the other Pythons that Sejuk promises to run on, each in an environment of its own."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from sejuk.project.launcher.environment import Environment
from sejuk.project.launcher.places import REPOSITORY, SOURCES
from sejuk.project.launcher.steps import run

PROMISED = ("3.11", "3.12", "3.13")
# Engines and rules are where versions of Python and NumPy could make a difference that types hide.
FAST_TESTS = ("tests/engines", "tests/kit", "src/sejuk/engines", "src/sejuk/kit")


def other_pythons_pass(wanted: list[str], *, thorough: bool) -> list[str]:
    """Import every module and run tests on each promised Python that is found.

    The fast tests; when it is to be thorough none on the Python at hand, where `./sejuk test` runs
    all, and on the newest all that are quick and need no browser: what runs on both ends runs
    between them.

    :raises StepFailed: when one of them fails.
    """
    own = ".".join(platform.python_version_tuple()[:2])
    ran, absent = [], []
    for version in wanted or PROMISED:
        interpreter = sys.executable if version == own else _interpreter(version)
        if interpreter is None:
            absent.append(version)
            continue
        environment = Environment()
        if version != own:
            environment = Environment(REPOSITORY / f".venv-{version}")
            environment.ensure("app", "test", interpreter=interpreter, quiet=True)
        _import_all(environment)
        if not thorough or version != own:
            _run_tests(environment, thorough=thorough and version == PROMISED[-1])
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


def _import_all(environment: Environment) -> None:
    """Import every module with warnings of doubtful syntax as errors."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sejuk.project.settings"}
    remedy = f"mend the module for {environment.folder.name}"
    options = ("-W", "error::SyntaxWarning", "-W", "error::DeprecationWarning:sejuk", "-c")
    run([environment.python, *options, _IMPORT_ALL], env=env, remedy=remedy)


def _run_tests(environment: Environment, *, thorough: bool) -> None:
    quick = ["-m", "not browser and not slow"]
    chosen = quick if thorough else [one for one in FAST_TESTS if (REPOSITORY / one).exists()]
    spread = ["-n", "auto", "--dist", "loadfile"]
    command: list[str | Path] = [environment.python, "-m", "pytest", "-q", "-x", *spread, *chosen]
    run(command, remedy=f"run it by hand: {' '.join(map(str, command))}")


_IMPORT_ALL = f"""
import importlib, pathlib, django
django.setup()
sources = pathlib.Path({str(SOURCES)!r})
for path in sorted(sources.rglob("*.py")):
    parts = path.relative_to(sources).with_suffix("").parts
    if "migrations" not in parts or parts[-1] != "__init__":
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
"""

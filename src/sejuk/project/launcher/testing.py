"""`./sejuk test`: everything set up, then pytest."""

import os
from argparse import Namespace
from pathlib import Path

from sejuk.project.launcher.chromium import INSTALL, find_chromium
from sejuk.project.launcher.database import database
from sejuk.project.launcher.environment import digest_of, keep_compiled_modules
from sejuk.project.launcher.frontend import build_front_end
from sejuk.project.launcher.places import PYTHON, REPOSITORY, SOURCES, test_state_dir
from sejuk.project.launcher.steps import StepFailed, hand_over


def test(options: Namespace) -> int:
    """Run the tests; anything the launcher does not know goes to pytest.

    :raises StepFailed: when a browser is needed and there is none: nothing is skipped in silence.
    """
    keep_compiled_modules()
    env = {**os.environ, **_chromium(options)}
    build_front_end()
    env["SEJUK_HOME"] = str(test_state_dir())
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pytest",
        *_fresh_tables(),
        *_pytest_options(options),
    ]
    with database(test_state_dir(), durable=False, keep=True):
        return hand_over(command, env=env, cwd=REPOSITORY)


def _fresh_tables() -> list[str]:
    """Have the test databases made anew when a migration is not what it was at the last run."""
    migrations = digest_of(*sorted(SOURCES.rglob("migrations/*.py")))
    note = test_state_dir() / "migrations"
    if note.exists() and note.read_text() == migrations:
        return []
    note.write_text(migrations)
    return ["--create-db"]


def _pytest_options(options: Namespace) -> list[str]:
    chosen = ["-p", "sejuk.project.launcher.left_out"] if options.no_browser else []
    everything = all(argument.startswith("-") for argument in options.rest)
    if everything and "-n" not in options.rest:
        # Both processors pay off for the whole suite; for one file their start costs more.
        # What begins first is said in tests/spreading.py, and the rest goes in order.
        chosen += ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return [*chosen, *options.rest]


def _chromium(options: Namespace) -> dict[str, str]:
    if options.no_browser:
        return {}
    found = find_chromium()
    if found is None:
        message = "There is no Chromium, which the browser tests drive."
        raise StepFailed(message, f"{INSTALL}; or leave them out: ./sejuk test --no-browser")
    return {"SEJUK_CHROMIUM": str(found)}

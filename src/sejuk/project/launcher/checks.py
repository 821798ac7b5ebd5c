"""`./sejuk check` looks and changes nothing; `./sejuk fix` puts right what can be put right."""

import os
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sejuk.project.launcher.database import database
from sejuk.project.launcher.environment import keep_compiled_modules
from sejuk.project.launcher.locks import locks_are_fresh, refresh_locks
from sejuk.project.launcher.places import ENVIRONMENT, PYTHON, state_dir, test_state_dir
from sejuk.project.launcher.pythons import other_pythons_pass
from sejuk.project.launcher.steps import StepFailed, explain, run, step
from sejuk.project.launcher.tracked import foreign_words_in_tracked_files, tracked

FIX = "./sejuk fix"
Check = Callable[[], list[str]]


def check(options: Namespace) -> int:
    """Make every check, also after one has failed, and give the exit code."""
    keep_compiled_modules()
    wanted = options.python_versions.split(",") if options.python_versions else []
    os.environ["SEJUK_HOME"] = str(test_state_dir())  # the database in use is none of its business
    failed = []
    with database(state_dir(), durable=False, keep=True):
        for name, look in _checks(wanted, thorough=options.thorough).items():
            try:
                with step(name) as notes:
                    notes.extend(look())
            except StepFailed as failure:
                explain(failure)
                failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
        return 1
    print("all checks passed")
    return 0


def fix(_options: Namespace) -> int:
    """Format, sort, refresh words, documents and locks."""
    templates = [str(path) for path in tracked("*.html")]
    steps: dict[str, Check] = {
        "lint": partial(_tool, "ruff", "check", "--fix", "--exit-zero"),
        "format": partial(_tool, "ruff", "format"),
        "templates": partial(_reformat_templates, templates),
        "words": partial(_django, "words", "--prune"),
        "documents": partial(_django, "reference"),
        "locks": refresh_locks,
    }
    for name, work in steps.items():
        with step(name) as notes:
            notes.extend(work())
    return 0


def _checks(python_versions: list[str], *, thorough: bool) -> dict[str, Check]:
    templates = [str(path) for path in tracked("*.html")]
    return {
        "format (ruff)": partial(_tool, "ruff", "format", "--check"),
        "lint (ruff)": partial(_tool, "ruff", "check"),
        "types (mypy --strict)": _types,
        "contracts (import-linter)": partial(_tool, "lint-imports"),
        "templates (djade)": partial(_tool, "djade", "--check", "--target-version=5.2", *templates),
        "migrations complete": partial(_django, "makemigrations", "--check", "--dry-run"),
        "words complete": partial(_django, "words", "--check"),
        "generated documents fresh": partial(_django, "reference", "--check"),
        "locks fresh": locks_are_fresh,
        "tracked files": foreign_words_in_tracked_files,
        "Python versions": partial(other_pythons_pass, python_versions, thorough=thorough),
    }


def _tool(program: str, *arguments: str | Path) -> list[str]:
    """Run a program of the environment."""
    fixable = program in {"ruff", "djade"}
    remedy = FIX if fixable else f"mend what {program} names above"
    said = run([ENVIRONMENT / "bin" / program, *arguments], remedy=remedy)
    return said.splitlines()[-1:] if program == "mypy" else []


def _types() -> list[str]:
    """Ask mypy, and when it complains once more without what it remembers: that may be stale."""
    try:
        return _tool("mypy")
    except StepFailed:
        return _tool("mypy", "--no-incremental")


def _reformat_templates(templates: list[str]) -> list[str]:
    try:
        _tool("djade", "--target-version=5.2", *templates)
    except StepFailed:  # it ends with an error when it has rewritten something, and only then
        _tool("djade", "--check", "--target-version=5.2", *templates)
    return []


def _django(*arguments: str) -> list[str]:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sejuk.project.settings"}
    remedies = {
        "makemigrations": "./sejuk manage makemigrations --name WHAT_CHANGES",
        "words": "./sejuk manage words, translate what is empty, ./sejuk manage words --check",
        "reference": FIX,
    }
    said = run([PYTHON, "-m", "django", *arguments], remedy=remedies[arguments[0]], env=env)
    return said.splitlines()[-1:] if arguments[0] == "words" else []

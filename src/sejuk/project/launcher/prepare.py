"""Readies database, words and static files in one Django process, a line a step, before serving.

Runs as `python -m sejuk.project.launcher.prepare`, inside the environment, as the tables' owner.
"""

import contextlib
import hashlib
import io
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from sejuk.project.launcher.steps import StepFailed, explain, step
from sejuk.project.log_lines import without_words

OLDEST_POSTGRESQL = 15


def main(arguments: list[str]) -> int:
    """Do each step in turn and give the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.project.settings")
    try:
        with step("application"):
            django.setup()
        _do("words", lambda: call_command("words", compile=True))
        _do("tables", _migrate)
        _do("keys of custody", _try_keys)
        _do("static files", _collect_static)
        if "--no-demo" not in arguments:
            _do("demonstration district", lambda: call_command("demo", "load-if-empty"))
    except StepFailed as failure:
        explain(failure)
        return 1
    return 0


def _do(name: str, work: Callable[[], object]) -> None:
    said = io.StringIO()
    with step(name), contextlib.redirect_stdout(said):
        try:
            work()
        except Exception as error:  # the outer edge: whatever it is, the operator reads it
            told = _told(error)
            remedy = "mend what is named above and run ./sejuk up again"
            raise StepFailed(said.getvalue() + told, remedy) from error


def _told(error: Exception) -> str:
    """Tell an error in full, unless it may repeat a row: what starts Sejuk may keep its output."""
    if isinstance(error, CommandError):
        return str(error)
    return without_words(error) if isinstance(error, DatabaseError) else traceback.format_exc()


def _migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")  # as in 180004
        version = int(cursor.fetchone()[0])
    if version < OLDEST_POSTGRESQL * 10_000:
        told = f"PostgreSQL {OLDEST_POSTGRESQL} or later is needed; this is {version // 10_000}."
        raise CommandError(told)
    call_command("migrate", interactive=False, verbosity=1)
    call_command("grant_app_role")


def _try_keys() -> None:
    """Make the key file at the first start; later see that it is there and can be read."""
    # After django.setup: it reads the table of seals.
    from sejuk.foundation.custody.queries import key_ring  # noqa: PLC0415
    from sejuk.foundation.custody.rules import BrokenKeyFile  # noqa: PLC0415

    try:
        key_ring()
    except BrokenKeyFile as error:
        raise CommandError(error.detail) from None


def _collect_static() -> None:
    """Collect and compress the static files, unless they lie there from the same sources."""
    sources = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found = path.stat()
            sources.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    note = Path(settings.STATIC_ROOT) / ".collected"
    if note.exists() and note.read_text() == sources.hexdigest():
        return
    call_command(
        "collectstatic",
        interactive=False,
        clear=True,
        verbosity=0,
        ignore_patterns=["*.gz", "*.br"],  # made anew under the hashed names
    )
    note.write_text(sources.hexdigest())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

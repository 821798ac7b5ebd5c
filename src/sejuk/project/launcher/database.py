"""The embedded server as the launcher uses it: started for who needs it, stopped by the last."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sejuk.project.launcher.steps import StepFailed, step
from sejuk.project.postgres import OWNER_ROLE, PostgresFailed, Server

REMEDY = "read the server's words above; DATABASE_URL names another server"


def is_embedded() -> bool:
    """Tell whether the embedded server is used, and no other named."""
    return not os.environ.get("DATABASE_URL")


@contextlib.contextmanager
def database(state_dir: Path, *, durable: bool = True, keep: bool = False) -> Iterator[None]:
    """Have the embedded server run inside.

    Afterwards it is stopped when no other command uses it. A server found running is stopped too,
    unless it is to be kept: a launcher that was killed may have left it.

    :raises StepFailed: when it cannot be started.
    """
    if not is_embedded():
        yield
        return
    server = Server(state_dir, durable=durable)
    with (state_dir / "in-use.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        found = server.is_running()
        if not found:
            with step("database"):
                ensure(server)
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not (found and keep):
                    server.stop()


def ensure(server: Server) -> None:
    """Start the server unless it runs.

    :raises StepFailed: when it cannot be started.
    """
    try:
        server.ensure_running()
    except (PostgresFailed, OSError) as error:
        raise StepFailed(str(error), REMEDY) from error


def owner_environment() -> dict[str, str]:
    """Give the environment in which Django connects as the owner of the tables."""
    env = {**os.environ, "SEJUK_DATABASE_ROLE": OWNER_ROLE}
    given = os.environ.get("DATABASE_URL")
    if given:
        env["SEJUK_APPLICATION_ROLE"] = unquote(urlsplit(given).username or "")
    owner = os.environ.get("SEJUK_OWNER_DATABASE_URL")
    if owner:
        env["DATABASE_URL"] = owner
    return env

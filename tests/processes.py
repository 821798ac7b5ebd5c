"""Programs of Sejuk that a test starts beside itself, on its own database, and kills."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.db import connection

REPOSITORY = Path(__file__).resolve().parents[1]
Program = subprocess.Popen[bytes]


def started(
    *arguments: str, env: dict[str, str] | None = None, output: IO[bytes] | None = None
) -> Program:
    """
    Start a Python module on the database of this test, in a process group of its own.

    `env` is added to the environment; `output` takes what it prints.
    """
    environment = os.environ | {
        "PYTHONPATH": str(REPOSITORY / "src"),
        "DJANGO_SETTINGS_MODULE": "sejuk.project.settings",
        "DATABASE_URL": database_url(),
        **(env or {}),
    }
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment,
        cwd=REPOSITORY,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


@contextmanager
def a_worker(queue: str, *options: str, env: dict[str, str] | None = None) -> Iterator[Program]:
    """Run the worker that the launcher starts for a queue."""
    command = ["django", "procrastinate", "worker", "--queues", queue, *options]
    worker = started(*command, env=env)
    try:
        yield worker
    finally:
        kill(worker)


def kill(program: Program) -> None:
    """Kill a program and its children, as a power cut would."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def database_url() -> str:
    """Return the address of the database of this test."""
    at = connection.settings_dict
    host = quote(at["OPTIONS"].get("host") or at["HOST"], safe="")
    port = f"&port={at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{at['USER']}@/{at['NAME']}?host={host}{port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)

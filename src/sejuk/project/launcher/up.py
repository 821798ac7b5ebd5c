"""`./sejuk up`: from whatever is there to a running Sejuk, and down again."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from sejuk.project.launcher.children import Child, stop_all
from sejuk.project.launcher.database import database, ensure, is_embedded, owner_environment
from sejuk.project.launcher.frontend import build_front_end, warn_of
from sejuk.project.launcher.places import ENVIRONMENT, PYTHON, state_dir
from sejuk.project.launcher.served import HOST, served
from sejuk.project.launcher.steps import StepFailed, step
from sejuk.project.postgres import Server

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only with --lan, and with a warning
WATCH_SECONDS = 0.5
# Chosen: six at most do strangers' posts (project.admission), six are left to pages. Each thread
# keeps a line to the database: four processes take 48 of the 100 that PostgreSQL has.
THREADS_PER_WORKER = 12
# Chosen: a provider that hangs for its ten seconds does not hold up alarms and answers to others.
JOBS_AT_ONCE = 4
# A roster is computed for minutes, by a worker of its own (plan.deployment.actions.solving.QUEUE).
DEFAULT_QUEUE, SOLVE_QUEUE = "default", "solve"


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def up(options: Namespace) -> int:
    """Set everything up, serve until told to stop, and leave nothing running."""
    began = time.monotonic()
    host = EVERYWHERE if options.lan else LOOPBACK
    with _stoppable():
        try:
            _refuse_taken_port(host, options.port)
            try:
                build_front_end()
            except StepFailed as failure:
                warn_of(failure)
            address = f"http://{HOST}:{options.port}"
            if options.lan:
                os.environ.setdefault("SEJUK_ADDRESS", f"http://{_lan_address()}:{options.port}")
            with served(state_dir(), address), database(state_dir()):
                prepare(["--no-demo"] if options.no_demo else [])
                _serve(host, options.port, began)
        except Stopped:
            print("stopped", flush=True)
    return 0


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into one exception; while stopping, a second one is not heard."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            message = f"Port {port} cannot be used: {error}."
            raise StepFailed(message, "give another one, as in ./sejuk up --port 8001") from error


def prepare(arguments: list[str]) -> None:
    """Run the steps that need Django in one process; it prints its own lines.

    :raises StepFailed: when one of them failed; it has been told already.
    """
    env = {**owner_environment(), "SEJUK_COLLECTED": "1"}
    command = [str(PYTHON), "-m", "sejuk.project.launcher.prepare", *arguments]
    if subprocess.run(command, env=env, check=False).returncode != 0:
        raise StepFailed("", "")


def _serve(host: str, port: int, began: float) -> None:
    web, *workers = children = _children(host, port)
    try:
        with step("web server"):
            web.start()
            _await_answer(port, web)
        for worker in workers:
            worker.start()
        print(f"ready after {time.monotonic() - began:.1f} s\n")
        _greet(host, port)
        _watch(children)
    finally:
        stop_all(children)


def _children(host: str, port: int) -> list[Child]:
    env = {**os.environ, "SEJUK_COLLECTED": "1", "DJANGO_SETTINGS_MODULE": "sejuk.project.settings"}
    if host == EVERYWHERE:
        names = [env.get("SEJUK_HOSTS", ""), socket.gethostname(), _lan_address()]
        env["SEJUK_HOSTS"] = ",".join(name for name in names if name)
    workers = min(os.cpu_count() or 1, 4)
    web: list[str | Path] = [
        *(ENVIRONMENT / "bin" / "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--log-level", "error"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS_PER_WORKER)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "8"),
        "sejuk.project.wsgi:application",
    ]
    return [
        Child("web server", web, env),
        Child("worker", [*_worker(DEFAULT_QUEUE), "--concurrency", str(JOBS_AT_ONCE)], env),
        Child("solver", _worker(SOLVE_QUEUE), env),
    ]


def _worker(queue: str) -> list[str | Path]:
    return [PYTHON, "-m", "django", "procrastinate", "worker", "--queues", queue]


def _await_answer(port: int, web: Child) -> None:
    """Wait until the web server answers anything at all.

    :raises StepFailed: when it ends instead, or says nothing for a minute.
    """
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and web.is_alive():
        with contextlib.suppress(ConnectionError, URLError, TimeoutError):
            urlopen(f"http://{LOOPBACK}:{port}/static/mark.svg", timeout=5).close()
            return
        time.sleep(0.1)
    message = "The web server does not answer."
    raise StepFailed(message, "read its words above; ./sejuk manage check may say more")


def _greet(host: str, port: int) -> None:
    """Print where Sejuk is and, as long as nobody has an account, how the first one gets in."""
    print(f"Sejuk: http://{HOST}:{port}/")
    if host == EVERYWHERE:
        print(f"       http://{_lan_address()}:{port}/")
        print(
            "Warning: everyone on this network can reach it. Without HTTPS they can also read what"
        )
        print("is sent, passwords too: put a proxy with HTTPS in front for anything but a trial.")
    link = [str(PYTHON), "-m", "django", "first_sign_in_link"]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "sejuk.project.settings"}
    subprocess.run(link, env=env, check=False)
    print("Ctrl-C stops it.", flush=True)


def _lan_address() -> str:
    """Find the address by which others on the network reach this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))  # an address reserved for documentation
            return str(line.getsockname()[0])
        except OSError:
            return LOOPBACK


def _watch(children: list[Child]) -> None:
    """Keep children and database running until somebody stops the launcher."""
    server = Server(Path(state_dir())) if is_embedded() else None
    while True:
        for child in children:
            child.start_again_when_dead()
        if server is not None and not server.is_running():
            print("the database is gone; started again", flush=True)
            try:
                ensure(server)
            except StepFailed as failure:
                print(f"  {failure.said}", flush=True)
        time.sleep(WATCH_SECONDS)

"""`./sejuk up` serves, mends what is killed under it, and leaves nothing running."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sejuk.project.launcher.places import REPOSITORY
from sejuk.project.postgres import Server

pytestmark = pytest.mark.slow


def environment(state_dir: Path) -> dict[str, str]:
    """Give an environment that says nothing about Sejuk but where its state lies."""
    ours = ("SEJUK_", "DJANGO_", "DATABASE_")
    given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**given, "SEJUK_HOME": str(state_dir)}


class Running:
    """A launcher started for a test, with its own state folder and port."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.server = Server(state_dir)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "sejuk", "up", "--no-demo", "--port", str(self.port)],
            cwd=REPOSITORY,
            env=environment(state_dir),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break

    def answer(self, path: str = "/akun/masuk/") -> int:
        with contextlib.suppress(OSError):
            try:
                address = f"http://127.0.0.1:{self.port}{path}"
                return urllib.request.urlopen(address, timeout=10).status
            except urllib.error.HTTPError as error:
                return error.code
        return 0

    def processes(self, program: bytes = b"") -> list[int]:
        """Name the living processes of a program that were told this state folder."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                told = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
                if str(self.state_dir).encode() in told and program in told:
                    found.append(int(path.name))
        return [pid for pid in found if pid != os.getpid()]


@pytest.fixture
def state_dir() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sejuk-up-"))
    folder.chmod(0o755)
    yield folder
    Server(folder).stop()
    shutil.rmtree(folder)


@pytest.fixture
def running(state_dir: Path) -> Iterator[Running]:
    launched = Running(state_dir)
    yield launched
    launched.process.kill()
    launched.process.communicate()


def until(happens: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_serves_mends_what_is_killed_and_leaves_nothing(running: Running) -> None:
    assert running.answer() == 200, running.said
    assert "http" in running.said.partition("Sejuk:")[2]

    os.kill(running.server.server_pid() or 0, signal.SIGKILL)
    assert until(running.server.is_running)
    assert until(lambda: running.answer() == 200)

    os.kill(min(running.processes(b"granian")), signal.SIGKILL)
    assert until(lambda: running.answer() == 200)

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0
    assert until(lambda: running.processes() == [])
    assert running.answer() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
def test_a_killed_launcher_hinders_nobody(running: Running) -> None:
    running.process.kill()

    assert until(lambda: running.answer() == 0)
    assert running.server.ensure_running().is_running()


def test_a_command_that_is_ended_stops_the_database_it_started(state_dir: Path) -> None:
    command = [sys.executable, "sejuk", "manage", "shell", "-c", "import time; time.sleep(90)"]
    server = Server(state_dir)
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment(state_dir), stdout=subprocess.DEVNULL
    ) as launched:
        assert until(server.is_running)
        time.sleep(1)
        launched.terminate()
        assert launched.wait(timeout=30) == 128 + signal.SIGTERM

    assert not server.is_running()

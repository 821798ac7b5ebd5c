"""The launcher's parts: no packages needed, nothing left behind, clear words when it cannot."""

import contextlib
import importlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.contrib.django import app

from sejuk.project.launcher import locks, testing, tracked, up
from sejuk.project.launcher.children import Child, stop_all
from sejuk.project.launcher.places import REPOSITORY, SOURCES
from sejuk.project.launcher.served import alone, last_address, served
from sejuk.project.launcher.steps import StepFailed, run, step

BEFORE_THE_ENVIRONMENT = (
    "main",
    "up",
    "testing",
    "checks",
    "environment",
    "frontend",
    "database",
    "served",
)


def test_needs_nothing_but_the_standard_library() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(SOURCES)!r})\n"
        + "".join(f"import sejuk.project.launcher.{name}\n" for name in BEFORE_THE_ENVIRONMENT)
        + "print({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True
    )

    assert set(eval(told.stdout)) <= {"sejuk", "__main__"}  # noqa: S307 - printed a line above


def test_locks_hold_what_their_lists_name_and_no_address() -> None:
    for name in locks.LISTS:
        locks._belongs(name)


def test_a_foreign_path_or_registry_in_a_file_is_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tracked, "REPOSITORY", tmp_path)
    path = tmp_path / "notes.md"
    path.write_text("fine\nsee " + "/" + "root/thing\nfrom " + "pypi" + ".org\n")

    assert tracked._foreign_lines(path) == ["notes.md:2: /" + "root/", "notes.md:3: pypi" + ".org"]


def test_what_is_served_is_noted_and_not_made_anew_meanwhile(tmp_path: Path) -> None:
    assert last_address(tmp_path) == "http://localhost:8000"
    with served(tmp_path, "http://localhost:8031"):
        assert last_address(tmp_path) == "http://localhost:8031"
        with pytest.raises(StepFailed, match="localhost:8031"), alone(tmp_path):
            pass
    with alone(tmp_path):
        assert last_address(tmp_path) == "http://localhost:8031"


def test_a_step_is_one_line_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    with step("database") as notes:
        notes.append("found running")

    assert capsys.readouterr().out == f"database {'.' * 25}   0.0 s  found running\n"


def test_a_failing_program_is_told_with_its_words_and_a_remedy() -> None:
    with pytest.raises(StepFailed, match="cannot go on") as failure:
        run([sys.executable, "-c", "print('cannot go on'); raise SystemExit(3)"], remedy="rest")

    assert failure.value.remedy == "rest"


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StepFailed, match="cannot be used") as failure:
            up._refuse_taken_port("127.0.0.1", taken.getsockname()[1])

    assert "--port" in failure.value.remedy


@pytest.fixture
def sleeper() -> Iterator[Child]:
    """Give a child that starts a grandchild, as a web server does."""
    child = Child("sleeper", ["/bin/sh", "-c", "sleep 60 & wait"], os.environ)
    child.start()
    yield child
    stop_all([child], patience=1)


def until(happens, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.02)
    return False


def group_lives(group: int) -> bool:
    """Tell whether a process of the group lives; one that waits to be reaped does not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, found = path.read_text().rpartition(")")[2].split()[:3]
            if found == str(group) and state not in "ZX":
                return True
    return False


def test_a_dead_child_is_started_again_and_what_it_left_is_ended(sleeper: Child) -> None:
    first = sleeper.process.pid
    os.kill(first, signal.SIGKILL)

    assert until(lambda: sleeper.start_again_when_dead() or sleeper.process.pid != first)
    assert until(lambda: not group_lives(first))
    assert sleeper.is_alive()


def test_stopping_ends_a_child_and_all_it_started(sleeper: Child) -> None:
    stop_all([sleeper], patience=1)

    assert not group_lives(sleeper.process.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_children_end_when_the_launcher_is_killed() -> None:
    script = (
        "import os, time; from sejuk.project.launcher.children import Child\n"
        "child = Child('sleeper', ['sleep', '60'], os.environ); child.start()\n"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=SOURCES, stdout=-1) as launcher:
        group = int(launcher.stdout.readline())
        launcher.kill()

    assert until(lambda: not group_lives(group))


def test_without_a_browser_the_tests_fail_with_the_line_that_installs_one(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nonexistent")
    monkeypatch.delenv("SEJUK_CHROMIUM", raising=False)

    with pytest.raises(StepFailed) as failure:
        testing.test(Namespace(no_browser=False, rest=[]))

    assert "apt-get install --yes chromium" in failure.value.remedy


@pytest.mark.slow
def test_leaving_browser_tests_out_says_how_many(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "@pytest.mark.browser\ndef test_page(): assert False\n"
        "def test_rule(): pass\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: drives Chromium\n")
    for more in ([], ["-n", "2"]):
        plugins = ("-p", "no:django", "-p", "sejuk.project.launcher.left_out")
        told = subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *more, str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "1 browser tests left out (--no-browser)" in told.stdout
        assert "1 passed" in told.stdout


def test_the_launcher_explains_itself() -> None:
    told = subprocess.run(
        [sys.executable, "sejuk", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0
    for command in ("up", "test", "check", "fix", "manage", "bench", "demo"):
        assert f"    {command} " in told.stdout


def test_each_queue_has_its_worker() -> None:
    import_all_tasks()
    queues = {task.queue for task in app.tasks.values() if not task.name.startswith("builtin")}
    served_queues = {
        str(child.command[child.command.index("--queues") + 1])
        for child in up._children(up.LOOPBACK, 8000)
        if "--queues" in map(str, child.command)
    }
    assert queues == served_queues == {"default", "solve"}


def import_all_tasks() -> None:
    for path in (SOURCES / "sejuk").glob("*/*/tasks*"):
        if path.parent.name != "__pycache__":
            importlib.import_module(".".join(path.relative_to(SOURCES).with_suffix("").parts))

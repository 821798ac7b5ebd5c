"""What a cluster of the embedded PostgreSQL is told: its settings, who may connect, its roles and
rights.
"""

from __future__ import annotations

from pathlib import Path

DATABASE = "sejuk"
OWNER_ROLE = "sejuk"
APPLICATION_ROLE = "sejuk_app"
SUPERUSER = "postgres"

INITDB_OPTIONS = (
    "--data-checksums",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",  # the same order of text on every machine, whatever its C library
    "--builtin-locale=C.UTF-8",
    "--auth=reject",  # our own hba_file lets in; the one initdb writes is never read
    f"--username={SUPERUSER}",
)

HBA = "local all all trust\n"

SETTINGS = """\
# Written at each start; change src/sejuk/project/postgres_cluster.py instead.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = '128MB'
dynamic_shared_memory_type = posix
# One laptop serves a district: a query that takes every processor is worse than one that takes
# longer, and parallel queries need more shared memory than containers give.
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
log_timezone = 'UTC'
timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
# A refused statement is repeated word for word, with what a resident wrote: the application tells
# its own errors, without words, and the server those of its own running.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
lc_messages = 'C'
"""

# A test server may lose its data when the machine fails; in return it writes more quickly.
FORGETFUL = "fsync = off\nfull_page_writes = off\n"


def configuration(folder: Path, socket_folder: Path, *, durable: bool) -> str:
    """Compose the configuration file of a cluster."""
    places = (
        f"unix_socket_directories = {_quoted(_listed(socket_folder))}\n"
        f"hba_file = {_quoted(str(folder / 'pg_hba.conf'))}\n"
        f"ident_file = {_quoted(str(folder / 'pg_ident.conf'))}\n"
    )
    return SETTINGS + places + ("" if durable else FORGETFUL)


def bootstrap_sql() -> str:
    """Compose the statements that make roles, database and default rights; they may run twice."""
    rights = "\n".join(
        # Default rights belong to a database; template1 hands them on to those of the tests.
        f"\\connect {database}\n{_DEFAULT_RIGHTS}"
        for database in ("template1", DATABASE)
    )
    return _ROLES + rights


_ROLES = f"""\
SELECT 'CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER_ROLE}') \\gexec
SELECT 'CREATE ROLE {APPLICATION_ROLE} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') \\gexec
GRANT {APPLICATION_ROLE} TO {OWNER_ROLE};
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608 - the names are constants of this file

_DEFAULT_RIGHTS = f"""\
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE}
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION_ROLE};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE}
  GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION_ROLE};
"""


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _listed(folder: Path) -> str:
    """One folder as an entry of a list whose entries may be quoted."""
    return '"' + str(folder).replace('"', '""') + '"'

"""`sejuk manage grant_app_role`: gives the application's role its rights on every table."""

from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql

from sejuk.kit.env import env_text
from sejuk.project.postgres import APPLICATION_ROLE

# New tables get these rights by default; this mends a database restored from elsewhere.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM {role}",
)
OWNER_OF_LEDGER = "SELECT tableowner FROM pg_tables WHERE tablename = 'ledger_entry'"
ONE_ROLE = (
    "The web server connects as “{role}”, who owns the tables: only triggers keep it from changing "
    "the ledger, and an owner can lift them. Give DATABASE_URL a role of its own, and "
    "SEJUK_OWNER_DATABASE_URL the owner."
)


class Command(BaseCommand):
    """Grants what the application needs and takes back what it must never do to the ledger."""

    help = "Give the application's database role its rights on every table."

    def handle(self, *_args: object, **_options: object) -> None:
        # The launcher names the role of DATABASE_URL where that is not the embedded server.
        role = env_text("SEJUK_APPLICATION_ROLE") or APPLICATION_ROLE
        with connection.cursor() as cursor:
            cursor.execute(OWNER_OF_LEDGER)
            [owner] = cursor.fetchone() or [""]
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if role == owner:
                self.stderr.write(ONE_ROLE.format(role=role))
            elif cursor.fetchone() is None:
                self.stdout.write(f"there is no role {role}; nothing to grant")
            else:
                for grant in GRANTS:
                    cursor.execute(sql.SQL(grant).format(role=sql.Identifier(role)))
                self.stdout.write(f"{role} has its rights")

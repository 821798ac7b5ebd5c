"""`sejuk manage grant_app_role`: gives the application's role its rights on every table."""

from django.core.management.base import BaseCommand
from django.db import connection

from sejuk.project.postgres import APPLICATION_ROLE

# New tables get these rights by default; this mends a database restored from elsewhere.
GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE};
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM {APPLICATION_ROLE};
"""  # noqa: S608 - the name is a constant


class Command(BaseCommand):
    """Grants what the application needs and takes back what it must never do to the ledger."""

    help = "Give the application's database role its rights on every table."

    def handle(self, *_args: object, **_options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
            if cursor.fetchone() is None:
                self.stdout.write(f"there is no role {APPLICATION_ROLE}; nothing to grant")
                return
            cursor.execute(GRANTS)
        self.stdout.write(f"{APPLICATION_ROLE} has its rights")

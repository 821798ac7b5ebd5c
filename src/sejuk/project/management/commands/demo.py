"""Load the demonstration district, or make it anew."""

import argparse
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from sejuk.foundation.operations.queries import current_operation
from sejuk.foundation.places.queries import known_codes
from sejuk.project.demonstration.load import DISTRICT, load

SEED = 2024


class Command(BaseCommand):
    help = "Load the demonstration district into an empty database, or make it anew."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["load-if-empty", "reset"])
        parser.add_argument("--seed", type=int, default=SEED, help=f"which one to make ({SEED})")

    def handle(self, *args: object, action: str, seed: int, **options: object) -> None:  # noqa: ARG002
        if action == "reset":
            self._empty()
        elif current_operation() is not None or known_codes({DISTRICT}):
            self.stdout.write("The database is not empty; the demonstration was not loaded.")
            return
        started = time.monotonic()
        done = load(seed, real_now=timezone.now())
        took = time.monotonic() - started
        self.stdout.write(f"Demonstration {seed}: {done} things happened, loaded in {took:.0f} s.")

    def _empty(self) -> None:
        """
        Empty the database.

        :raises CommandError: when what is in it is not a demonstration.
        """
        operation = current_operation()
        if operation is not None and not operation.is_demonstration:
            raise CommandError(
                f"“{operation.name}” is real. A demonstration never takes its place: "
                "use another state folder (SEJUK_HOME) or another database."
            )
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        call_command("grant_app_role")

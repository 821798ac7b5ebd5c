"""Load the demonstration district, make it anew, or let its clock run ahead."""

import argparse
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from sejuk.assess.risk.tasks import store_days_over
from sejuk.foundation.operations.actions import turn_clock
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.decisions import Refused
from sejuk.kit.official import official_instant
from sejuk.kit.refusals import explained
from sejuk.project.demonstration.load import DIRECTOR, load
from sejuk.project.demonstration.mark import is_marked, is_untouched, mark_database

SEED = 2024


class Command(BaseCommand):
    help = "Load the demonstration district, make it anew, or let its clock run ahead."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["load-if-empty", "reset", "later"])
        parser.add_argument("--seed", type=int, default=SEED, help=f"which one to make ({SEED})")
        parser.add_argument("--hours", type=int, default=24, help="how much later (24)")

    def handle(
        self,
        *args: object,  # noqa: ARG002
        action: str,
        seed: int,
        hours: int,
        **options: object,  # noqa: ARG002
    ) -> None:
        if action == "later":
            self._let_time_pass(hours)
            return
        if action == "reset":
            self._empty()
        elif not is_untouched():
            self.stdout.write("The database is not empty; the demonstration was not loaded.")
            return
        started = time.monotonic()
        with transaction.atomic():
            done = load(seed, real_now=timezone.now())
            mark_database()
        took = time.monotonic() - started
        self.stdout.write(f"Demonstration {seed}: {done} things happened, loaded in {took:.0f} s.")

    def _let_time_pass(self, hours: int) -> None:
        """
        Turn the clock of the demonstration forward, to see what becomes of things.

        :raises CommandError: when there is no demonstration, or the clock would go back.
        """
        operation = current_operation()
        if operation is None:
            raise CommandError("There is no operation whose clock could be turned.")
        try:
            turn_clock(
                operation_id=operation.pk,
                hours=hours,
                actor=DIRECTOR,
                now=clock_of(operation, real_now=timezone.now()),
            )
        except Refused as refused:
            raise CommandError(explained(refused)) from refused
        # What the hourly job would have done meanwhile.
        store_days_over(timestamp=0)
        now = clock_of(current_operation(), real_now=timezone.now())
        self.stdout.write(
            f"In the demonstration it is now {official_instant(now, zone=settings.TIME_ZONE)}."
        )

    def _empty(self) -> None:
        """
        Empty the database.

        :raises CommandError: when it holds anything that was not loaded as a demonstration.
        """
        if not (is_marked() or is_untouched()):
            raise CommandError(
                "What is in this database was not loaded as a demonstration, so it is not thrown "
                "away: use another state folder (SEJUK_HOME) or another database."
            )
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        call_command("grant_app_role")

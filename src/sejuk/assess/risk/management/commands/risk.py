"""`manage risk store --from 2024-09-25 --to 2024-11-26`: store the temperatures of past days."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sejuk.assess.risk import actions
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused


class Command(BaseCommand):
    help = "Store the temperatures of days that are over. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        store = deeds.add_parser("store", help=self.help)
        store.add_argument("--from", dest="first", type=date.fromisoformat)
        store.add_argument("--to", dest="last", type=date.fromisoformat)
        store.add_argument("--area", dest="area_code", help="the operation's area when left out")

    def handle(
        self,
        *_: object,
        first: date | None,
        last: date | None,
        area_code: str | None,
        **__: object,
    ) -> None:
        operation = operations.current_operation()
        if operation is None:
            raise CommandError("There is no current operation: set one up first.")
        now = operations.clock_of(operation, real_now=timezone.now())
        yesterday = timezone.localdate(now) - timedelta(days=1)
        try:
            run = actions.store_temperatures(
                area_code=operation.area_id if area_code is None else area_code,
                first_day=first or operation.starts_on,
                last_day=last or yesterday,
                actor=Actor.system("risk"),
                now=now,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{run}: {run.written} rows new or changed.")

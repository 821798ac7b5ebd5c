"""`sejuk manage signals import FILE`: takes a file of signals in, whole or not at all."""

from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sejuk.foundation.imports.actions import RowsRefused, import_rows
from sejuk.foundation.imports.queries import mapped_rows
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from sejuk.kit.importing import guessed_mapping
from sejuk.kit.refusals import explained
from sejuk.kit.tables import read_table
from sejuk.sense.signals.actions.files import SIGNALS

MOST_SHOWN = 50


class Command(BaseCommand):
    """Reads CSV or XLSX with the columns that the import page takes."""

    help = "Take signals in from a CSV or XLSX file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("import").add_argument("file", type=Path)

    def handle(self, *_args: object, **options: Path) -> None:
        path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        now = operations.clock_of(operations.current_operation(), real_now=timezone.now())
        try:
            table = read_table(content)
            loaded = import_rows(
                importer=SIGNALS,
                rows=mapped_rows(table, guessed_mapping(SIGNALS, table.columns)),
                actor=Actor.system("signals_import"),
                now=now,
                source=path.name,
                digest=sha256(content).hexdigest(),
            )
        except RowsRefused as refused:
            raise CommandError(self._told(refused)) from None
        except Refused as refused:
            raise CommandError(explained(refused)) from None
        self.stdout.write(f"{loaded.new} signals taken in, {loaded.same} were there already")

    def _told(self, refused: RowsRefused) -> str:
        lines = [
            f"row {found.line}, {found.column}: {explained(Refused(found.why, **found.blanks))}"
            for found in refused.plan.errors[:MOST_SHOWN]
        ]
        return "\n".join([explained(refused), *lines])

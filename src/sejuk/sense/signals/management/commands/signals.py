"""
`sejuk manage signals import FILE`: takes a file of signals in, whole or not at all.

`sejuk manage signals redact [--dry-run]`: takes personal data out of texts that are kept since
before reception did so, some hundreds at once; the whole of each lies sealed from then on.
"""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
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
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.actions.files import SIGNALS

MOST_SHOWN = 50
# Chosen: some hundreds of seals and their entries are a second's work.
BATCH = 500


class Command(BaseCommand):
    """Reads CSV or XLSX with the columns that the import page takes; redacts what is kept."""

    help = "Take signals in from a CSV or XLSX file, or personal data out of those that are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("import").add_argument("file", type=Path)
        redacting = deeds.add_parser("redact")
        redacting.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *_args: object, **options: object) -> None:
        if options["deed"] == "redact":
            self._redact(is_dry=bool(options["dry_run"]))
        else:
            self._import(Path(str(options["file"])))

    def _redact(self, *, is_dry: bool) -> None:
        """Go through all signals in batches, each its own transaction: a kill loses one of them."""
        actor, now = Actor.system("signals_redact"), self._now()
        area_code = queries.operation_bounds(now).area_code
        counts: Counter[str] = Counter()
        last, looked_at = 0, 0
        while numbers := queries.not_sealed_after(last, most=BATCH):
            counts.update(
                queries.would_be_taken_out(numbers, area_code=area_code)
                if is_dry
                else actions.redact_signals(numbers=numbers, actor=actor, now=now)
            )
            last, looked_at = numbers[-1], looked_at + len(numbers)
        mended = counts.pop("", 0)
        verb = "would lose" if is_dry else "lost"
        self.stdout.write(f"{mended} of {looked_at} signals {verb} personal data")
        for kind, count in sorted(counts.items()):
            self.stdout.write(f"  {kind}: {count}")

    def _now(self) -> datetime:
        return operations.clock_of(operations.current_operation(), real_now=timezone.now())

    def _import(self, path: Path) -> None:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        now = self._now()
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

# ruff: noqa: N999 - the command is called `import`, and Django names it by its file
"""`manage import`: load a file from the shell."""

from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sejuk.foundation.imports import actions, queries
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.grids import Table, UnreadableTable
from sejuk.kit.importing import Importer, Plan, guessed_mapping
from sejuk.kit.tables import read_table

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Load a CSV, XLSX or GeoJSON file, all rows or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="areas, sites, organisations, units, people, …")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--map", nargs="*", default=[], metavar="COLUMN=HEADER", help="as in: code=kode"
        )

    def handle(self, *, kind: str, file: Path, dry_run: bool, map: list[str], **_: object) -> None:  # noqa: A002
        importer = _importer(kind)
        content = _content(file)
        table = _table(content)
        mapping = _mapping(importer, table, map)
        actor = Actor.system("import")
        rows = list(queries.mapped_rows(table, mapping))
        self._say_mapping(table, mapping)
        if dry_run:
            self._say_plan(queries.checked(importer, rows, actor))
            return
        try:
            loaded = actions.import_rows(
                importer=importer,
                rows=rows,
                actor=actor,
                now=clock_of(current_operation(), real_now=timezone.now()),
                source=file.name,
                digest=sha256(content).hexdigest(),
            )
        except actions.RowsRefused as error:
            self._say_plan(error.plan)
            raise CommandError("Nothing was loaded: mend the file first.") from error
        self.stdout.write(
            f"Loaded: {loaded.new} new, {loaded.changed} changed, {loaded.same} unchanged."
        )

    def _say_mapping(self, table: Table, mapping: dict[str, str]) -> None:
        for name, header in mapping.items():
            self.stdout.write(f"  {name} = {header}")
        left = [header for header in table.columns if header not in mapping.values()]
        if left:
            self.stdout.write(f"  not used: {', '.join(left)}")

    def _say_plan(self, plan: Plan) -> None:
        for found in plan.findings[:MOST_SHOWN]:
            why = found.why % found.blanks if found.blanks else found.why
            where = f"row {found.line}" if found.line else "whole file"
            self.stdout.write(f"  {found.weight}: {where}, {found.column} {found.value!r}: {why}")
        if len(plan.findings) > MOST_SHOWN:
            self.stdout.write(f"  and {len(plan.findings) - MOST_SHOWN} more")
        self.stdout.write(
            f"Would load: {len(plan.new)} new, {len(plan.changed)} changed, {plan.same} unchanged; "
            f"{len(plan.errors)} errors, {len(plan.warnings)} warnings."
        )


def _importer(kind: str) -> Importer:
    try:
        return queries.importer_called(kind)
    except NotYours as error:
        known = ", ".join(importer.code for importer in queries.set_up().importers)
        raise CommandError(f"There is no importer {kind}. Known: {known}") from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _table(content: bytes) -> Table:
    try:
        return read_table(content)
    except UnreadableTable as error:
        raise CommandError(str(error)) from error


def _mapping(importer: Importer, table: Table, pairs: list[str]) -> dict[str, str]:
    mapping = guessed_mapping(importer, table.columns)
    names = [column.name for column in importer.columns]
    for pair in pairs:
        name, _, header = pair.partition("=")
        if name not in names:
            raise CommandError(f"--map {pair}: the columns are {', '.join(names)}")
        if header not in table.columns:
            raise CommandError(f"--map {pair}: the file has {', '.join(table.columns)}")
        mapping[name] = header
    return mapping

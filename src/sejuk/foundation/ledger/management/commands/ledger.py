"""Verify or export the ledger from the shell."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.management.base import BaseCommand, CommandError

from sejuk.foundation.ledger import queries
from sejuk.foundation.ledger.rules import export_line, read_export, summary, verify_chain


class Command(BaseCommand):
    help = "Verify the ledger, or write it to a file that anybody can verify."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        verify = deeds.add_parser("verify", help="verify the database, or an exported file")
        verify.add_argument("file", nargs="?", type=Path, help="an exported file")
        verify.add_argument("--head", help="a hash the chain must reach, as printed on a report")
        export = deeds.add_parser("export", help="write all entries, one a line")
        export.add_argument("file", type=Path, help="where to write; - for standard output")

    def handle(self, *args: object, deed: str, file: Path | None, **options: object) -> None:  # noqa: ARG002
        if deed == "export" and file is not None:
            self._export(file)
        elif not self._verify(file, str(options["head"]) if options["head"] else None):
            sys.exit(1)

    def _verify(self, file: Path | None, head: str | None) -> bool:
        with _entries(file) as entries:
            verdict = verify_chain(entries, expected_head=_without_spaces(head))
        self.stdout.write(summary(verdict), ending="")
        # An empty file proves nothing; an empty database has nothing to prove.
        return verdict.holds and bool(verdict.count or file is None)

    def _export(self, file: Path) -> None:
        if str(file) == "-":
            _write(sys.stdout.buffer)
            return
        # Complete or not there: half a ledger looks like a ledger with its end cut off.
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as fresh:
            count, head = _write(fresh)
        Path(fresh.name).replace(file)
        self.stdout.write(f"{count} entries written to {file}. Head: {head}")


@contextmanager
def _entries(file: Path | None) -> Iterator[Iterable[Mapping[str, object] | None]]:
    """Open what is to be verified.

    :raises CommandError: for a file that cannot be read.
    """
    if file is None:
        yield queries.chain()
        return
    try:
        with file.open("rb") as lines:
            yield read_export(lines)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _write(out: IO[bytes]) -> tuple[int, str]:
    count, head = 0, ""
    for entry in queries.chain():
        out.write(f"{export_line(entry)}\n".encode())
        count, head = count + 1, str(entry["hash"])
    return count, head


def _without_spaces(head: str | None) -> str | None:
    """Paper shows a hash in groups; whoever types it may type them too."""
    return "".join(head.split()).lower() if head else None

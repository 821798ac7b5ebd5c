"""`sejuk manage reference`: writes docs/reference from the code, or tells that it is stale."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sejuk.project.reference import documents


class Command(BaseCommand):
    """Writes the documents that are made from the code; --check only compares."""

    help = "Write docs/reference from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where a document is stale")

    def handle(self, *_args: object, **options: bool) -> None:
        folder = settings.REPOSITORY / "docs" / "reference"
        try:
            made = documents(settings.SOURCES)
        except LookupError as error:
            raise CommandError(str(error)) from error
        stale = [
            name
            for name, text in made.items()
            if not (folder / name).exists() or (folder / name).read_text() != text
        ]
        if options["check"]:
            if stale:
                raise CommandError(f"stale: {', '.join(stale)}")
            return
        for name in stale:
            (folder / name).write_text(made[name])
            self.stdout.write(f"written: docs/reference/{name}")

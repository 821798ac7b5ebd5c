"""`sejuk manage words`: refreshes, checks and compiles the catalogues of words."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed

from sejuk.project.words import catalogues, compile_all, contradictions, write


class Command(BaseCommand):
    """Adds new texts to the catalogues and compiles them; --check only looks."""

    help = "Refresh the catalogues of words and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="name what is missing and fail")
        parser.add_argument("--compile", action="store_true", help="only compile")
        parser.add_argument("--prune", action="store_true", help="drop what is not used any more")

    def handle(self, *_args: object, **options: bool) -> None:
        if options["check"]:
            self._check()
            return
        if not options["compile"]:
            for words in catalogues(settings.SOURCES):
                if write(words.refreshed(prune=options["prune"]), words.path):
                    self.stdout.write(f"written: {words.path.relative_to(settings.SOURCES)}")
        compiled = compile_all(settings.SOURCES)
        if compiled:
            # This process may have looked for words before: it must not go on without them.
            translation_file_changed(sender=None, file_path=settings.SOURCES / "django.mo")
        self.stdout.write(f"{compiled} catalogues compiled")

    def _check(self) -> None:
        everything = catalogues(settings.SOURCES)
        told = [
            f"{words.path.relative_to(settings.SOURCES)}: {complaint}"
            for words in everything
            for complaint in words.complaints()
        ]
        told += contradictions(everything)
        if told:
            raise CommandError("\n".join(told))
        self.stdout.write(f"{sum(len(words.found) for words in everything)} texts, all translated")

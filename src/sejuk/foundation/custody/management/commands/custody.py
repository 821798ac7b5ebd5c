"""Look after the keys and the retention of custody from the shell."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from sejuk.foundation.custody import actions, queries
from sejuk.foundation.custody.rules import BrokenKeyFile, SealedKind
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained

ACTOR = Actor.system("custody")
# Any number that nobody else uses: "custody" on a telephone's keys.
ONE_AT_A_TIME = 2878639


class Command(BaseCommand):
    help = "Turn to a new key, try the keys, or delete what has been sealed long enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("rotate", help="put a new key over all seals; goes on if it was killed")
        deeds.add_parser("check", help="tell which keys there are, and how many seals each opens")
        deeds.add_parser("drop-older-keys", help="take keys that no seal needs out of the key file")
        deeds.add_parser("begin-anew", help="make a key file where all copies of the old are lost")
        keep = deeds.add_parser("retention", help="delete what has been sealed long enough")
        keep.add_argument("--dry-run", action="store_true", help="only tell what would be deleted")

    def handle(self, *_args: object, deed: str, **options: object) -> None:
        now = operations.clock_of(operations.current_operation(), real_now=timezone.now())
        try:
            if deed == "check":
                self._check()
            elif deed == "begin-anew":
                shut = actions.begin_anew(actor=ACTOR, now=now)
                self.stdout.write(
                    f"a new key file; {shut} seals stay shut until the old is found. The key by "
                    "which senders are known again is new too: blocks, and wishes to be forgotten, "
                    "do not find what was sent before."
                )
            elif deed == "retention":
                self._keep(now, is_trial=bool(options["dry_run"]))
            else:
                with _alone():
                    self._turn(now) if deed == "rotate" else self._drop(now)
        except BrokenKeyFile as error:
            raise CommandError(error.detail) from None
        except Refused as refused:
            raise CommandError(explained(refused)) from None

    def _turn(self, now: datetime) -> None:
        is_new = actions.begin_turn(actor=ACTOR, now=now)
        name = queries.key_ring().active
        self.stdout.write(
            f"new key {name}" if is_new else f"going on with the turn to key {name} begun before"
        )
        done, stuck, last = 0, 0, None
        for batch in _batches(now):
            done, stuck, last = done + batch.done, stuck + batch.stuck, batch.last
            self.stdout.write(f"{done} seals rewrapped, up to {last}")
        actions.finish_turn(actor=ACTOR, now=now)
        self.stdout.write(
            f"turned: {done} seals rewrapped. Put a copy of the key file in the safe."
        )
        if stuck:
            self.stdout.write(
                f"{stuck} seals lie under a key that this key file does not hold. They are kept; "
                "put the key file that opens them in its place and rotate again."
            )

    def _drop(self, now: datetime) -> None:
        count = actions.drop_older(actor=ACTOR, now=now)
        self.stdout.write(f"{count} older keys dropped; backups from before do not open any more")

    def _check(self) -> None:
        ring, found = queries.key_ring(), Counter(queries.openable())
        for name in ring.keys:
            mark = " (active)" if name == ring.active else ""
            self.stdout.write(f"key {name}{mark}: opens {found[name, True]} seals")
        shut = sum(count for (_, opens), count in found.items() if not opens)
        for (name, opens), count in sorted(found.items()):
            if not opens:
                self.stdout.write(f"key {name}: {count} seals do not open")
        if ring.is_turning:
            self.stdout.write("a turn to a new key is not finished: run rotate")
        if shut:
            raise CommandError(f"{shut} seals do not open with this key file")

    def _keep(self, now: datetime, *, is_trial: bool) -> None:
        for kept in queries.kept(now):
            self.stdout.write(
                f"{kept.kind}: kept {kept.days} days, {kept.count} sealed, {kept.due} to delete"
            )
        if not is_trial:
            count = sum(_forgotten(kind, now) for kind in SealedKind)
            self.stdout.write(f"{count} deleted")


def _forgotten(kind: SealedKind, now: datetime) -> int:
    count = 0
    while some := actions.forget_expired(kind=kind, actor=ACTOR, now=now):
        count += some
    return count


def _batches(now: datetime) -> Iterator[actions.Turned]:
    after: UUID | None = None
    while (batch := actions.rewrap_some(after=after, actor=ACTOR, now=now)).last:
        yield batch
        after = batch.last


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time change keys; one that is killed lets go with its connection.

    :raises CommandError: while another one does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not (cursor.fetchone() or (False,))[0]:
            raise CommandError("Another process is turning keys. Wait until it is done.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])

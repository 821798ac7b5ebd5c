"""The occurrence book of a post, read: nothing of it is ever hidden."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.act.guard.models import BookEntry
from sejuk.act.guard.queries.posts import OpenedPost, opened_post
from sejuk.act.guard.queries.shifts import person_id_of
from sejuk.act.guard.rules import LEADERS, EntryKind
from sejuk.act.guard.rules.book import AROUND_A_SHIFT
from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.kit.grids import Cell
from sejuk.plan.deployment.queries.duties import published_duties
from sejuk.plan.deployment.queries.posts import posts

# Chosen: what is written down within the quarter of an hour happened, for a reader, just then.
SOON = timedelta(minutes=15)
# Who writes what nobody did, such as that a post stayed silent.
PROGRAM = "Sejuk"


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """
    A line of the book; `corrects` and `corrected_by` are numbers of other lines.

    In `text` signs that turn its direction are marked; `written` is what was written.
    """

    id: int
    number: int
    kind: str
    kind_words: str
    happened_at: datetime
    recorded_at: datetime
    is_late: bool
    text: str
    written: str
    author: str
    corrects: int | None
    corrected_by: tuple[int, ...]
    signal_id: int | None


@dataclass(frozen=True, slots=True)
class BookOfPost:
    """A post in the list of books, with its last line."""

    post_id: int
    name: str
    code: str
    last: ShownEntry | None


def entry_sent_as(key: UUID | None) -> BookEntry | None:
    """Return the entry that came under a key, if one did."""
    return BookEntry.objects.filter(key=key).first() if key is not None else None


def next_entry_id() -> int:
    """Draw the number under which the next entry will be stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('guard_bookentry', 'id'))")
        [drawn] = cursor.fetchone()
    return int(drawn)


def author_words(actor: Actor) -> str:
    """Return how the book calls who writes: rank and name, or the name of the account."""
    if actor.user_id is None:
        return PROGRAM
    person = forces.person_of(actor.user_id)
    return str(person) if person else actor.name


def entries_of(post_id: int) -> QuerySet[BookEntry]:
    """Return the whole book of a post, the last line first."""
    return BookEntry.objects.filter(post_id=post_id).select_related("corrects").order_by("-number")


def entries_on(post_id: int, day: date) -> QuerySet[BookEntry]:
    """Return what happened on a day, in the order of the book."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(day, time(), tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    found = BookEntry.objects.filter(post_id=post_id, happened_at__gte=begins, happened_at__lt=ends)
    return found.select_related("corrects").order_by("number")


def shown_entries(entries: Iterable[BookEntry]) -> list[ShownEntry]:
    """Return lines with the numbers of those that correct them."""
    rows = list(entries)
    corrections = defaultdict(list)
    found = BookEntry.objects.filter(corrects__in=[row.pk for row in rows]).order_by("number")
    for corrected, number in found.values_list("corrects_id", "number"):
        corrections[corrected].append(number)
    return [_shown(row, tuple(corrections[row.pk])) for row in rows]


def _shown(row: BookEntry, corrected_by: tuple[int, ...]) -> ShownEntry:
    return ShownEntry(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        kind_words=gettext(EntryKind(row.kind).label),
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        is_late=row.recorded_at - row.happened_at > SOON,
        text=shown_turns(row.text),
        written=row.text,
        author=row.author_name,
        corrects=row.corrects.number if row.corrects else None,
        corrected_by=corrected_by,
        signal_id=row.signal_id,
    )


def books(*, actor: Actor, now: datetime) -> list[BookOfPost]:
    """Return the books that the actor may open: where he leads, and where he is on open duty."""
    found = {
        post.pk: (post.name, post.code) for post in posts(actor.only(*LEADERS).scope)
    } | _on_duty(actor, now)
    last = {
        row.post_id: _shown(row, ())
        for row in BookEntry.objects.filter(post_id__in=found)
        .select_related("corrects")
        .order_by("post_id", "-number")
        .distinct("post_id")
    }
    listed = [
        BookOfPost(post_id, name, code, last.get(post_id))
        for post_id, (name, code) in found.items()
    ]
    return sorted(listed, key=lambda one: (one.name, one.post_id))


def _on_duty(actor: Actor, now: datetime) -> dict[int, tuple[str, str]]:
    person_id = person_id_of(actor)
    if person_id is None:
        return {}
    duties = published_duties(
        starts_at=now - AROUND_A_SHIFT,
        ends_at=now + AROUND_A_SHIFT,
        person_id=person_id,
        covert=False,
    )
    return {duty.post_id: (duty.post_name, duty.post_code) for duty in duties}


def entry_called(entry_id: int, *, actor: Actor, now: datetime) -> tuple[ShownEntry, OpenedPost]:
    """
    Return a line of a book that the actor may open, and its post.

    :raises NotYours: and Refused as `opened_post` does
    """
    row = BookEntry.objects.filter(id=entry_id).select_related("corrects").first()
    if row is None:
        raise NotYours(f"entry {entry_id}")
    post = opened_post(row.post_id, actor=actor, now=now)
    [shown] = shown_entries([row])
    return shown, post


def book_columns() -> list[str]:
    return [
        gettext("No."),
        gettext("Happened"),
        gettext("Recorded"),
        gettext("Kind"),
        gettext("What happened"),
        gettext("Corrects no."),
        gettext("Corrected by no."),
        gettext("Written by"),
    ]


def book_cells(entries: Iterable[ShownEntry]) -> list[list[Cell]]:
    """Return lines of the book as lines of a file."""
    return [
        [
            one.number,
            f"{timezone.localtime(one.happened_at):%Y-%m-%d %H:%M}",
            f"{timezone.localtime(one.recorded_at):%Y-%m-%d %H:%M}",
            one.kind_words,
            one.text,
            one.corrects,
            ", ".join(str(number) for number in one.corrected_by),
            one.author,
        ]
        for one in entries
    ]

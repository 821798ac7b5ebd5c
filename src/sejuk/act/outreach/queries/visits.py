"""Visits that were paid: lists, one page each, photos."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext

from sejuk.act.outreach.models import Photo, Visit
from sejuk.act.outreach.queries.recording import FROM_A_VISIT
from sejuk.act.outreach.rules import PHOTO_READERS, MessageGiven, PartyMet, VisitKind
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.kit.grids import Cell
from sejuk.kit.scoping import within
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import Kind, SignalState

if TYPE_CHECKING:
    from sejuk.sense.signals.models import Signal

OUTLINES = ("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")


@dataclass(frozen=True, slots=True)
class AskedVisits:
    """Which visits somebody wants to see."""

    below: str = ""
    first: date | None = None
    last: date | None = None
    kind: str = ""
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A visit in a line of a list."""

    id: int
    area_code: str
    village: str
    within: str
    kind: str
    held_at: datetime
    officer: str
    parties: str
    attendance: int | None
    photos: int


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo by its number and size; its bytes have an address of their own."""

    id: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class HeardConcern:
    """A signal that a visit brought in, with what became of it."""

    id: int
    kind: str
    text: str
    severity: int
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class VisitPage:
    """All that a viewer may see of a visit."""

    visit: ListedVisit
    place: str
    parties: tuple[str, ...]
    messages: tuple[str, ...]
    note: str
    at_contestant_event: bool
    order: str
    recorded_by: str
    recorded_at: datetime
    proposal_id: int | None
    photos: tuple[ShownPhoto, ...]
    concerns: tuple[HeardConcern, ...]
    sees_notes: bool


def visits_seen_by(actor: Actor) -> QuerySet[Visit]:
    """Return the visits that an actor sees: those in his area, and those he paid himself."""
    seen = within(actor.scope)
    if actor.user_id is not None:
        seen |= Q(officer__user_id=actor.user_id)
    # Counted for the visits that a page shows, not for all of which it is one.
    photos = (
        Photo.objects.filter(visit=OuterRef("pk"))
        .order_by()
        .values("visit")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        Visit.objects.filter(seen)
        .select_related("area__parent", "officer", "order")
        .defer(*OUTLINES)
        .annotate(photo_count=Coalesce(Subquery(photos), 0))
    )


def visits(asked: AskedVisits, *, actor: Actor) -> QuerySet[Visit]:
    """Return the visits asked for, newest first."""
    rows = visits_seen_by(actor).filter(within((asked.below,)))
    if asked.first:
        rows = rows.filter(held_at__gte=_midnight(asked.first))
    if asked.last:
        rows = rows.filter(held_at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.officer_id:
        rows = rows.filter(officer_id=asked.officer_id)
    return rows.order_by("-held_at", "-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=get_current_timezone())


def listed(rows: Iterable[Visit]) -> list[ListedVisit]:
    """Return visits in words."""
    return [_listed(row, row.photo_count) for row in rows]  # type: ignore[attr-defined]


def _listed(row: Visit, photos: int) -> ListedVisit:
    return ListedVisit(
        id=row.pk,
        area_code=row.area_id,
        village=row.area.name,
        within=row.area.parent.name if row.area.parent else "",
        kind=gettext(VisitKind(row.kind).label),
        held_at=row.held_at,
        officer=str(row.officer),
        parties=", ".join(parties_of(row)),
        attendance=row.attendance,
        photos=photos,
    )


def parties_of(row: Visit) -> tuple[str, ...]:
    """Return whom a visit met, by function."""
    return tuple(gettext(PartyMet(party).label) for party in row.parties_met)


def visit_page(visit_id: int, *, actor: Actor) -> VisitPage:
    """
    Return one visit. Notes and photos are for the field and public information only.

    :raises NotYours: when there is none that the actor sees.
    """
    row = visits_seen_by(actor).filter(pk=visit_id).first()
    if row is None:
        raise NotYours(f"visit {visit_id}")
    sees_notes = may_see_notes(row, actor)
    photos = Photo.objects.filter(visit=row).order_by("pk").values_list("pk", "width", "height")
    shown = tuple(ShownPhoto(*photo) for photo in photos) if sees_notes else ()
    return VisitPage(
        visit=_listed(row, len(shown)),
        place=row.place,
        parties=parties_of(row),
        messages=tuple(gettext(MessageGiven(one).label) for one in row.messages_given),
        note=row.note if sees_notes else "",
        at_contestant_event=row.at_contestant_event,
        order=row.order.number if row.order else "",
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        proposal_id=row.proposal_id if sees_notes else None,
        photos=shown,
        concerns=concerns_of(row, actor=actor),
        sees_notes=sees_notes,
    )


def may_see_notes(row: Visit, actor: Actor) -> bool:
    """Test whether `actor` reads what was noted and photographed at a visit."""
    is_his_own = actor.user_id is not None and row.officer.user_id == actor.user_id
    return is_his_own or actor.holds(*PHOTO_READERS, area_code=row.area_id)


def concerns_of(row: Visit, *, actor: Actor) -> tuple[HeardConcern, ...]:
    """Return what a visit brought in, as far as the actor reads such signals."""
    rows = signals.visible_signals(actor).filter(came_from=f"{FROM_A_VISIT}{row.pk}")
    return tuple(_heard(signal) for signal in rows.order_by("pk"))


def _heard(signal: "Signal") -> HeardConcern:
    state = SignalState(signal.state)
    return HeardConcern(
        id=signal.pk,
        kind=gettext(Kind(signal.kind).label),
        text=shown_turns(signal.text),
        severity=signal.severity,
        state=gettext(state.label),
        is_open=state in (SignalState.NEW, SignalState.TAKEN),
    )


def get_photo(photo_id: int, *, actor: Actor) -> Photo:
    """
    Return a photo with its bytes.

    :raises NotYours: when there is none that the actor may look at.
    """
    photo = (
        Photo.objects.filter(pk=photo_id, visit__in=visits_seen_by(actor).values("pk"))
        .select_related("visit__officer")
        .first()
    )
    if photo is None or not may_see_notes(photo.visit, actor):
        raise NotYours(f"photo {photo_id}")
    return photo


def visit_columns() -> list[str]:
    """Return the headings of the file of visits."""
    return [
        gettext(heading)
        for heading in (
            N_("Number"),
            N_("Day"),
            N_("Hour"),
            N_("Code"),
            N_("Village"),
            N_("Sub-district"),
            N_("Kind"),
            N_("Officer"),
            N_("Whom they met"),
            N_("Attendance"),
            N_("Photos"),
        )
    ]


def visit_cells(rows: Iterable[ListedVisit]) -> Iterator[list[Cell]]:
    """Yield the cells of each visit, as the file holds them."""
    for one in rows:
        held_at = localtime(one.held_at)
        yield [
            one.id,
            held_at.date(),
            f"{held_at:%H.%M}",
            one.area_code,
            one.village,
            one.within,
            one.kind,
            one.officer,
            one.parties,
            one.attendance,
            one.photos,
        ]

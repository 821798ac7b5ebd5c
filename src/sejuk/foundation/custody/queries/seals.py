"""What custodian, custody's pages and other capabilities ask about seals; never what is inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.custody.models import Opening, Sealed
from sejuk.foundation.custody.queries.envelopes import file_of
from sejuk.foundation.custody.rules import FILES, RECORDS, Forgetting, SealedKind
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

MOST_SEALS = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What a record's own page says of its seal."""

    seal_id: UUID
    sealed_at: datetime
    forgotten_at: datetime | None
    forgotten_why: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as the custodian's list shows it."""

    id: UUID
    kind: str
    # How people call it: by its record, else by the start of its own number.
    name: str
    area: str
    sealed_at: datetime
    forgotten_at: datetime | None
    forgotten_why: str
    open_until: datetime | None
    is_file: bool
    # Photos alone: the check of this one can be undone.
    is_original: bool


def standing_of(seal_id: UUID | None) -> Standing | None:
    """Return how a seal stands; None when there never was one."""
    row = Sealed.objects.filter(pk=seal_id).first() if seal_id else None
    return _standing(row) if row else None


def standings_of(seal_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return how seals stand."""
    return {row.pk: _standing(row) for row in Sealed.objects.filter(pk__in=list(seal_ids))}


def checked_file(seal_id: UUID) -> bytes:
    """
    Return a photo in which somebody has blacked out what others must not see.

    :raises NotYours: when it is none of these.
    :raises Forgotten: when it was deleted.
    """
    row = Sealed.objects.filter(pk=seal_id, kind=SealedKind.CHECKED).first()
    if row is None:
        raise NotYours(f"seal {seal_id}")
    return file_of(row)


def standings_about(abouts: Iterable[str]) -> dict[str, Standing]:
    """Return the newest seal of each record that has one, by the record's name."""
    rows = Sealed.objects.filter(about__in=list(abouts)).order_by("sealed_at", "pk")
    return {row.about: _standing(row) for row in rows}


def seals_of_sender(fingerprint: str) -> list[UUID]:
    """Return the seals of one sender: of his address, and of what he wrote about himself."""
    if not fingerprint:
        return []
    rows = Sealed.objects.filter(fingerprint=fingerprint).order_by("sealed_at", "pk")
    return list(rows.values_list("pk", flat=True))


def seals(
    actor: Actor, *, kind: str = "", about: str = "", area: str = "", now: datetime
) -> list[Seal]:
    """
    Return the seals in the custody of `actor`, newest first.

    `about` is a record's number; `area` a village or kecamatan, as people write it. A number
    without a digit finds nothing.
    """
    rows = in_custody(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if about.strip():
        number = "".join(sign for sign in about if sign in "0123456789")
        rows = rows.filter(about__endswith=f":{number}") if number else rows.none()
    if area.strip():
        scope = actor.scope
        named = places.area_named(area, scope, villages_only=False) or places.likely_areas(
            area, scope
        )
        rows = rows.filter(within(tuple(one.code for one in named)))
    return _shown(rows.order_by("-sealed_at", "-pk")[:MOST_SEALS], actor, now)


def seal_of(actor: Actor, seal_id: UUID, *, now: datetime) -> Seal:
    """
    Return one seal.

    :raises NotYours: when it is not in the custody of `actor`.
    """
    found = _shown(in_custody(actor).filter(pk=seal_id), actor, now)
    if not found:
        raise NotYours(f"seal {seal_id}")
    return found[0]


def in_custody(actor: Actor) -> QuerySet[Sealed]:
    """
    Return the seals of the areas of which `actor` is the custodian, in no order.

    Without what we write ourselves: the receipts in it open reports, and are their owners' alone.
    """
    codes = tuple(sorted(grant.area_code for grant in actor.grants if grant.role is Role.CUSTODIAN))
    return Sealed.objects.filter(within(codes)).exclude(kind=SealedKind.OUTGOING)


def running(actor: Actor, *, now: datetime) -> QuerySet[Opening]:
    """Return the openings of `actor` whose time is not over."""
    return Opening.objects.filter(opened_by_id=actor.user_id, closes_at__gt=now)


def _shown(rows: QuerySet[Sealed], actor: Actor, now: datetime) -> list[Seal]:
    found = list(rows)
    labels = places.area_labels({row.area_id for row in found if row.area_id})
    ours = Q(sealed__in=[row.pk for row in found])
    until = dict(
        running(actor, now=now)
        .filter(ours)
        .order_by("closes_at")
        .values_list("sealed_id", "closes_at")
    )
    return [
        Seal(
            id=row.pk,
            kind=gettext(SealedKind(row.kind).label),
            name=_name(row),
            area=labels.get(row.area_id or "", ""),
            sealed_at=row.sealed_at,
            forgotten_at=row.forgotten_at,
            forgotten_why=_why(row),
            open_until=until.get(row.pk),
            is_file=row.kind in FILES,
            is_original=row.kind == SealedKind.ORIGINAL,
        )
        for row in found
    ]


def _name(row: Sealed) -> str:
    record, _, number = row.about.partition(":")
    words = gettext(RECORDS[record]) if record in RECORDS else gettext("Seal %(number)s")
    return words % {"number": number or str(row.pk)[:8]}


def _standing(row: Sealed) -> Standing:
    return Standing(row.pk, row.sealed_at, row.forgotten_at, _why(row))


def _why(row: Sealed) -> str:
    return gettext(Forgetting(row.forgotten_why).label) if row.forgotten_why else ""

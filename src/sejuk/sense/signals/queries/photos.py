"""Photos of a signal as a reader may see them, and those of forms that were not sent yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from sejuk.foundation.custody import queries as custody
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import HeldPhoto, Photo, Signal
from sejuk.sense.signals.queries.visibility import visible_signals, visible_to
from sejuk.sense.signals.rules import DESK
from sejuk.sense.signals.rules.photos import HELD_FOR, PhotoState, may_check, may_look


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """One photo as a page shows it."""

    signal_id: int
    number: int
    width: int
    height: int
    version: int
    came_at: datetime
    is_checked: bool
    checked_by: str
    checked_at: datetime | None
    # Why there is nothing to see any more.
    gone_why: str
    gone_at: datetime | None
    may_check: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Photos that are held for a form: by which token, and how many."""

    token: str = ""
    count: int = 0


def photos_of(actor: Actor, signal: Signal) -> list[Photo]:
    """Return the photos of a signal that `actor` reads: at the desk all, elsewhere the checked."""
    rows = signal.photos.order_by("number")
    return [row for row in rows if _is_for(actor, row, signal.area_id)]


def photo_called(actor: Actor, signal_id: int, number: int) -> Photo:
    """
    Return one photo.

    :raises NotYours: when `actor` does not read its signal, or nobody has checked it for him.
    """
    row = (
        Photo.objects.filter(signal__in=visible_signals(actor), signal_id=signal_id, number=number)
        .select_related("signal")
        .first()
    )
    if row is None or not _is_for(actor, row, row.signal.area_id):
        raise NotYours(f"photo {number} of signal {signal_id}")
    return row


def shown_photo(actor: Actor, signal_id: int, number: int) -> ShownPhoto:
    """
    Return one photo as its page shows it.

    :raises NotYours: as above.
    """
    row = photo_called(actor, signal_id, number)
    return in_words(actor, row, custody.standings_of([seal_seen(row)]))


def photo_waits(actor: Actor) -> Q:
    """Return a filter for signals with a photo that the desk of `actor` has not looked at yet."""
    waiting = Photo.objects.filter(
        signal=OuterRef("pk"), state=PhotoState.WAITING, seal__forgotten_at__isnull=True
    )
    return Q(Exists(waiting)) & visible_to(actor.only(*DESK))


def held(token: str, *, now: datetime) -> Held:
    """Return what is held for a form, if its hour is not over."""
    count = held_photos(token, now=now).count() if token else 0
    return Held(token, count) if count else Held()


def held_photos(token: str, *, now: datetime) -> QuerySet[HeldPhoto]:
    """Return the photos of a form in their order."""
    rows = HeldPhoto.objects.filter(token_hash=held_hash(token), held_at__gt=now - HELD_FOR)
    return rows.order_by("number")


def held_too_long(now: datetime) -> QuerySet[HeldPhoto]:
    """Return the photos of forms that were never sent."""
    return HeldPhoto.objects.filter(held_at__lte=now - HELD_FOR)


def held_hash(token: str) -> str:
    """Return what is kept of a form's token."""
    return salted_hmac("sejuk.signals.held_photo", token, algorithm="sha256").hexdigest()


def closed(content: bytes) -> bytes:
    """Encrypt what is held for an hour: the key lies outside the database."""
    return Fernet(settings.SEJUK_IDENTITY_KEY).encrypt(content)


def unclosed(content: bytes) -> bytes | None:
    """Return what is held; None when the key is another one by now."""
    try:
        return Fernet(settings.SEJUK_IDENTITY_KEY).decrypt(content)
    except InvalidToken:
        return None


def _is_for(actor: Actor, row: Photo, area_code: str) -> bool:
    return bool(may_look(PhotoState(row.state), area_code=area_code, actor=actor))


def seal_seen(row: Photo) -> UUID:
    """Return the seal of what is looked at: the checked picture, else the one that came."""
    return row.shown_id or row.seal_id


def in_words(actor: Actor, row: Photo, standings: Mapping[UUID, custody.Standing]) -> ShownPhoto:
    """Return a photo as a page shows it; `standings` hold how its seal stands."""
    standing = standings[seal_seen(row)]
    return ShownPhoto(
        signal_id=row.signal_id,
        number=row.number,
        width=row.width,
        height=row.height,
        version=row.version,
        came_at=row.came_at,
        is_checked=row.state == PhotoState.CHECKED,
        checked_by=row.checked_by,
        checked_at=row.checked_at,
        gone_why=standing.forgotten_why,
        gone_at=standing.forgotten_at,
        may_check=bool(may_check(area_code=row.signal.area_id, actor=actor)),
    )

"""Photos: held for a form, kept with its signal, looked at, blacked out, given back, deleted."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody import queries as seals
from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.custody.rules import Forgetting, SealedKind
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.pictures import Picture, blacked_out, cleaned_picture
from sejuk.kit.rectangles import Rectangle
from sejuk.sense.signals.models import HeldPhoto, Photo, Signal
from sejuk.sense.signals.queries import photos as found
from sejuk.sense.signals.rules.photos import (
    PhotoState,
    may_be_unchanged,
    may_blacken,
    may_check,
    may_send_photos,
    may_show_anything,
)

TOKEN_BYTES = 24
CHECK = ("state", "version", "shown", "checked_by", "checked_by_user", "checked_at")


@traced
def hold_photos(*, raws: Sequence[bytes], actor: Actor, now: datetime) -> str:
    """
    Hold the photos of a form that was not sent yet, and return the token that brings them back.

    :raises Refused: naming which of them is wrong, and why; then none is held.
    """
    may_send_photos(len(raws)).or_refuse()
    pictures = [_picture(raw, number) for number, raw in enumerate(raws, start=1)]
    token = secrets.token_urlsafe(TOKEN_BYTES)
    HeldPhoto.objects.bulk_create(
        HeldPhoto(
            token_hash=found.held_hash(token),
            number=number,
            content=found.closed(picture.jpeg),
            width=picture.width,
            height=picture.height,
            held_at=now,
        )
        for number, picture in enumerate(pictures, start=1)
    )
    _note("photos.held", "signals.photos", actor, now, photos=len(pictures))
    return token


@traced
def drop_held(*, actor: Actor, now: datetime) -> int:
    """Drop the photos of forms that were never sent; say how many they were."""
    count, _ = found.held_too_long(now).delete()
    _note("photos.dropped", "signals.photos", actor, now, photos=count)
    return count


@traced
def attach_photos(*, signal: Signal, token: str, actor: Actor, now: datetime) -> None:
    """Keep the photos that are held for a form with the signal it became: a part of receiving."""
    rows = list(found.held_photos(token, now=now).select_for_update())
    for row in rows:
        jpeg = found.unclosed(bytes(row.content))
        if jpeg is None:
            continue
        size = {"width": row.width, "height": row.height}
        photo = Photo(signal=signal, number=row.number, came_at=now, **size)
        photo.seal_id = _sealed(SealedKind.PHOTO, jpeg, photo, actor, now)
        photo.save(force_insert=True)
        row.delete()
    _note("photos.attached", signal, actor, now, area_code=signal.area_id, photos=len(rows))


@traced
def look_at_photo(*, signal_id: int, number: int, actor: Actor, now: datetime) -> bytes:
    """
    Return a photo that nobody has checked to the desk; each look is an entry.

    :raises NotYours: when it is not for `actor`.
    :raises Forgotten: when it was deleted.
    """
    photo = found.photo_called(actor, signal_id, number)
    may_check(area_code=photo.signal.area_id, actor=actor).or_refuse()
    return custody.show_file(seal_id=photo.seal_id, actor=actor, now=now)


@traced
def check_photo(
    *,
    signal_id: int,
    number: int,
    version: int,
    rectangles: Sequence[Rectangle],
    actor: Actor,
    now: datetime,
) -> Photo:
    """
    Black out faces and plates for good, or say that there are none; then others may see it.

    What was blacked out before stays so: a second time only adds. The photo as it came is left to
    the custodian alone.

    :raises NotYours: when it is not for `actor`.
    :raises Refused: when somebody decided meanwhile, or a rectangle misses the photo.
    """
    photo = _locked(found.photo_called(actor, signal_id, number))
    area_code = photo.signal.area_id
    may_check(area_code=area_code, actor=actor).or_refuse()
    may_be_unchanged(seen=version, is_now=photo.version).or_refuse()
    may_blacken(rectangles, width=photo.width, height=photo.height).or_refuse()
    if photo.shown_id is None:
        jpeg = custody.withdraw_file(
            seal_id=photo.seal_id,
            blacken=lambda content: _blackened(content, rectangles),
            actor=actor,
            now=now,
        )
        photo.shown_id = _sealed(SealedKind.CHECKED, jpeg, photo, actor, now)
    elif rectangles:
        jpeg = _blackened(seals.checked_file(photo.shown_id), rectangles)
        custody.replace_file(seal_id=photo.shown_id, content=jpeg, actor=actor, now=now)
    photo.state, photo.version = PhotoState.CHECKED, photo.version + 1
    photo.checked_by, photo.checked_by_user_id = actor.name, actor.user_id
    photo.checked_at = now
    photo.save(update_fields=CHECK)
    detail = {"photo": photo.number, "blacked_out": len(rectangles)}
    _note("photo.checked", photo.signal, actor, now, area_code=area_code, **detail)
    return photo


@traced
def restore_photo(*, seal_id: UUID, reason: str, actor: Actor, now: datetime) -> Photo:
    """
    Undo a check: the photo waits as it came, and others no longer see it.

    :raises NotYours: when no photo lies behind this seal.
    :raises Forgotten: when the photo as it came was deleted.
    :raises Refused: for anybody but the custodian, or without a reason.
    """
    photo = _locked(_photo_behind(seal_id, actor))
    keep_still(one for one in (photo.seal_id, photo.shown_id) if one)
    custody.restore_file(seal_id=photo.seal_id, reason=reason, actor=actor, now=now)
    shown_id = photo.shown_id
    photo.state, photo.version, photo.shown_id = PhotoState.WAITING, photo.version + 1, None
    photo.checked_by, photo.checked_by_user_id, photo.checked_at = "", None, None
    photo.save(update_fields=CHECK)
    if shown_id and not _is_gone(shown_id):
        why = Forgetting.MISTAKE
        custody.forget_seal(seal_id=shown_id, why=why, reason=reason, actor=actor, now=now)
    detail = {"photo": photo.number, "reason": reason.strip()}
    _note("photo.restored", photo.signal, actor, now, area_code=photo.signal.area_id, **detail)
    return photo


def _picture(raw: bytes, number: int) -> Picture:
    try:
        picture = cleaned_picture(raw)
        may_show_anything(picture.width, picture.height).or_refuse()
    except Refused as refused:
        values = {**refused.values, "where": "photos", "number": number}
        raise Refused(refused.message, **values) from None
    return picture


def _sealed(kind: SealedKind, jpeg: bytes, photo: Photo, actor: Actor, now: datetime) -> UUID:
    return custody.seal_file(
        kind=kind,
        content=jpeg,
        told=f"JPEG {photo.width} × {photo.height}",
        about=subject_of(photo.signal),
        area_code=photo.signal.area_id,
        actor=actor,
        now=now,
    )


def _blackened(jpeg: bytes, rectangles: Sequence[Rectangle]) -> bytes:
    """Burn the rectangles in; without any the picture stays as it is, byte for byte."""
    return blacked_out(jpeg, rectangles).jpeg if rectangles else jpeg


def _locked(photo: Photo) -> Photo:
    return Photo.objects.select_for_update(of=("self",)).select_related("signal").get(pk=photo.pk)


def _photo_behind(seal_id: UUID, actor: Actor) -> Photo:
    """Return the photo of a seal in the custody of `actor`."""
    photo = Photo.objects.filter(seal_id=seal_id).first()
    if photo is None or not seals.in_custody(actor).filter(pk=seal_id).exists():
        raise NotYours(f"seal {seal_id}")
    return photo


def _is_gone(seal_id: UUID) -> bool:
    standing = seals.standing_of(seal_id)
    return standing is None or standing.forgotten_at is not None


def _note(
    deed: str,
    subject: Signal | str,
    actor: Actor,
    now: datetime,
    *,
    area_code: str = "",
    **detail: object,
) -> None:
    record(
        verb=f"signals.{deed}",
        subject=subject,
        actor=actor,
        now=now,
        area_code=area_code,
        detail=detail,
    )

"""Who reported gets what is kept of his report, or has his contact deleted (UU 27/2022)."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody import queries as seals
from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.custody.rules import Forgetting, Part
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.notices import end_notices
from sejuk.sense.signals.models import Photo, Signal


@traced
def give_own_data(
    *, receipt_digits: str, contact: str, actor: Actor, now: datetime
) -> dict[str, object]:
    """
    Return what is kept of a report to who has its receipt and knows the contact he left.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left.
    """
    signal = _of_receipt(receipt_digits)
    words: dict[Part, str] = {}
    if (seal := seals.standing_of(signal.seal_id)) and seal.forgotten_at is None:
        words = custody.give_back(seal_id=seal.seal_id, told=contact, actor=actor, now=now)
    record(
        verb="signals.signal.handed_out",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
    )
    return {
        "received_at": signal.received_at.isoformat(),
        "heard_at": signal.heard_at.isoformat(),
        "area": signal.area_id,
        "channel": signal.channel,
        "kind": signal.kind,
        "text": words.pop(Part.TEXT, signal.text),
        "state": signal.state,
        "state_changed_at": signal.state_changed_at and signal.state_changed_at.isoformat(),
        "photos": [
            {
                "number": photo.number,
                "jpeg": f"data:image/jpeg;base64,{b64encode(jpeg).decode()}",
            }
            for photo, jpeg in _photos_given_back(signal, actor, now)
        ],
        "latitude": signal.latitude,
        "longitude": signal.longitude,
        "contact": {part.value: word for part, word in words.items()},
        "contact_deleted_at": seal.forgotten_at.isoformat() if seal and seal.forgotten_at else None,
        **queries.own_dialogue(signal),
    }


@traced
def delete_contact(*, receipt_digits: str, contact: str, actor: Actor, now: datetime) -> None:
    """
    Delete what is sealed with a report; the report itself stays, without a name.

    It is the contact that was left, where he is told of news, and what he wrote before personal
    data were taken out of it. Where
    no contact was left, nobody can prove more than the receipt, and that is enough.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left, or when none is kept.
    """
    signal = _of_receipt(receipt_digits)
    route = queries.notice_route(signal)
    kept = [
        seals.standing_of(seal_id)
        for seal_id in dict.fromkeys(
            [signal.seal_id, signal.whole_id, *queries.dialogue_seals(signal)]
        )
    ]
    there = [seal.seal_id for seal in kept if seal and seal.forgotten_at is None]
    if not there and route is None:
        raise Refused(N_("No contact is kept with this report."))
    if signal.seal_id in there:
        custody.give_back(seal_id=signal.seal_id, told=contact, actor=actor, now=now)
    elif route is not None:
        custody.give_back(seal_id=route.conversation.seal, told=contact, actor=actor, now=now)
    if route is not None:
        end_notices(signal_id=signal.pk, actor=actor, now=now)
    for seal_id in there:
        custody.forget_seal(seal_id=seal_id, why=Forgetting.REQUEST, actor=actor, now=now)


@traced
def delete_photos(*, receipt_digits: str, contact: str, actor: Actor, now: datetime) -> None:
    """
    Delete the photos of a report, also as others see them; the report itself stays.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left, or when no photo is kept.
    """
    signal = _of_receipt(receipt_digits)
    seal = seals.standing_of(signal.seal_id)
    if seal and seal.forgotten_at is None:
        custody.give_back(seal_id=seal.seal_id, told=contact, actor=actor, now=now)
    photos = list(Photo.objects.select_for_update().filter(signal=signal).order_by("number"))
    there = [one for photo in photos for one in _kept_of(photo)]
    if not there:
        raise Refused(N_("No photo is kept with this report."))
    keep_still(there)
    for seal_id in there:
        custody.forget_seal(seal_id=seal_id, why=Forgetting.REQUEST, actor=actor, now=now)


def _photos_given_back(
    signal: Signal, actor: Actor, now: datetime
) -> Iterator[tuple[Photo, bytes]]:
    """Yield somebody's photos to him: as they came while that is kept, else as others see them."""
    photos = list(signal.photos.order_by("number"))
    first = [(photo, kept[0]) for photo in photos if (kept := _kept_of(photo))]
    keep_still(seal_id for _, seal_id in first)
    for photo, seal_id in first:
        yield photo, custody.give_file_back(seal_id=seal_id, actor=actor, now=now)


def _kept_of(photo: Photo) -> list[UUID]:
    standings = seals.standings_of(one for one in (photo.seal_id, photo.shown_id) if one)
    both = [standings[one] for one in (photo.seal_id, photo.shown_id) if one]
    return [standing.seal_id for standing in both if standing.forgotten_at is None]


def _of_receipt(digits: str) -> Signal:
    signal = Signal.objects.filter(receipt__digits_hash=queries.receipt_hash(digits)).first()
    if signal is None:
        raise NotYours("receipt")
    return signal

"""Who reported gets what is kept of his report, or has his contact deleted (UU 27/2022)."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sejuk.foundation.channels.rules import Channel
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
from sejuk.sense.signals.models import NoticeRoute, Photo, Signal
from sejuk.sense.signals.queries.own_data import Behind, behind, is_needed_elsewhere


@traced
def give_own_data(
    *, receipt_digits: str, contact: str, actor: Actor, now: datetime
) -> dict[str, object]:
    """
    Return what is kept of a report to who has its receipt and knows the contact he left.

    Who reported by a message proves it by the address that he wrote from, and is given the whole
    conversation. His words in full are for who proved himself so: nobody shall read in a receipt
    that he found who wrote it, or whom he accused.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left.
    """
    signal = _of_receipt(receipt_digits)
    talk, seal = behind(signal), seals.standing_of(signal.seal_id)
    forgotten_at = seal.forgotten_at if seal else talk and talk.forgotten_at
    photos, spoken = list(signal.photos.order_by("number")), queries.dialogue_wholes(signal)
    # Redacted after it came in, its whole lies apart from the contact.
    apart = signal.whole_id if signal.whole_id != signal.seal_id else None
    spoken += [apart] if apart else []
    kept = [one for photo in photos for one in _kept_of(photo)]
    keep_still([*_proofs(signal, talk), *kept, *spoken])
    words = _proven(signal, talk, contact, actor=actor, now=now)
    wholes = _words_of(spoken, actor, now) if words else {}
    is_told = talk is not None and talk.forgotten_at is None
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
        "text": words.pop(Part.TEXT, "") or (apart and wholes.get(apart)) or signal.text,
        "state": signal.state,
        "state_changed_at": signal.state_changed_at and signal.state_changed_at.isoformat(),
        "photos": [
            {
                "number": photo.number,
                "jpeg": f"data:image/jpeg;base64,{b64encode(jpeg).decode()}",
            }
            for photo, jpeg in _photos_given_back(photos, actor, now)
        ],
        "latitude": signal.latitude,
        "longitude": signal.longitude,
        "contact": {part.value: word for part, word in words.items()},
        "contact_deleted_at": forgotten_at.isoformat() if forgotten_at else None,
        "messages": _conversation_of(talk, actor, now) if talk and is_told else [],
        **queries.own_dialogue(signal, wholes),
    }


@traced
def delete_contact(*, receipt_digits: str, contact: str, actor: Actor, now: datetime) -> bool:
    """
    Delete what is sealed with a report; the report itself stays, without a name.

    It is the contact that was left, where he is told of news, and what he wrote before personal
    data were taken out of it. Of who reported by a message it is all that lies sealed of that
    sender; but while another report of his is open, of which he wants to hear there, his address
    stays for that one alone. Return whether nothing stays. Where no contact was left, nobody can
    prove more than the receipt, and that is enough.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left, or when none is kept.
    """
    signal = _of_receipt(receipt_digits)
    route, talk = queries.notice_route(signal), behind(signal)
    if talk is not None and talk.forgotten_at is not None:
        talk = None
    asked = dict.fromkeys([signal.seal_id, signal.whole_id, *queries.dialogue_seals(signal)])
    standings = seals.standings_of(seal for seal in asked if seal)
    there = [seal for seal in asked if seal in standings and not standings[seal].forgotten_at]
    if not there and route is None and talk is None:
        raise Refused(N_("No contact is kept with this report."))
    proofs = _proofs(signal, talk) + ([route.conversation.seal] if route else [])
    keep_still([*there, *proofs, *(talk.seals if talk else [])])
    if not _proven(signal, talk, contact, actor=actor, now=now) and route is not None:
        custody.give_back(seal_id=route.conversation.seal, told=contact, actor=actor, now=now)
    if talk is not None:
        _tell_no_more(signal, talk, now)
    if route is not None or talk is not None:
        end_notices(signal_id=signal.pk, actor=actor, now=now)
    for seal_id in there:
        custody.forget_seal(seal_id=seal_id, why=Forgetting.REQUEST, actor=actor, now=now)
    return talk is None or _forget_sender(signal, talk, actor=actor, now=now)


@traced
def delete_photos(*, receipt_digits: str, contact: str, actor: Actor, now: datetime) -> None:
    """
    Delete the photos of a report, also as others see them; the report itself stays.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for another contact than the one he left, or when no photo is kept.
    """
    signal = _of_receipt(receipt_digits)
    talk = behind(signal)
    photos = list(Photo.objects.select_for_update().filter(signal=signal).order_by("number"))
    there = [one for photo in photos for one in _kept_of(photo)]
    keep_still([*there, *_proofs(signal, talk)])
    _proven(signal, talk, contact, actor=actor, now=now)
    if not there:
        raise Refused(N_("No photo is kept with this report."))
    for seal_id in there:
        custody.forget_seal(seal_id=seal_id, why=Forgetting.REQUEST, actor=actor, now=now)


def _proofs(signal: Signal, talk: Behind | None) -> list[UUID]:
    """Return behind which seals lies what proves who he is: one of them, or none."""
    found = [signal.seal_id] + ([talk.conversation.seal] if talk else [])
    standings = seals.standings_of(seal for seal in found if seal)
    return [seal for seal in found if seal in standings and not standings[seal].forgotten_at][:1]


def _proven(
    signal: Signal, talk: Behind | None, contact: str, *, actor: Actor, now: datetime
) -> dict[Part, str]:
    """
    Return the words behind his seal to who knows his contact; nothing where none is kept.

    :raises Refused: for another contact.
    """
    for seal_id in _proofs(signal, talk):
        if talk is not None and talk.conversation.channel == Channel.TELEGRAM:
            return _proven_there(seal_id, contact, actor=actor, now=now)
        return custody.give_back(seal_id=seal_id, told=contact, actor=actor, now=now)
    return {}


def _proven_there(seal_id: UUID, contact: str, *, actor: Actor, now: datetime) -> dict[Part, str]:
    try:
        return custody.give_back(seal_id=seal_id, told=contact, actor=actor, now=now)
    except Refused as refused:
        raise Refused(
            N_(
                "This report came by Telegram, which shows nobody his own address. Ask there for"
                " what you want: the custodian of identities gives or deletes it."
            ),
            where="contact",
        ) from refused


def _conversation_of(talk: Behind, actor: Actor, now: datetime) -> list[dict[str, str]]:
    """Return what was said in a conversation to who has proven that it is his."""
    return talk.told(_words_of(talk.wholes, actor, now))


def _words_of(seal_ids: list[UUID], actor: Actor, now: datetime) -> dict[UUID, str]:
    if not seal_ids:
        return {}
    return custody.give_words_back(seal_ids=seal_ids, actor=actor, now=now)


def _tell_no_more(signal: Signal, talk: Behind, now: datetime) -> None:
    """Note that he wants to hear no more of this report, also where he never said how."""
    NoticeRoute.objects.get_or_create(
        signal=signal,
        defaults={
            "channel": talk.conversation.channel,
            "conversation": talk.conversation,
            "language": "id",
            "chosen_at": now,
            "ended_at": now,
        },
    )


def _forget_sender(signal: Signal, talk: Behind, *, actor: Actor, now: datetime) -> bool:
    """Forget a sender where no other report needs him; whether he is forgotten."""
    if is_needed_elsewhere(signal, talk.conversation.pk):
        return False
    custody.forget_sender(fingerprint=talk.conversation.fingerprint, actor=actor, now=now)
    # Sealed under a key file that is lost, it is not known by that fingerprint.
    standing = seals.standing_of(talk.conversation.seal)
    if standing is not None and standing.forgotten_at is None:
        custody.forget_seal(seal_id=standing.seal_id, why=Forgetting.REQUEST, actor=actor, now=now)
    return True


def _photos_given_back(
    photos: Iterable[Photo], actor: Actor, now: datetime
) -> Iterator[tuple[Photo, bytes]]:
    """Yield somebody's photos to him: as they came while that is kept, else as others see them."""
    first = [(photo, kept[0]) for photo in photos if (kept := _kept_of(photo))]
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

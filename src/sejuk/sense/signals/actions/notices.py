"""Tell who reported that there is news, by the way that he chose: never what it is."""

from datetime import datetime

from django.utils.translation import gettext, override

from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel, address_of
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import Notice, NoticeRoute, Signal
from sejuk.sense.signals.rules import Occasion, may_be_told

NEWS = N_(
    "There is news about your report. Look at %(address)s with your receipt. "
    "Nobody asks you for its number. No more notices: write BERHENTI."
)
ASKED = N_(
    "Your report was closed four weeks ago. Tell us what came of it, at %(address)s with your "
    "receipt. Three questions, without a name. No more notices: write BERHENTI."
)


@traced
def choose_notice(
    *,
    signal_id: int,
    channel: Channel,
    address: str,
    language: str,
    actor: Actor,
    now: datetime,
) -> NoticeRoute:
    """
    Keep by which way who reported wants to hear of news; his address is sealed at once.

    :raises Refused: for an address that is none of this channel.
    """
    may_be_told(channel, address).or_refuse()
    signal = Signal.objects.get(pk=signal_id)
    conversation = channels.converse_with(
        channel=channel,
        address=address_of(channel, address),
        area_code=signal.area_id,
        actor=actor,
        now=now,
    )
    return _kept(signal, conversation.pk, channel, language, actor=actor, now=now)


@traced
def tell_in_conversation(
    *,
    signal_id: int,
    conversation_id: int,
    channel: Channel,
    language: str,
    actor: Actor,
    now: datetime,
) -> NoticeRoute:
    """Keep that who reported within a conversation hears of news in it; he ends it by BERHENTI."""
    signal = Signal.objects.get(pk=signal_id)
    return _kept(signal, conversation_id, channel, language, actor=actor, now=now)


def _kept(
    signal: Signal,
    conversation_id: int,
    channel: Channel,
    language: str,
    *,
    actor: Actor,
    now: datetime,
) -> NoticeRoute:
    route, _ = NoticeRoute.objects.get_or_create(
        signal=signal,
        defaults={
            "channel": channel,
            "conversation_id": conversation_id,
            "language": language,
            "chosen_at": now,
        },
    )
    record(
        verb="signals.notice.chosen",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={"channel": channel.value},
    )
    return route


@traced
def end_notices(*, signal_id: int, actor: Actor, now: datetime) -> None:
    """Send no more notices of one report: who reported asked for it."""
    NoticeRoute.objects.filter(signal_id=signal_id, ended_at__isnull=True).update(ended_at=now)
    signal = Signal.objects.only("pk", "area_id").get(pk=signal_id)
    record(
        verb="signals.notice.ended",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
    )


@traced
def end_notices_to(*, conversation_id: int, actor: Actor, now: datetime) -> int:
    """Send no more notices into a conversation, of whichever report: its owner said so there."""
    routes = NoticeRoute.objects.filter(conversation_id=conversation_id, ended_at__isnull=True)
    count = routes.update(ended_at=now)
    record(
        verb="signals.notices.ended",
        subject=f"channels.conversation:{conversation_id}",
        actor=actor,
        now=now,
        detail={"count": count},
    )
    return count


@traced
def tell_reporter(
    *, signal_id: int, occasion: Occasion, mark: str, actor: Actor, now: datetime
) -> bool:
    """
    Put one notice of one event on its way, with the transaction of the caller; whether it went.

    The caller holds the lock of the signal, so that nothing is told twice.
    """
    signal = Signal.objects.get(pk=signal_id)
    route = queries.notice_route(signal)
    known = Notice.objects.filter(signal=signal, occasion=occasion, mark=mark)
    went = route is not None and not known.exists()
    if route is not None and went:
        message = channels.send_message(
            conversation_id=route.conversation_id,
            text=_text(occasion, route.language),
            purpose=Purpose.SURVEY if occasion is Occasion.SURVEY else Purpose.ANSWER,
            about=subject_of(signal),
            area_code=signal.area_id,
            actor=actor,
            now=now,
        )
        Notice.objects.create(signal=signal, occasion=occasion, mark=mark, message=message, at=now)
    record(
        verb="signals.notice.told" if went else "signals.notice.left",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={"occasion": occasion.value},
    )
    return went


@traced
def ask_survey(*, signal_id: int, actor: Actor, now: datetime) -> bool:
    """Ask who reported what came of it, once; whether he was asked now."""
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=signal_id)
    is_due = signal_id in queries.surveys_to_ask(now=now, only=signal_id)
    mark = f"{signal.state_changed_at:%Y-%m-%d}"
    asked = is_due and tell_reporter(
        signal_id=signal_id, occasion=Occasion.SURVEY, mark=mark, actor=actor, now=now
    )
    record(
        verb="signals.survey.asked" if asked else "signals.survey.left",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
    )
    return asked


def _text(occasion: Occasion, language: str) -> str:
    with override(language):
        text = gettext(ASKED if occasion is Occasion.SURVEY else NEWS)
        return text % {"address": queries.where_to_look()}

"""Write under a receipt what was answered to the whole district: each version once."""

from datetime import datetime

from sejuk.foundation.channels.rules import Direction
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.notices import tell_reporter
from sejuk.sense.signals.models import Entry, Receipt, Signal
from sejuk.sense.signals.rules import Occasion, Voice


@traced
def announce_answer(
    *,
    signal_id: int,
    answer_id: int,
    mark: str,
    text: str,
    is_told: bool = False,
    actor: Actor,
    now: datetime,
) -> bool:
    """
    Tell who reported that his matter was answered; `mark` names the version. Whether it was new.

    He finds it under his receipt with the way to the whole answer, and hears of it if he wished;
    `is_told` says that the answer itself goes to him, so that no notice of it must.

    :raises NotYours: for a signal that came without a receipt.
    """
    signal = Signal.objects.select_for_update(of=("self",)).filter(pk=signal_id).first()
    if signal is None or not Receipt.objects.filter(signal=signal).exists():
        raise NotYours(f"signal {signal_id}")
    entry, is_new = Entry.objects.get_or_create(
        form_key=queries.announcement_key(signal_id, answer_id, mark),
        defaults={
            "signal": signal,
            "direction": Direction.OUT,
            "by": Voice.COMMAND_POST,
            "text": text,
            "at": now,
        },
    )
    if is_new and not is_told and queries.notice_route(signal) is not None:
        tell_reporter(
            signal_id=signal_id, occasion=Occasion.ENTRY, mark=str(entry.pk), actor=actor, now=now
        )
    record(
        verb="signals.dialogue.wrote_out" if is_new else "signals.dialogue.sent_twice",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={"entry": entry.pk},
    )
    return is_new

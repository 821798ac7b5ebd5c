"""Call deadlines to mind, and hand on what nobody has moved in time."""

from datetime import datetime

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.actions.working import Work
from sejuk.assess.rumours.rules import Deed, RumourState, next_in_charge
from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record_many, subject_of, traced
from sejuk.kit.actors import Actor, Role


@traced
def mind_deadlines(*, actor: Actor, now: datetime) -> int:
    """
    Remind of what is due soon, hand what is overdue to the next person; return how many these were.

    Doing it twice does nothing twice: one is reminded once, and with the next the time begins anew.
    """
    deeds = []
    for rumour in queries.due_rumours(now).select_for_update():
        work = Work(rumour, actor, now)
        if rumour.due_at is not None and rumour.due_at <= now:
            said = _hand_on(work)
        else:
            said = _remind(work)
        if said is not None:
            deeds.append(said)
    # Another run may have done it a moment before.
    record_many(deeds or [ledger.Deed("rumours.watch.none_due", "rumours.rumours", actor, now)])
    return len(deeds)


def _remind(work: Work) -> ledger.Deed:
    work.keep(reminded_at=work.now)
    work.step(Deed.REMINDED)
    return _deed(work, "reminded", until=work.rumour.due_at)


def _hand_on(work: Work) -> ledger.Deed | None:
    to = next_in_charge(Role(work.rumour.with_role))
    if to is None:
        return None
    owed = work.owed_in(RumourState(work.rumour.state))
    # Whoever had it in hand let it lie: the second person finds it free.
    work.keep(**owed | {"with_role": to.value, "taken_by": None, "taken_until": None})
    work.step(Deed.HANDED_ON, to=to.value)
    return _deed(work, "handed_on", to=to.value, until=work.rumour.due_at)


def _deed(work: Work, verb: str, **detail: object) -> ledger.Deed:
    rumour = work.rumour
    return ledger.Deed(
        f"rumours.rumour.{verb}",
        subject_of(rumour),
        work.actor,
        work.now,
        rumour.area_id,
        detail,
    )

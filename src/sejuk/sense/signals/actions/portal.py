"""Show matters to the public, take them back, and let people follow them."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import Following, PublicMatter, Signal
from sejuk.sense.signals.queries import portal
from sejuk.sense.signals.queries.locking import locked_signal
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.rules.portal import may_release_matter, may_withdraw_matter


@traced
def release_matter(*, signal_id: int, title: str, actor: Actor, now: datetime) -> PublicMatter:
    """
    Show a matter to everybody: the title, the kind, the village and the day of the signal.

    :raises Refused: when it is shown already, the kind is never shown, or the title repeats the
        report, names a person or is not neutral
    """
    signal = locked_signal(signal_id, actor)
    if signal.public_matters.filter(withdrawn_at__isnull=True).exists():
        raise Refused(N_("This matter is shown already. Withdraw it first, with a reason."))
    persons, hits = portal.faults_of_title(title, signal.area_id)
    may_release_matter(
        Kind(signal.kind),
        title=title,
        text=signal.text,
        persons_in_title=persons,
        hits_in_title=hits,
        area_code=signal.area_id,
        actor=actor,
    ).or_refuse()
    matter = PublicMatter.objects.create(
        signal=signal,
        title=title.strip(),
        kind=signal.kind,
        area_id=signal.area_id,
        day=timezone.localdate(signal.heard_at),
        released_at=now,
        released_by_user_id=actor.user_id,
        released_by=actor.name,
    )
    detail = {"title": matter.title, "matter": matter.pk}
    _noted("shown", signal, actor=actor, now=now, detail=detail)
    return matter


@traced
def withdraw_matter(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> PublicMatter:
    """
    Take a matter off the portal. Who follows it is told so under his receipt.

    :raises Refused: when nothing is shown, or without a reason
    """
    signal = locked_signal(signal_id, actor)
    matter = signal.public_matters.filter(withdrawn_at__isnull=True).first()
    may_withdraw_matter(
        is_withdrawn=matter is None, reason=reason, area_code=signal.area_id, actor=actor
    ).or_refuse()
    if matter is None:
        raise NotYours(f"matter of signal {signal_id}")
    return _withdrawn(matter, reason, actor=actor, now=now)


@traced
def take_back_moved(*, signal_id: int, actor: Actor, now: datetime) -> PublicMatter:
    """
    Take a matter off the portal whose signal was moved: its title says where it was.

    The desk may show it anew. The caller holds the signal, and has tested who moves it.

    :raises NotYours: when nothing is shown
    """
    rows = PublicMatter.objects.select_for_update(of=("self",)).select_related("signal")
    matter = rows.filter(signal=signal_id, withdrawn_at__isnull=True).first()
    if matter is None:
        raise NotYours(f"matter of signal {signal_id}")
    reason = gettext("The signal was moved to another area.")
    return _withdrawn(matter, reason, actor=actor, now=now)


@traced
def follow_matter(*, matter_id: int, digits: str, actor: Actor, now: datetime) -> Following:
    """
    Let who holds `digits` ask for a matter. Once for the same digits, however often it is sent.

    :raises NotYours: when the matter is not shown
    """
    matter = portal.matter_to_follow(matter_id, now=now)
    following, is_new = Following.objects.get_or_create(
        digits_hash=queries.receipt_hash(digits),
        defaults={"matter": matter, "issued_at": now},
    )
    record(
        verb="signals.matter.followed" if is_new else "signals.matter.followed_again",
        subject=matter,
        actor=actor,
        now=now,
        area_code=matter.area_id,
    )
    return following


def _withdrawn(matter: PublicMatter, reason: str, *, actor: Actor, now: datetime) -> PublicMatter:
    matter.withdrawn_at, matter.withdrawn_by, matter.withdrawn_why = now, actor.name, reason
    matter.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    detail = {"reason": reason, "matter": matter.pk}
    _noted("hidden", matter.signal, actor=actor, now=now, detail=detail)
    return matter


def _noted(
    deed: str, signal: Signal, *, actor: Actor, now: datetime, detail: dict[str, object]
) -> None:
    record(
        verb=f"signals.signal.{deed}",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail=detail,
    )

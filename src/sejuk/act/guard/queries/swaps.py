"""Requests to swap duties: who may be asked, what a swap breaks, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sejuk.act.guard.models import Swap
from sejuk.act.guard.queries.people import leads, own_person
from sejuk.act.guard.rules import LEADERS, SwapState
from sejuk.act.guard.rules.changing import OPEN_SWAPS
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.queries.plain_clothes import told_breaches
from sejuk.plan.deployment.queries.replacing import ShownBreach, verdict_of_swap
from sejuk.plan.deployment.rules import COVERT_READERS

DUTY_AREA = "duty__post__area_id"
# Chosen: colleagues are asked about duties of the next six weeks; farther off nothing is fixed.
AHEAD = timedelta(days=42)
MOST_COLLEAGUES = 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be asked to take a duty, and the duty that he would give for it."""

    person_id: int
    title: str
    duty: StandingDuty | None

    @property
    def choice(self) -> str:
        return f"{self.person_id}-{self.duty.duty_id if self.duty else 0}"


@dataclass(frozen=True, slots=True)
class ShownSwap:
    """A request to swap, with what it breaks now, and what its reader may do about it."""

    swap_id: int
    duty_id: int
    post_name: str
    starts_at: datetime
    ends_at: datetime
    asker: str
    colleague: str
    in_exchange: str
    in_exchange_starts_at: datetime | None
    state: SwapState
    note: str
    asked_at: datetime
    decided_by: str
    decision_reason: str
    breaches: tuple[ShownBreach, ...]
    may_answer: bool
    may_withdraw: bool
    may_decide: bool

    @property
    def is_forbidden(self) -> bool:
        return any(breach.level == "hard" for breach in self.breaches)


def swaps_seen_by(actor: Actor, *, own_id: int | None) -> QuerySet[Swap]:
    """Return the swaps of the actor's own duties, and those of the area that he leads."""
    seen = Q(asker=own_id) | Q(colleague=own_id) if own_id else Q(pk__in=[])
    led = within(actor.only(*LEADERS).scope, DUTY_AREA) & (
        ~Q(duty__posture="covert") | within(actor.only(*COVERT_READERS).scope, DUTY_AREA)
    )
    return Swap.objects.filter(seen | led).select_related(
        "duty__post", "in_exchange__post", "asker", "colleague"
    )


def swap_called(swap_id: int, *, actor: Actor) -> Swap:
    """
    Return a swap.

    :raises NotYours: when there is none that the actor sees
    """
    return _called(swap_id, actor, _own_id(actor))


def _own_id(actor: Actor) -> int | None:
    person = own_person(actor)
    return person.pk if person else None


def _called(swap_id: int, actor: Actor, own_id: int | None) -> Swap:
    row = swaps_seen_by(actor, own_id=own_id).filter(pk=swap_id).first()
    if row is None:
        raise NotYours(f"swap {swap_id}")
    return row


def has_open_swap(duty_id: int) -> bool:
    states = [state.value for state in OPEN_SWAPS]
    return Swap.objects.filter(duty_id=duty_id, state__in=states).exists()


def open_swaps(actor: Actor) -> list[ShownSwap]:
    """Return the swaps that wait for somebody, the next duty first."""
    states = [state.value for state in OPEN_SWAPS]
    own_id = _own_id(actor)
    rows = swaps_seen_by(actor, own_id=own_id).filter(state__in=states)
    return [_shown_swap(row, actor, own_id, ()) for row in rows.order_by("duty__starts_at", "pk")]


def shown_swap(swap_id: int, *, actor: Actor, now: datetime) -> ShownSwap:
    """
    Return a swap with what it would break, as it stands now.

    :raises NotYours: when there is none that the actor sees
    """
    own_id = _own_id(actor)
    row = _called(swap_id, actor, own_id)
    is_open = SwapState(row.state) in OPEN_SWAPS
    breaches = (
        verdict_of_swap(row.duty_id, row.colleague_id, row.in_exchange_id, now=now)
        if is_open
        else ()
    )
    told = told_breaches(
        breaches,
        others={row.asker_id, row.colleague_id} - {own_id},
        actor=actor,
        area_code=row.duty.post.area_id,
        now=now,
    )
    return _shown_swap(row, actor, own_id, told)


def verdict_for(
    duty: StandingDuty,
    colleague_id: int,
    in_exchange_id: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> tuple[ShownBreach, ...]:
    """
    Return what a swap that somebody thinks of would break, as he may read it.

    :raises NotYours: when the colleague, or that duty of his, cannot be asked for
    """
    choices = {
        (one.person_id, one.duty.duty_id if one.duty else None)
        for one in colleagues_for(duty, now=now)
    }
    if (colleague_id, in_exchange_id) not in choices:
        raise NotYours(f"colleague {colleague_id}")
    breaches = verdict_of_swap(duty.duty_id, colleague_id, in_exchange_id, now=now)
    return told_breaches(
        breaches, others={colleague_id}, actor=actor, area_code=duty.area_code, now=now
    )


def _shown_swap(
    row: Swap, actor: Actor, own_id: int | None, breaches: tuple[ShownBreach, ...]
) -> ShownSwap:
    state = SwapState(row.state)
    given = row.in_exchange
    leading = leads(actor, area_code=row.duty.post.area_id)
    return ShownSwap(
        swap_id=row.pk,
        duty_id=row.duty_id,
        post_name=row.duty.post.name,
        starts_at=row.duty.starts_at,
        ends_at=row.duty.ends_at,
        asker=str(row.asker),
        colleague=str(row.colleague),
        in_exchange=given.post.name if given else "",
        in_exchange_starts_at=given.starts_at if given else None,
        state=state,
        note=row.note,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
        breaches=breaches,
        may_answer=state is SwapState.ASKED and own_id == row.colleague_id,
        may_withdraw=state in OPEN_SWAPS and own_id == row.asker_id,
        may_decide=state is SwapState.ACCEPTED
        and leading
        and own_id not in (row.asker_id, row.colleague_id),
    )


def colleagues_for(duty: StandingDuty, *, now: datetime) -> list[Colleague]:
    """
    Return who may be asked for a duty: whoever stands open duties at the same post.

    Each comes once as one who takes it as a gift, and once for each duty he could give for it.
    """
    ahead = published_duties(starts_at=now, ends_at=now + AHEAD, post_id=duty.post_id, covert=False)
    others = [
        one for one in ahead if one.person_id not in (None, duty.person_id) and one.starts_at > now
    ]
    known: dict[int, str] = {one.person_id or 0: one.person_title for one in others}
    gifts = [Colleague(number, title, None) for number, title in known.items()]
    exchanges = [
        Colleague(one.person_id or 0, one.person_title, one)
        for one in others
        if one.roster_id == duty.roster_id
        and (one.day, one.band_code) != (duty.day, duty.band_code)
    ]
    return [*sorted(gifts, key=lambda one: one.title), *exchanges[:MOST_COLLEAGUES]]

"""What an action asks before it changes a rumour."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sejuk.assess.rumours.models import Check, Rumour, Shift, Sighting
from sejuk.assess.rumours.queries.visibility import rumour_called
from sejuk.assess.rumours.rules import (
    OWING_STATES,
    REMIND_IN_LAST,
    WITHIN,
    Priority,
    ShiftKind,
)
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries as signals

if TYPE_CHECKING:
    from sejuk.sense.signals.models import Signal


def check_called(rumour: Rumour, check_id: int) -> Check:
    """
    Return a verification step of a rumour.

    :raises NotYours: when there is none
    """
    found = rumour.checks.filter(pk=check_id).first()
    if found is None:
        raise NotYours(f"check {check_id} of rumour {rumour.pk}")
    return found


def sighting_keyed(key: str) -> Sighting | None:
    """Return the sighting that was sent under a key, if it came before."""
    return Sighting.objects.filter(key=key).first()


def answered_check(rumour: Rumour, check_id: int | None) -> Check | None:
    """Return the answer that a decision rests on; None where none is named, or none came."""
    if check_id is None:
        return None
    return rumour.checks.filter(pk=check_id, noted_at__isnull=False).first()


def merge_to_undo(rumour_id: int, scope: tuple[str, ...]) -> Shift:
    """
    Return the merge by which a rumour went into another, when it was not undone.

    :raises NotYours: when the rumour is none of his
    :raises Refused: when there is no such merge
    """
    rumour = rumour_called(rumour_id, scope)
    found = (
        Shift.objects.filter(source=rumour, kind=ShiftKind.MERGE, undoing__isnull=True)
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise Refused(N_("This merge was undone already."))
    return found


def chosen_sightings(
    there: Sequence[Sighting], numbers: Collection[int], actor: Actor
) -> list[Sighting]:
    """
    Return those of the sightings that somebody chose.

    :raises NotYours: when one is none of the rumour, or of no area of his
    """
    chosen = [one for one in there if one.pk in set(numbers) and actor.covers(one.area_id)]
    if len(chosen) < len(set(numbers)):
        raise NotYours("sightings")
    return chosen


def signal_read_by(signal_id: int, actor: Actor) -> "Signal":
    """
    Return a signal that an actor reads.

    :raises NotYours: when there is none
    """
    found = signals.visible_signals(actor).filter(pk=signal_id).first()
    if found is None:
        raise NotYours(f"signal {signal_id}")
    return found


def signals_to_link(numbers: Collection[int], actor: Actor) -> dict[int, "Signal"]:
    """
    Return signals that an actor reads, locked by their numbers before anything else is written.

    :raises NotYours: when one is not there
    """
    if not numbers:
        return {}
    found = signals.visible_signals(actor).filter(pk__in=numbers).order_by("pk")
    locked = {signal.pk: signal for signal in found.select_for_update(of=("self",))}
    if missing := set(numbers) - set(locked):
        raise NotYours(f"signals {sorted(missing)}")
    return locked


def due_rumours(now: datetime) -> QuerySet[Rumour]:
    """Return the rumours to remind of, or to hand on, by their numbers."""
    soon = reduce(
        or_,
        (
            Q(priority=priority, due_at__lte=now + WITHIN[priority] * REMIND_IN_LAST)
            for priority in Priority
        ),
    )
    overdue = Q(due_at__lte=now) & ~Q(with_role=Role.CHIEF)
    return Rumour.objects.filter(
        overdue | (soon & Q(reminded_at__isnull=True, due_at__gt=now)),
        state__in=OWING_STATES,
    ).order_by("pk")

"""What a verdict may say to whom: who does not see plain-clothes duties learns none from it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from sejuk.engines.roster import Sentence
from sejuk.kit.actors import Actor
from sejuk.plan.deployment.queries.duties import published_duties
from sejuk.plan.deployment.queries.replacing import Replacement, ShownBreach
from sejuk.plan.deployment.queries.telling import told
from sejuk.plan.deployment.rules import may_see_covert

# Chosen: rules look back at most two weeks, and rosters that are published six ahead.
BACK, AHEAD = timedelta(days=14), timedelta(days=42)


def stand_covertly(person_ids: Collection[int], *, now: datetime) -> frozenset[int]:
    """Return who of some people has a duty in plain clothes about this time."""
    near = published_duties(starts_at=now - BACK, ends_at=now + AHEAD, covert=True)
    return frozenset(
        duty.person_id
        for duty in near
        if duty.is_covert and duty.person_id is not None and duty.person_id in person_ids
    )


def told_to(
    actor: Actor,
    sentence: Sentence,
    *,
    others: Collection[int | None],
    area_code: str,
    now: datetime,
) -> str:
    """Return what the engine says of `others` about the time `now`, as the actor may read it."""
    people = {other for other in others if other is not None}
    if may_see_covert(actor, area_code=area_code) or not stand_covertly(people, now=now):
        return told(sentence)
    return _hidden()


def told_breaches(
    breaches: Iterable[ShownBreach],
    *,
    others: Collection[int],
    actor: Actor,
    area_code: str,
    now: datetime,
) -> tuple[ShownBreach, ...]:
    """Return breaches as the actor may read them, when `others` than himself are told about."""
    found = tuple(breaches)
    if not found or may_see_covert(actor, area_code=area_code):
        return found
    if not stand_covertly(others, now=now):
        return found
    hidden = _hidden()
    return tuple(dict.fromkeys(ShownBreach(one.level, hidden) for one in found))


def told_replacements(
    found: list[Replacement], *, actor: Actor, area_code: str, now: datetime
) -> list[Replacement]:
    """Return proposals as the actor may read them."""
    if not found or may_see_covert(actor, area_code=area_code):
        return found
    covert = stand_covertly([one.person_id for one in found], now=now)
    hidden = _hidden()
    return [
        replace(one, reasons=(), warnings=(hidden,) if one.warnings else ())
        if one.person_id in covert
        else one
        for one in found
    ]


def _hidden() -> str:
    return gettext("A rule about duties that only the command post sees.")

"""Shift patterns and kinds of posts, entered one by one: what posts are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.storing import refused_when_there
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Band, Pattern, PostKind


@dataclass(frozen=True, slots=True)
class NewBand:
    """A shift of a pattern as it is entered; `counted` is empty when it counts whole."""

    code: str
    name: str
    starts: time
    minutes: int
    counted: int | None = None
    rest: int = 0


@traced
def add_pattern(
    *, code: str, name: str, bands: Sequence[NewBand], actor: Actor, now: datetime
) -> Pattern:
    """
    Enter a shift pattern with its shifts.

    :raises Refused: when the actor plans nothing in the operation's area, no shift is given, two
        have one code, or the code is taken
    """
    area_code = operations.shared_area()
    rules.may_plan(actor, area_code=area_code).or_refuse()
    if not bands:
        raise Refused(N_("A pattern has at least one shift."))
    if len({band.code for band in bands}) < len(bands):
        raise Refused(N_("Two shifts of a pattern cannot have the same name."))
    with refused_when_there(N_("A pattern with code “%(code)s” is there already."), code=code):
        pattern = Pattern.objects.create(code=code, name=name)
    Band.objects.bulk_create(
        Band(
            pattern=pattern,
            code=band.code,
            name=band.name,
            starts=band.starts,
            minutes=band.minutes,
            counted_minutes=band.counted,
            rest_after_minutes=band.rest,
        )
        for band in bands
    )
    record(
        verb="deployment.pattern.added",
        subject=pattern,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"code": code, "bands": [band.code for band in bands]},
    )
    return pattern


@traced
def add_kind(*, code: str, name: str, pattern_id: int, actor: Actor, now: datetime) -> PostKind:
    """
    Enter a kind of post with the shift pattern that its posts are stood in.

    :raises NotYours: when the pattern is not there
    :raises Refused: when the actor plans nothing in the operation's area, or the code is taken
    """
    area_code = operations.shared_area()
    rules.may_plan(actor, area_code=area_code).or_refuse()
    pattern = Pattern.objects.filter(id=pattern_id).first()
    if pattern is None:
        raise NotYours(f"pattern {pattern_id}")
    with refused_when_there(N_("A kind of post with code “%(code)s” is there already."), code=code):
        kind = PostKind.objects.create(code=code, name=name, pattern=pattern)
    record(
        verb="deployment.kind.added",
        subject=kind,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"code": code, "pattern": pattern.code},
    )
    return kind

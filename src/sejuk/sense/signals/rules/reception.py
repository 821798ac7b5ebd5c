"""What comes in: a new signal, and whether it can be taken down as it came."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules.readers import may_enter
from sejuk.sense.signals.rules.wording import (
    may_be_short,
    may_be_told_by,
    may_be_worded,
)
from sejuk.sense.signals.rules.words import (
    SEVERITIES,
    ContentGrade,
    Form,
    Kind,
    Origin,
    Rung,
    SourceGrade,
)

# Chosen: clocks of cheap phones run ahead by minutes, not by hours.
CLOCK_TOLERANCE = timedelta(minutes=15)
# How the source of a signal begins that was told in a conversation; its number follows.
CONVERSATION_KEY = "conversation-"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignal:
    """A signal as it comes in, before anybody judged it. Its text is kept out of error messages."""

    form: Form
    kind: Kind
    channel: Channel
    text: str = field(repr=False)
    area_code: str
    heard_at: datetime
    created_by: str
    rung: Rung = Rung.POTENTIAL
    severity: int = 1
    origin: Origin = Origin.REPORTED
    source_grade: SourceGrade = SourceGrade.F
    content_grade: ContentGrade = ContentGrade.SIX
    cluster: str = ""
    source_key: str = ""
    came_from: str = ""
    latitude: float | None = None
    longitude: float | None = None
    idempotency_key: str | None = None
    # By which photos are held that were chosen in the form.
    photos: str = field(default="", repr=False)
    # Tested by whoever says so: a published duty of the actor at a post of that area, now.
    stands_there: bool = False


def may_be_received(
    new: NewSignal, *, actor: Actor, received_at: datetime, earliest: datetime
) -> Decision:
    """Test whether a signal can be taken down as it came."""
    return first_no(
        may_enter(new.form, area_code=new.area_code, actor=actor, stands_there=new.stands_there),
        may_be_worded(new.text),
        may_be_dated(new.heard_at, received_at=received_at, earliest=earliest),
        may_be_placed(new.latitude, new.longitude),
        may_weigh(new.form, severity=new.severity, rung=new.rung),
        may_be_told_by(new.created_by),
        may_be_short("cluster", new.cluster),
        may_be_short("source_key", new.source_key),
        may_be_short("came_from", new.came_from),
        may_be_short("idempotency_key", new.idempotency_key or ""),
    )


def may_be_dated(heard_at: datetime, *, received_at: datetime, earliest: datetime) -> Decision:
    """Test whether a signal can have been heard then, seen from when it came in."""
    if heard_at > received_at + CLOCK_TOLERANCE:
        return Decision.no(
            N_("The time %(time)s lies in the future."), where="heard_at", time=heard_at
        )
    if heard_at < earliest:
        return Decision.no(
            N_("The time %(time)s lies before the operation, which began %(earliest)s."),
            where="heard_at",
            time=heard_at,
            earliest=earliest,
        )
    return Decision.yes()


def may_be_there(area_code: str, *, exists: bool, operation_area: str, actor: Actor) -> Decision:
    """Test whether the area is known and, for a resident, part of the operation."""
    if not exists:
        return Decision.no(
            N_("There is no area with the code “%(code)s”."), where="area", code=area_code
        )
    if not actor.roles and not area_covers(operation_area, area_code):
        return Decision.no(
            N_("The area %(code)s lies outside the operation. Please call 110."),
            where="area",
            code=area_code,
        )
    return Decision.yes()


def may_be_placed(latitude: float | None, longitude: float | None) -> Decision:
    """
    Test whether a point is whole and on this earth.

    >>> may_be_placed(None, None).allowed, may_be_placed(-4.1, None).allowed
    (True, False)
    """
    if latitude is None and longitude is None:
        return Decision.yes()
    if latitude is None or longitude is None:
        return Decision.no(N_("A point needs latitude and longitude."), where="latitude")
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:  # noqa: PLR2004 - degrees
        return Decision.yes()
    return Decision.no(
        N_("There is no point %(latitude)s, %(longitude)s."),
        where="latitude",
        latitude=latitude,
        longitude=longitude,
    )


def may_weigh(form: Form, *, severity: int, rung: Rung) -> Decision:
    """Test whether a signal can weigh that much. A notified gathering is a service, no threat."""
    if severity not in SEVERITIES:
        return Decision.no(N_("The severity goes from 1 to 4."), where="severity")
    if form is Form.NOTICE and rung is not Rung.POTENTIAL:
        return Decision.no(
            N_("A notified gathering is a service to render: it has no rung above PG."),
            where="rung",
        )
    return Decision.yes()


def first_no(*decisions: Decision) -> Decision:
    """
    Return the first refusal, or a yes.

    >>> first_no(Decision.yes(), Decision.no("late"), Decision.no("far")).reason
    'late'
    """
    return next((decision for decision in decisions if not decision), Decision.yes())

"""
One alarm as a CAP 1.2 message. It holds places and counts, never the text of a report.

Whoever takes a message gets the same under one identifier, whenever he does: it tells how the alarm
stood at the step that it is of, and nothing of single reports that not all readers of it may read.
Who does not see all its villages gets none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, override

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Alarm, Step
from sejuk.assess.alarms.queries import Details
from sejuk.assess.alarms.rules import (
    DECIDED_BY,
    NOT_RAISED_AGAIN_DAYS,
    AlarmState,
    Deed,
    Finder,
    Verdict,
)
from sejuk.assess.alarms.web import words
from sejuk.kit import cap
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.kit.maps import Geometry

# A message for each of these steps: the rest is work inside the house.
TOLD = (Deed.RAISED, Deed.ESCALATED, Deed.DISMISSED, Deed.CLOSED)
LANGUAGES = (("id", "id-ID"), ("en", "en-US"))
RESTRICTION = N_("For the police and the joint force of this operation. Not for publication.")
STATE_AFTER = {Deed.RAISED: AlarmState.RAISED, **DECIDED_BY}
GEOCODE = "KEMENDAGRI"
CORNERS = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose message it is: the operation, and where it is served from."""

    operation_code: str
    operation_name: str
    is_invented: bool
    host: str
    web: str


def cap_message(details: Details, origin: Origin) -> cap.Message:
    """
    Return the newest message about an alarm, with references to those before.

    :raises NotYours: when its reader does not see all the villages that it names
    """
    alarm = details.alarm
    if details.hidden_villages:
        raise NotYours(f"all villages of alarm {alarm.pk}")
    told = [step for step in reversed(details.steps) if step.deed in TOLD]
    last = told[-1]
    state = STATE_AFTER[Deed(last.deed)]
    return cap.Message(
        identifier=_identifier(origin, alarm, last),
        sender=f"pijar@{origin.host}",
        sent=last.at,
        expires=last.at + timedelta(days=NOT_RAISED_AGAIN_DAYS),
        status=_status(told, origin),
        kind=_kind(last),
        restriction=_in("id", RESTRICTION),
        references=tuple(
            cap.Reference(_identifier(origin, alarm, step), step.at) for step in told[:-1]
        ),
        urgency=_urgency(alarm, state),
        severity=_severity(alarm),
        certainty=_certainty(details, state, last),
        event_code=("SEJUK_STREAM", alarm.stream or "semua"),
        parameters=tuple(_parameters(alarm, state)),
        told=tuple(_told(alarm, state, origin, *language) for language in LANGUAGES),
        web=origin.web,
        geocode=GEOCODE,
        places=tuple(_places(details)),
    )


def _in(language: str, msgid: str) -> str:
    with override(language):
        return gettext(msgid)


def _identifier(origin: Origin, alarm: Alarm, step: Step) -> str:
    return f"sejuk-{origin.operation_code}-pijar-{alarm.pk}-{step.number}"


def _status(told: list[Step], origin: Origin) -> cap.Status:
    """A demonstration only exercises; before somebody escalated, nobody is to act on it."""
    if origin.is_invented:
        return cap.Status.EXERCISE
    was_escalated = any(step.deed == Deed.ESCALATED for step in told)
    return cap.Status.ACTUAL if was_escalated else cap.Status.DRAFT


def _kind(last: Step) -> cap.MessageType:
    match Deed(last.deed):
        case Deed.RAISED:
            return cap.MessageType.ALERT
        case Deed.DISMISSED:
            return cap.MessageType.CANCEL
        case _:
            return cap.MessageType.UPDATE


def _urgency(alarm: Alarm, state: AlarmState) -> cap.Urgency:
    if state in (AlarmState.DISMISSED, AlarmState.CLOSED):
        return cap.Urgency.PAST
    return cap.Urgency.IMMEDIATE if alarm.detector == Finder.GRAVE else cap.Urgency.EXPECTED


def _severity(alarm: Alarm) -> cap.Severity:
    """How grave a single report is, is for those who may read it; of a grave incident all know."""
    return cap.Severity.EXTREME if alarm.detector == Finder.GRAVE else cap.Severity.UNKNOWN


def _certainty(details: Details, state: AlarmState, last: Step) -> cap.Certainty:
    """Return how sure it was when the message was made; what was found later is for the next."""
    if state == AlarmState.DISMISSED:
        return cap.Certainty.UNLIKELY
    found = {one.row.pk: "" for one in details.reports}
    for step in reversed(details.steps):
        if step.number < last.number and step.report_id in found:
            found[step.report_id] = step.verdict
    verdicts = tuple(found.values())
    if verdicts and all(one == Verdict.CORRECT for one in verdicts):
        return cap.Certainty.OBSERVED
    return cap.Certainty.LIKELY if Verdict.CORRECT in verdicts else cap.Certainty.POSSIBLE


def _parameters(alarm: Alarm, state: AlarmState) -> Iterator[tuple[str, str]]:
    yield "detector", alarm.detector
    yield "count", f"{alarm.count:g}"
    if alarm.detector not in (Finder.GRAVE, Finder.RULE):
        yield "expected", f"{alarm.expected:.3f}"
    if alarm.once_in_days is not None:
        yield "once_in_quiet_days", f"{alarm.once_in_days:.0f}"
    yield "first_day", alarm.first_day.isoformat()
    yield "last_day", alarm.last_day.isoformat()
    yield "state", state.value


def _told(alarm: Alarm, state: AlarmState, origin: Origin, language: str, tag: str) -> cap.Told:
    with override(language):
        counted = [words.count_words(alarm), words.expected_words(alarm), words.once_words(alarm)]
        sentence = ", ".join(part for part in counted if part)
        return cap.Told(
            language=tag,
            event=gettext("More signals than usual: %(stream)s")
            % {"stream": words.stream_words(alarm.stream)},
            sender_name=origin.operation_name,
            headline=words.title_of(alarm),
            description=f"{sentence}. {words.state_words(state)}.",
            instruction=" ".join(words.what_to_do([alarm.stream])),
        )


def _places(details: Details) -> Iterator[cap.Place]:
    """Yield the villages of an alarm; of a district without any, the district itself."""
    geometries = {one.code: one.geometry for one in queries.outlines_around(details)}
    for one in details.villages:
        where = f"{one.name}, {one.within}" if one.within else one.name
        yield cap.Place(where, one.code, tuple(_rings(geometries.get(one.code))))
    if not details.villages:
        area = details.alarm.area
        yield cap.Place(area.name, area.code)


def _rings(geometry: Geometry | None) -> Iterator[tuple[tuple[float, float], ...]]:
    """Yield the outer rings of a geometry: CAP knows no holes."""
    if geometry is None:
        return
    polygons = (
        [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    )
    for rings in polygons:
        ring = tuple((float(point[0]), float(point[1])) for point in rings[0])
        if len(set(ring)) >= CORNERS - 1:
            yield ring

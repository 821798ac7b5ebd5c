"""One alarm as a CAP 1.2 message. It holds places and counts, never the text of a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext, override

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Alarm, Step
from sejuk.assess.alarms.queries import Details
from sejuk.assess.alarms.rules import (
    NOT_RAISED_AGAIN_DAYS,
    AlarmState,
    Deed,
    Finder,
    Verdict,
)
from sejuk.assess.alarms.web import words
from sejuk.kit import cap
from sejuk.kit.choices import N_
from sejuk.kit.maps import Geometry

# A message for each of these steps: the rest is work inside the house.
TOLD = (Deed.RAISED, Deed.ESCALATED, Deed.DISMISSED, Deed.CLOSED)
LANGUAGES = (("id", "id-ID"), ("en", "en-US"))
RESTRICTION = N_("For the police and the joint force of this operation. Not for publication.")
SEVERITIES = {
    1: cap.Severity.MINOR,
    2: cap.Severity.MODERATE,
    3: cap.Severity.SEVERE,
    4: cap.Severity.EXTREME,
}
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
    """Return the newest message about an alarm, with references to those before."""
    alarm = details.alarm
    told = [step for step in reversed(details.steps) if step.deed in TOLD]
    last = told[-1]
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
        urgency=_urgency(alarm),
        severity=_severity(details),
        certainty=_certainty(details),
        event_code=("SEJUK_STREAM", alarm.stream or "semua"),
        parameters=tuple(_parameters(alarm)),
        told=tuple(_told(details, origin, *language) for language in LANGUAGES),
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


def _urgency(alarm: Alarm) -> cap.Urgency:
    if alarm.state in (AlarmState.DISMISSED, AlarmState.CLOSED):
        return cap.Urgency.PAST
    return cap.Urgency.IMMEDIATE if alarm.detector == Finder.GRAVE else cap.Urgency.EXPECTED


def _severity(details: Details) -> cap.Severity:
    """Return the gravest of the reports that nobody found to be another matter, or mistaken."""
    left = [
        one.row.signal.severity
        for one in details.reports
        if one.row.verdict in ("", Verdict.CORRECT)
    ]
    return SEVERITIES[max(left)] if left else cap.Severity.UNKNOWN


def _certainty(details: Details) -> cap.Certainty:
    if details.alarm.state == AlarmState.DISMISSED:
        return cap.Certainty.UNLIKELY
    verdicts = [one.row.verdict for one in details.reports]
    if verdicts and all(one == Verdict.CORRECT for one in verdicts):
        return cap.Certainty.OBSERVED
    return cap.Certainty.LIKELY if Verdict.CORRECT in verdicts else cap.Certainty.POSSIBLE


def _parameters(alarm: Alarm) -> Iterator[tuple[str, str]]:
    yield "detector", alarm.detector
    yield "count", f"{alarm.count:g}"
    if alarm.detector not in (Finder.GRAVE, Finder.RULE):
        yield "expected", f"{alarm.expected:.3f}"
    if alarm.once_in_days is not None:
        yield "once_in_quiet_days", f"{alarm.once_in_days:.0f}"
    yield "first_day", alarm.first_day.isoformat()
    yield "last_day", alarm.last_day.isoformat()
    yield "state", alarm.state


def _told(details: Details, origin: Origin, language: str, tag: str) -> cap.Told:
    alarm = details.alarm
    with override(language):
        counted = [words.count_words(alarm), words.expected_words(alarm), words.once_words(alarm)]
        sentence = ", ".join(part for part in counted if part)
        return cap.Told(
            language=tag,
            event=gettext("More signals than usual: %(stream)s")
            % {"stream": words.stream_words(alarm.stream)},
            sender_name=origin.operation_name,
            headline=words.title_of(alarm),
            description=f"{sentence}. {words.state_words(alarm.state)}.",
            instruction=" ".join(words.what_to_do([alarm.stream])),
        )


def _places(details: Details) -> Iterator[cap.Place]:
    """Yield the villages that the reader sees; of a district without any, the district itself."""
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

"""Sentences about alarms, in the reader's language."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.alarms.models import Alarm
from sejuk.assess.alarms.queries import village_count
from sejuk.assess.alarms.rules import AlarmState, Finder, Stream
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded

BADGES = {
    AlarmState.RAISED: "bad",
    AlarmState.ASSESSED: "warning",
    AlarmState.ESCALATED: "info",
    AlarmState.DISMISSED: "",
    AlarmState.CLOSED: "good",
}
WHAT_TO_DO = {
    Stream.TALK: N_(
        "Ask where it was heard first, and give the right answer through who is believed there: "
        "KPU, Bawaslu, the village head, religious leaders. A rumour is answered, not chased."
    ),
    Stream.PRESSURE: N_(
        "Speak with those who feel pressed, apart from others, and let them know whom they can "
        "call. What may be an offence goes to Bawaslu or Sentra Gakkumdu as a referral."
    ),
    Stream.ELECTION: N_(
        "Ask KPU and the PPK of the place what happened and what is done, and tell the village."
    ),
    Stream.CONFLICT: N_(
        "Bring both sides to one table with the camat and customary leaders before anything else; "
        "be seen there, unarmed if possible."
    ),
    Stream.ORDER: N_(
        "Ask who is in charge of it - camat, village head, service - and come back with a date."
    ),
}
DIALOGUE_FIRST = N_("The first step is always to ask and to explain. This page enforces nothing.")


def stream_words(stream: str) -> str:
    return gettext(Stream(stream).label) if stream else gettext("All streams")


def finder_words(alarm: Alarm) -> str:
    """Return what noticed an alarm."""
    return _noticed_by(alarm, Finder(alarm.detector))


def also_words(alarm: Alarm) -> tuple[str, ...]:
    return tuple(_noticed_by(alarm, Finder(one)) for one in alarm.also)


def _noticed_by(alarm: Alarm, finder: Finder) -> str:
    if finder is Finder.RULE and alarm.rule is not None:
        return gettext("Rule “%(name)s”") % {"name": alarm.rule.name}
    return gettext(finder.label)


def number(value: float) -> str:
    """Return a number with as many decimals as it needs, at most one."""
    return rounded(value, 0 if abs(value - round(value)) < 0.05 else 1)  # noqa: PLR2004


def count_words(alarm: Alarm) -> str:
    """Return how much was counted over which days, as in "6 cases in 3 days"."""
    days = (alarm.last_day - alarm.first_day).days + 1
    if alarm.detector == Finder.GRAVE:
        return gettext("a confirmed incident of the highest severity")
    return ngettext(
        "%(cases)s cases in %(count)s day", "%(cases)s cases in %(count)s days", days
    ) % {"cases": number(alarm.count), "count": days}


def expected_words(alarm: Alarm) -> str:
    """Return what was to be expected; nothing for what is not measured against anything."""
    if alarm.detector in (Finder.GRAVE, Finder.RULE):
        return ""
    return gettext("%(expected)s expected") % {"expected": rounded(alarm.expected, 1)}


def once_words(alarm: Alarm) -> str:
    """Return how rare it is: "once in 34 quiet days"; never a bare probability."""
    if alarm.once_in_days is None:
        if alarm.detector == Finder.GRAVE:
            return gettext("Raised at once, whatever is usual")
        return gettext("A rule set by hand was met")
    return gettext("once in %(days)s quiet days") % {"days": rounded(alarm.once_in_days)}


def places_words(alarm: Alarm) -> str:
    """Return the villages in a few words: the one in the middle, and how many others."""
    others = village_count(alarm) - 1
    name = alarm.area.name
    if alarm.detector == Finder.DISTRICT:
        return gettext("the whole of %(name)s") % {"name": name}
    within = alarm.area.parent.name if alarm.area.parent else ""
    where = f"{name}, {within}" if within else name
    if others < 1:
        return where
    return ngettext(
        "%(where)s and %(count)s other village", "%(where)s and %(count)s other villages", others
    ) % {"where": where, "count": others}


def role_words(role: str) -> str:
    return gettext(Role(role).label)


def state_words(state: str) -> str:
    return gettext(AlarmState(state).label)


def due_words(alarm: Alarm) -> str:
    """Return until when something is owed by whom it is with; nothing once it is decided."""
    if alarm.due_at is None:
        return ""
    at = date_format(timezone.localtime(alarm.due_at), "j M H.i")
    # Once each report is assessed somebody has answered, and owes a decision.
    if alarm.state == AlarmState.ASSESSED:
        return gettext("decide by %(at)s") % {"at": at}
    return gettext("answer by %(at)s") % {"at": at}


def short_day(day: date) -> str:
    return date_format(day, "j M")


def days_words(alarm: Alarm) -> str:
    """Return over which days it was counted."""
    if alarm.first_day == alarm.last_day:
        return short_day(alarm.last_day)
    return f"{short_day(alarm.first_day)} – {short_day(alarm.last_day)}"


def alarm_url(alarm: Alarm) -> str:
    return reverse("alarms:alarm", args=[alarm.pk])


def title_of(alarm: Alarm) -> str:
    """Return what an alarm is about and where: "Rumours and provocation in Ujan Mas"."""
    return gettext("%(stream)s: %(places)s") % {
        "stream": stream_words(alarm.stream),
        "places": places_words(alarm),
    }


def what_to_do(streams: Sequence[str]) -> tuple[str, ...]:
    """Return what usually helps, and that it begins with asking."""
    known = [Stream(one) for one in streams if one]
    return (gettext(DIALOGUE_FIRST), *(gettext(WHAT_TO_DO[one]) for one in known))

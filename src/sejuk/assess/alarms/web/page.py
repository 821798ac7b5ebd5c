"""The page of one alarm: what was counted where, its reports, its steps, and what may be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Step
from sejuk.assess.alarms.queries import Details, Report
from sejuk.assess.alarms.rules import (
    DESK,
    NEXT_STATES,
    AlarmState,
    Deed,
    Finder,
    Stream,
    Verdict,
    stream_of,
)
from sejuk.assess.alarms.web import drawing, words
from sejuk.assess.alarms.web.listing import Row, row_of
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.kit.svg import Svg
from sejuk.sense.signals.rules import Kind

SYSTEM = "system:"
# Chosen: as many reports as a reader takes in; the rest opens below.
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One button beside a report."""

    value: str
    word: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as its reader sees it: with its text, or only that there is one."""

    id: int
    signal_id: int
    url: str
    kind: str
    text: str
    heard_at: datetime
    grade: str
    verdict: str
    verdict_words: str
    assessed_by: str
    assessed_at: datetime | None
    is_readable: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """Something that was done with the alarm."""

    at: datetime
    by: str
    deed: str
    note: str
    reason: str


@dataclass(frozen=True, slots=True)
class VillageLink:
    name: str
    within: str
    url: str


@dataclass(frozen=True, slots=True)
class AlarmPage:
    """Everything the page shows."""

    row: Row
    also: tuple[str, ...]
    villages: tuple[VillageLink, ...]
    hidden_villages: int
    chart: Svg
    map: Svg | None
    has_expectation: bool
    is_talk: bool
    reports: tuple[ShownReport, ...]
    more_reports: tuple[ShownReport, ...]
    unassessed: int
    steps: tuple[ShownStep, ...]
    steps_taken: int
    to_do: tuple[str, ...]
    moves: tuple[str, ...]
    budget: str
    cap_url: str


def alarm_page(actor: Actor, alarm_id: int, *, now: datetime) -> AlarmPage:
    """
    Return the page of an alarm about a village of the actor's.

    :raises NotYours: when there is none
    """
    details = queries.alarm_details(actor, alarm_id, now=now)
    alarm, state = details.alarm, AlarmState(details.alarm.state)
    works_here = actor.holds(*DESK, area_code=alarm.area_id)
    may_assess = works_here and state in (AlarmState.RAISED, AlarmState.ASSESSED)
    waiting_first = sorted(details.reports, key=lambda one: bool(one.row.verdict))
    reports = tuple(_report(one, may_assess=may_assess) for one in waiting_first)
    return AlarmPage(
        row=row_of(alarm, now),
        also=words.also_words(alarm),
        villages=tuple(
            VillageLink(one.name, one.within, reverse("outreach:village", args=[one.code]))
            for one in details.villages
        ),
        hidden_villages=details.hidden_villages,
        chart=drawing.counts_chart(details),
        map=drawing.small_map(details),
        has_expectation=details.expected_a_day is not None,
        is_talk=alarm.stream == Stream.TALK,
        reports=reports[:AT_ONCE],
        more_reports=reports[AT_ONCE:],
        unassessed=sum(not report.verdict for report in reports),
        steps=tuple(_steps(details.steps)),
        steps_taken=alarm.steps_taken,
        to_do=words.what_to_do(_streams(details)),
        moves=_moves(state) if works_here else (),
        budget=_budget(details),
        cap_url=reverse("alarms:cap", args=[alarm.pk]),
    )


def _report(one: Report, *, may_assess: bool) -> ShownReport:
    row, signal = one.row, one.row.signal
    is_open = one.is_readable
    return ShownReport(
        id=row.pk,
        signal_id=signal.pk if is_open else 0,
        url=reverse("signals:signal", args=[signal.pk]) if is_open else "",
        kind=gettext(Kind(signal.kind).label) if is_open else "",
        text=shown_turns(signal.text) if is_open else "",
        heard_at=signal.heard_at,
        grade=_grade(signal.source_grade, signal.content_grade, signal.severity) if is_open else "",
        verdict=row.verdict,
        verdict_words=gettext(Verdict(row.verdict).label) if row.verdict else "",
        assessed_by=row.assessed_by,
        assessed_at=row.assessed_at,
        is_readable=is_open,
        choices=tuple(
            Choice(word.value, gettext(word.label), word.value == row.verdict) for word in Verdict
        )
        if is_open and may_assess
        else (),
    )


def _grade(source: str, content: str, severity: int) -> str:
    """Return how far a report is trusted and how grave it is, each figure with its word."""
    return gettext("source %(source)s, content %(content)s · severity %(severity)s of 4") % {
        "source": source,
        "content": content,
        "severity": severity,
    }


def _steps(steps: Sequence[Step]) -> Iterator[ShownStep]:
    """Yield the steps; reports that one person found alike one after the other are one line."""
    for _, alike in groupby(steps, key=lambda one: (one.deed, one.by, one.verdict, one.to_role)):
        first, *others = alike
        if first.verdict:
            yield _step(first, len(others) + 1)
        else:
            yield from (_step(one, 1) for one in (first, *others))


def _step(step: Step, count: int) -> ShownStep:
    note = ""
    if step.verdict:
        verdict = gettext(Verdict(step.verdict).label)
        note = ngettext("%(verdict)s, %(count)s report", "%(verdict)s, %(count)s reports", count)
        note %= {"verdict": verdict, "count": count}
    elif step.to_role:
        note = gettext("to: %(role)s") % {"role": words.role_words(step.to_role)}
    return ShownStep(
        at=step.at,
        by=gettext("Sejuk itself") if step.by.startswith(SYSTEM) else step.by,
        deed=gettext(Deed(step.deed).label),
        note=note,
        reason=step.reason,
    )


def _streams(details: Details) -> tuple[str, ...]:
    """Return what an alarm is about; of a rule over all streams what its reports are about."""
    if details.alarm.stream:
        return (details.alarm.stream,)
    found = {stream_of(Kind(one.row.signal.kind)) for one in details.reports if one.is_readable}
    return tuple(sorted(stream.value for stream in found if isinstance(stream, Stream)))


def _moves(state: AlarmState) -> tuple[str, ...]:
    """Return which forms the page offers; the action judges again."""
    slugs = {
        "eskalasi": AlarmState.ESCALATED,
        "kesampingkan": AlarmState.DISMISSED,
        "tutup": AlarmState.CLOSED,
    }
    return tuple(slug for slug, to in slugs.items() if to in NEXT_STATES[state])


def _budget(details: Details) -> str:
    """Return by which budget it rang, which is what makes "once in" mean something."""
    calibration = details.alarm.calibration
    if calibration is None or details.alarm.detector in (Finder.GRAVE, Finder.RULE):
        return ""
    return gettext("Thresholds for one false alarm in %(days)s quiet days, from %(seen)s days.") % {
        "days": words.number(calibration.budget_days),
        "seen": calibration.days_seen,
    }

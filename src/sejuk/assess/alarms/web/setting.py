"""The pages of rules set by hand, and of the alarm budget."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Calibration, SetRule
from sejuk.assess.alarms.queries import Tried
from sejuk.assess.alarms.rules import DEFAULT_BUDGET_DAYS, ENOUGH_DAYS, LEADERS, Finder, Stream
from sejuk.assess.alarms.web import words
from sejuk.engines import warning
from sejuk.foundation.places.rules import Level
from sejuk.kit.actors import Actor
from sejuk.kit.numbers import rounded

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

# Sejuk asks every hour whether the week is over; what is two hours late waits for something.
LATE_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule in words, with who set it and why."""

    id: int
    name: str
    sentence: str
    # The kecamatan that it holds in; "" where it holds everywhere.
    where: str
    reason: str
    set_by: str
    set_at: datetime
    retired_by: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    in_force: tuple[ShownRule, ...]
    retired: tuple[ShownRule, ...]
    may_set: bool


def rules_page(actor: Actor, area_code: str) -> RulesPage:
    """Return the rules that concern an actor's areas."""
    rules = [_rule(one) for one in queries.rules_seen(actor.scope)]
    return RulesPage(
        tuple(one for one in rules if one.retired_at is None),
        tuple(one for one in rules if one.retired_at is not None),
        actor.holds(*LEADERS, area_code=area_code),
    )


def _rule(rule: SetRule) -> ShownRule:
    return ShownRule(
        id=rule.pk,
        name=rule.name,
        sentence=rule_words(rule),
        where=rule.area.name if rule.area.level == Level.SUBDISTRICT else "",
        reason=rule.reason,
        set_by=rule.set_by,
        set_at=rule.set_at,
        retired_by=rule.retired_by,
        retired_at=rule.retired_at,
        retired_reason=rule.retired_reason,
    )


def rule_words(rule: SetRule) -> str:
    """Return what a rule says: "3 cases of quarrels within 7 days and 5 km"."""
    said = {
        "count": rule.count,
        "stream": words.stream_words(rule.stream),
        "days": rule.days,
        "kilometres": words.number(rule.kilometres),
    }
    if rule.kilometres == 0:
        return gettext("%(stream)s: %(count)s cases within %(days)s days in one village") % said
    return gettext("%(stream)s: %(count)s cases within %(days)s days and %(kilometres)s km") % said


@dataclass(frozen=True, slots=True)
class BarRow:
    """From which scores on a stream alarms: one cell for each way of noticing."""

    stream: str
    # (way of noticing, from which score on).
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PastBudget:
    budget: str
    days_seen: int
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class TriedWords:
    """What another budget would have meant in the last days."""

    budget: str
    alarms: str
    now: str
    by_stream: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    budget: str
    budget_days: float
    made_by: str
    made_at: datetime | None
    # Since when the thresholds should be new ones; nothing while they are as fresh as promised.
    late_since: datetime | None
    days_seen: int
    is_rough: bool
    enough_days: int
    bars: tuple[BarRow, ...]
    # How seldom one of these alone alarms a quiet district.
    once: str
    past: tuple[PastBudget, ...]
    last_look_at: datetime | None
    cases: int
    may_calibrate: bool
    tried: TriedWords | None


def calibration_page(
    operation: "Operation | None", actor: Actor, *, now: datetime, tried: float | None = None
) -> CalibrationPage:
    """Return the alarm budget with its thresholds; and, if asked, what another would have meant."""
    held = queries.calibration_in_force(operation, now) if operation else None
    thresholds = queries.thresholds_of(held, now.date())
    run = queries.last_run(operation) if operation else None
    past = queries.calibrations(operation)[1:13] if operation else ()
    return CalibrationPage(
        budget=budget_words(held.budget_days) if held else "",
        budget_days=held.budget_days if held else DEFAULT_BUDGET_DAYS,
        made_by=_maker(held.made_by) if held else "",
        made_at=held.made_at if held else None,
        late_since=_late_since(held, now),
        days_seen=held.days_seen if held else 0,
        is_rough=held is not None and held.days_seen < ENOUGH_DAYS,
        enough_days=ENOUGH_DAYS,
        bars=tuple(_bars(thresholds)),
        once=_once(thresholds),
        past=tuple(_past(one) for one in past),
        last_look_at=run.run_at if run else None,
        cases=run.cases if run else 0,
        may_calibrate=operation is not None and actor.holds(*LEADERS, area_code=operation.area_id),
        tried=_tried(operation, tried, held, now) if operation and tried else None,
    )


def _late_since(held: Calibration | None, now: datetime) -> datetime | None:
    """Return since when the weekly calibration is missing."""
    if held is None:
        return None
    due_at = held.made_at + queries.CALIBRATE_AGAIN_AFTER
    return due_at if now > due_at + LATE_AFTER else None


def _bars(thresholds: warning.Thresholds) -> Iterator[BarRow]:
    for stream, bars in groupby(thresholds.bars, key=lambda bar: bar.stream):
        cells = tuple(
            (gettext(Finder(bar.detector.value).label), rounded(bar.threshold, 2)) for bar in bars
        )
        yield BarRow(words.stream_words(stream), cells)


def _once(thresholds: warning.Thresholds) -> str:
    often = [bar.recurrence(bar.threshold) for bar in thresholds.bars]
    return rounded(min(often)) if often else ""


def _past(one: Calibration) -> PastBudget:
    # What Sejuk gives as its reason is a text of its own.
    reason = gettext(one.reason) if _is_system(one.made_by) and one.reason else one.reason
    return PastBudget(
        budget_words(one.budget_days), one.days_seen, _maker(one.made_by), one.made_at, reason
    )


def _maker(name: str) -> str:
    return gettext("Sejuk itself") if _is_system(name) else name


def _is_system(name: str) -> bool:
    return name.startswith("system:")


def budget_words(days: float) -> str:
    """Return a budget as it is spoken of: "one false alarm in 30 quiet days"."""
    return gettext("one false alarm in %(days)s quiet days") % {"days": words.number(days)}


def _tried(
    operation: "Operation", budget_days: float, held: Calibration | None, now: datetime
) -> TriedWords:
    asked = queries.tried_budget(operation, budget_days, now=now)
    before = queries.tried_in_force(operation, now=now) if held else None
    return TriedWords(
        budget_words(budget_days),
        _alarms(asked),
        _alarms(before) if before else "",
        tuple(
            (words.stream_words(stream), count)
            for stream, count in sorted(asked.by_stream.items())
            if not stream or stream in set(Stream)
        ),
    )


def _alarms(tried: Tried) -> str:
    return ngettext(
        "%(count)s alarm in the last %(days)s days",
        "%(count)s alarms in the last %(days)s days",
        tried.alarms,
    ) % {"count": tried.alarms, "days": queries.TRIED_DAYS}

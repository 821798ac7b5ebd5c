"""Feedback audits: what one counts, those that are kept, and what they say in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from sejuk.assess.forecast import queries as forecasts
from sejuk.assess.risk.queries import Reading
from sejuk.engines import warning
from sejuk.foundation.places import queries as places
from sejuk.kit.choices import N_, Choice
from sejuk.kit.scoping import within
from sejuk.plan.programme.models import FeedbackAudit, VisitNote
from sejuk.plan.programme.queries.coverage import last_visits_until
from sejuk.plan.programme.rules import (
    AUDITED_DAYS,
    PAST_DAYS,
    WEEK,
    chance_of,
)
from sejuk.sense.signals import queries as signals

WEEKS_SHOWN = 12
MOST_EXCESS_POINTS = 10.0
"""Chosen: a tenth of all visits is what one notices in a district's duty list."""
MOST_ABOVE_CHANCE = 0.1
"""Chosen: with a visit for each village pure chance has a Gini of 0.52, the worst habit 0.9."""


class Tone(Choice):
    """Whether a finding is well or asks for something; the looks of its notice."""

    WELL = "success", N_("as it should be")
    ASKS = "warning", N_("asks for something")
    UNKNOWN = "", N_("cannot be said")


@dataclass(frozen=True, slots=True)
class ShownTercile:
    """A third of the villages by past visits: its shares in percent, None where nothing was."""

    number: int
    villages: int
    past_visits: int
    visits: int
    reports: int
    visits_percent: float | None
    reports_percent: float | None
    excess_points: float | None


@dataclass(frozen=True, slots=True)
class NamedVillage:
    area_code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownAudit:
    """An audit as a page shows it."""

    week_starts_on: date
    first_day: date
    last_day: date
    villages: int
    visits: int
    reports: int
    gini: float
    gini_by_chance: float
    shadow_correlation: float | None
    terciles: tuple[ShownTercile, ...]
    never_visited: tuple[NamedVillage, ...]
    made_by: str
    made_at: datetime

    @property
    def most_visited(self) -> ShownTercile | None:
        """Return the third that had most visits in the past, if there is more than one."""
        return self.terciles[-1] if len(self.terciles) > 1 else None

    @property
    def shadow_tone(self) -> Tone:
        if self.shadow_correlation is None:
            return Tone.UNKNOWN
        is_well = self.shadow_correlation >= warning.SHADOW_AT_LEAST
        return Tone.WELL if is_well else Tone.ASKS

    @property
    def excess_tone(self) -> Tone:
        most = self.most_visited
        if most is None or most.excess_points is None:
            return Tone.UNKNOWN
        return Tone.ASKS if most.excess_points > MOST_EXCESS_POINTS else Tone.WELL

    @property
    def gini_tone(self) -> Tone:
        is_well = self.gini - self.gini_by_chance <= MOST_ABOVE_CHANCE
        return Tone.WELL if is_well else Tone.ASKS

    @property
    def never_tone(self) -> Tone:
        return Tone.ASKS if self.never_visited else Tone.WELL


def found_feedback(week_starts_on: date, *, area_code: str, now: datetime) -> warning.FeedbackAudit:
    """
    Return the audit of the two weeks up to the end of this one, computed from what is known now.

    The scores are those by which the next week is drawn; in the shadow run nothing counts that only
    visits found, neither in the forecast nor in the temperature that stands for it.
    """
    scope, last_day = (area_code,), week_starts_on + WEEK - timedelta(days=1)
    first_day = last_day - timedelta(days=AUDITED_DAYS - 1)
    before = first_day - timedelta(days=1)
    visits = _visits(scope, first_day, last_day)
    past = _visits(scope, before - timedelta(days=PAST_DAYS - 1), before)
    reports = signals.reported_matters(first_day, last_day, scope)
    last = last_visits_until(last_day, scope=scope)
    codes, chances, shadow = _both_runs(scope, last_day, now)
    rested = {
        code: 1 - warning.contact_saturation((last_day - last[code]).days if code in last else None)
        for code in codes
    }
    return warning.feedback_audit(
        warning.AuditedVillage(
            code,
            past_visits=past.get(code, 0),
            visits=visits.get(code, 0),
            reports=reports.get(code, 0),
            was_ever_visited=code in last,
            score=chances[code] * rested[code],
            shadow_score=shadow[code] * rested[code],
        )
        for code in codes
    )


def _visits(scope: tuple[str, ...], first: date, last: date) -> dict[str, int]:
    rows = VisitNote.objects.filter(within(scope), held_on__range=(first, last))
    return dict(rows.values("area_id").annotate(n=Count("pk")).values_list("area_id", "n"))


def _both_runs(
    scope: tuple[str, ...], day: date, now: datetime
) -> tuple[Sequence[str], dict[str, float], dict[str, float]]:
    """Return the villages with the chances by which one draws after a day, with visits and not."""
    reading = Reading(scope, day, now)
    codes = reading.land.codes
    told = forecasts.chances_of_any(scope, reading.day)
    of_reports = forecasts.chances_without_discoveries(scope, reading.day)
    whole, reported = _temperatures(reading) if set(codes) - set(told) else ({}, {})
    return (
        codes,
        {code: chance_of(code, told, whole) for code in codes},
        # A village that the draw takes from the temperature is taken from it in the shadow run too.
        {code: chance_of(code, of_reports if code in told else {}, reported) for code in codes},
    )


def _temperatures(reading: Reading) -> tuple[dict[str, int], dict[str, int]]:
    """Return the tenths of each village at the end of a day, with and without what visits found."""
    at, codes = reading.instant_of(reading.day), reading.land.codes
    known = set(codes)
    evidence = [one for one in reading.book.evidence_at(at) if one.area_code in known]
    reported = [one for one in evidence if not one.is_discovered]
    runs = [warning.temperatures(one, places=codes, instants=[at]) for one in (evidence, reported)]
    whole, shadow = ([tenths for (tenths,) in run.tenths] for run in runs)
    return dict(zip(codes, whole, strict=True)), dict(zip(codes, shadow, strict=True))


def kept_audits(area_code: str) -> QuerySet[FeedbackAudit]:
    """Return the audits of an area in force: of each week the newest, the latest week first."""
    return (
        FeedbackAudit.objects.filter(area_id=area_code)
        .order_by("-week_starts_on", "-pk")
        .distinct("week_starts_on")
    )


def audits_until(scope: tuple[str, ...], day: date) -> QuerySet[FeedbackAudit]:
    """Return the audits of a scope that were in force at the end of a day, earliest week first."""
    return (
        FeedbackAudit.objects.filter(within(scope), made_at__date__lte=day)
        .order_by("area_id", "week_starts_on", "-pk")
        .distinct("area_id", "week_starts_on")
    )


def last_audits(area_code: str) -> list[FeedbackAudit]:
    """Return the last audits in force, the earliest first."""
    return list(kept_audits(area_code)[:WEEKS_SHOWN])[::-1]


def shown_audit(row: FeedbackAudit) -> ShownAudit:
    """Return a kept audit as a page shows it. One query, for the names."""
    figures, last_day = row.figures, row.week_starts_on + WEEK - timedelta(days=1)
    never = figures["never_visited"]
    names = places.area_labels(never)
    return ShownAudit(
        week_starts_on=row.week_starts_on,
        first_day=last_day - timedelta(days=AUDITED_DAYS - 1),
        last_day=last_day,
        villages=figures["villages"],
        visits=figures["visits"],
        reports=figures["reports"],
        gini=row.gini,
        gini_by_chance=figures["gini_by_chance"],
        shadow_correlation=row.shadow_correlation,
        terciles=tuple(shown_tercile(one) for one in figures["terciles"]),
        never_visited=tuple(NamedVillage(code, names.get(code, code)) for code in never),
        made_by=gettext("the system") if row.made_by.startswith("system:") else row.made_by,
        made_at=row.made_at,
    )


def shown_tercile(figures: dict[str, float | None]) -> ShownTercile:
    """Return a third of the villages from an audit's figures."""
    visits, reports = figures["visits_share"], figures["reports_share"]
    is_known = visits is not None and reports is not None
    return ShownTercile(
        number=int(figures["number"] or 0),
        villages=int(figures["villages"] or 0),
        past_visits=int(figures["past_visits"] or 0),
        visits=int(figures["visits"] or 0),
        reports=int(figures["reports"] or 0),
        visits_percent=None if visits is None else 100 * visits,
        reports_percent=None if reports is None else 100 * reports,
        excess_points=100 * ((visits or 0) - (reports or 0)) if is_known else None,
    )

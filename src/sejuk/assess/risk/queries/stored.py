"""Stored days: which version of a day holds, which one was known when, and what to store anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from sejuk.assess.risk.models import Contact, DayTemperature, StoreRun
from sejuk.assess.risk.queries.evidence import ONE_DAY
from sejuk.assess.risk.queries.marks import NOTHING, TABLE, Mark
from sejuk.assess.risk.queries.warmths import Part, Scope, Warmth
from sejuk.assess.risk.rules import UNHEARD_AFTER_DAYS
from sejuk.kit.scoping import within
from sejuk.sense.signals import queries as signals


@dataclass(frozen=True, slots=True)
class DayVersion:
    """One version of a village's day: from when until when it was what was known."""

    warmth: Warmth
    computed_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaleDays:
    """
    Days that rest on evidence that has changed since: of these villages, from day until day.

    `seen` is the evidence up to which this was looked for.
    """

    area_codes: tuple[str, ...]
    first: date
    last: date
    seen: signals.Version


def wait_for_turn() -> None:
    """Keep everybody else from storing days until this transaction ends."""
    with connection.cursor() as cursor:
        # The number is arbitrary: "SUHU" read as base 36.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int("SUHU", 36)])


def holding() -> QuerySet[DayTemperature]:
    """Return the versions that hold now."""
    return DayTemperature.objects.filter(superseded_at__isnull=True)


def known_at(instant: datetime) -> QuerySet[DayTemperature]:
    """Return the versions that were what was known at an instant."""
    return DayTemperature.objects.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=instant), computed_at__lte=instant
    )


def as_stored(row: DayTemperature, at: datetime) -> Warmth:
    return Warmth(
        row.area_id,
        row.day,
        at,
        row.tenths,
        row.corrected_tenths,
        row.propensity,
        row.falsehood_tenths,
        row.is_heard,
        tuple(Part(*part) for part in row.contributions),
    )


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + ONE_DAY, datetime.min.time()))


def versions_of(area_code: str, day: date) -> list[DayVersion]:
    """Return all versions of a village's day, the one that holds first."""
    rows = DayTemperature.objects.filter(area_id=area_code, day=day)
    return [
        DayVersion(as_stored(row, end_of(day)), row.computed_at, row.superseded_at)
        for row in rows.order_by("-computed_at", "-id")
    ]


def stored_rows(area_code: str, first: date, last: date) -> list[DayTemperature]:
    """Return the stored days of a village that hold, oldest first."""
    return list(holding().filter(area_id=area_code, day__range=(first, last)).order_by("day"))


def stored_curve(
    area_code: str, first: date, last: date, *, known: datetime | None = None
) -> dict[date, int]:
    """Return the stored tenths of a village by day, oldest first; as they were known, if asked."""
    rows = (holding() if known is None else known_at(known)).filter(
        area_id=area_code, day__range=(first, last)
    )
    # Of two versions made at one instant the later is the one that was not superseded by then.
    return dict(rows.order_by("day", "id").values_list("day", "tenths"))


def last_store_run() -> Mark:
    """Return a mark of the last storing of days, `NOTHING` before the first."""
    return StoreRun.objects.order_by("-id").values_list(TABLE, "id").first() or NOTHING


def days_to_store(
    area_code: str, first: date, last: date, now: datetime
) -> tuple[date, date] | None:
    """Return the first and last of the days between that are over and not stored; or None."""
    stored = StoreRun.objects.filter(area_code=area_code).aggregate(last=Max("last_day"))["last"]
    if stored is not None:
        first = max(first, stored + ONE_DAY)
    last = min(last, timezone.localdate(now) - ONE_DAY)
    return (first, last) if first <= last else None


def stale_days(area_code: str, first: date, now: datetime) -> StaleDays | None:
    """
    Return which stored days of an area rest on evidence that has changed since; None for none.

    What changed is told by the ledger since it was last looked through. Today is never stored.
    """
    # Asked first: what changes meanwhile is looked at again the next time, and never missed.
    seen = signals.evidence_version((area_code,))
    runs = StoreRun.objects.filter(area_code=area_code)
    run = runs.order_by("-id").first()
    last = runs.aggregate(last=Max("last_day"))["last"]
    if run is None or last is None:
        return None
    last = min(last, timezone.localdate(now) - ONE_DAY)
    changed = signals.changed_since(_seen_by(run), (area_code,))
    if changed is None:
        return StaleDays((area_code,), first, last, seen) if first <= last else None
    heard = signals.first_days_of(changed)
    days = {code: day for code, day in heard.items() if day <= last}
    if not days:
        return None
    return StaleDays(tuple(sorted(days)), max(first, min(days.values())), last, seen)


def evidence_seen(area_code: str) -> signals.Version:
    """Return the evidence up to which the stored days of an area were looked through."""
    run = StoreRun.objects.filter(area_code=area_code).order_by("-id").first()
    return signals.evidence_version((area_code,)) if run is None else _seen_by(run)


def _seen_by(run: StoreRun) -> signals.Version:
    return signals.Version(run.evidence_sequence, run.evidence_hash)


def contacts(scope: Scope, first: date, last: date, *, after: int = 0) -> dict[str, list[date]]:
    """Return on which days somebody of ours was in each village; those noted `after` a number."""
    rows = Contact.objects.filter(within(scope), held_on__range=(first, last), id__gt=after)
    found: dict[str, list[date]] = {}
    for code, held_on in rows.order_by("held_on").values_list("area_id", "held_on").iterator():
        found.setdefault(code, []).append(held_on)
    return found


def last_contact_noted() -> Mark:
    """Return a mark of the newest contact, `NOTHING` before the first."""
    return Contact.objects.order_by("-id").values_list(TABLE, "id").first() or NOTHING


def seen(contacts: Mapping[str, Iterable[date]], day: date) -> set[str]:
    """Return the villages that somebody of ours was in lately, as of a day."""
    oldest = day - timedelta(days=UNHEARD_AFTER_DAYS)
    return {code for code, days in contacts.items() if any(oldest < one <= day for one in days)}

"""Store the temperatures of days that are over, and store anew what new evidence has changed."""

import json
from dataclasses import astuple
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import Contact, StoreRun
from sejuk.assess.risk.queries.warmths import Warmth
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals import queries as signals

FRESH = """
WITH fresh AS (
    SELECT code, tenths, corrected, propensity, falsehoods, is_heard, parts::jsonb AS parts
    FROM unnest(%(codes)s::text[], %(tenths)s::int[], %(corrected)s::int[],
        %(propensity)s::float[], %(falsehoods)s::int[], %(heard)s::boolean[], %(parts)s::text[])
        AS fresh (code, tenths, corrected, propensity, falsehoods, is_heard, parts)
)
"""
# A version that says the same is left as it is, with the hour at which it was computed first. How
# readily a village reports drifts with every report of its district: alone it makes no version.
# Who waited for his turn may come with an earlier hour than the version that holds: it holds until
# its own hour at least, and the next one begins when it ended.
SUPERSEDE = (
    FRESH
    + """
UPDATE risk_daytemperature AS kept SET superseded_at = GREATEST(%(now)s, kept.computed_at)
FROM fresh
WHERE kept.area_id = fresh.code AND kept.day = %(day)s AND kept.superseded_at IS NULL
    AND (kept.tenths, kept.falsehood_tenths, kept.is_heard, kept.contributions)
        IS DISTINCT FROM (fresh.tenths, fresh.falsehoods, fresh.is_heard, fresh.parts)
"""
)
INSERT = (
    FRESH  # noqa: S608 - its parts are constants
    + """
INSERT INTO risk_daytemperature (area_id, day, tenths, corrected_tenths, propensity,
    falsehood_tenths, is_heard, contributions, computed_at)
SELECT code, %(day)s, tenths, corrected, propensity, falsehoods, is_heard, parts,
    GREATEST(%(now)s, (
        SELECT max(before.superseded_at)
        FROM risk_daytemperature AS before
        WHERE before.area_id = fresh.code AND before.day = %(day)s
    ))
FROM fresh
WHERE NOT EXISTS (
    SELECT FROM risk_daytemperature AS kept
    WHERE kept.area_id = fresh.code AND kept.day = %(day)s AND kept.superseded_at IS NULL
)
"""
)


@traced
def store_temperatures(
    *, area_code: str, first_day: date, last_day: date, actor: Actor, now: datetime
) -> StoreRun:
    """
    Compute and keep how warm each village of an area was at the end of each of the days.

    Doing it twice changes nothing, unless evidence about those days has come in since: then the
    version that was kept is superseded, and stays as what was known until now.

    :raises Refused: for days that are not over, or when the actor may not.
    """
    rules.may_store_days(
        first_day,
        last_day,
        today=timezone.localdate(now),
        actor=actor,
        area_code=area_code,
    ).or_refuse()
    queries.wait_for_turn()
    return _store(
        (area_code,),
        area_code,
        first_day,
        last_day,
        # Only some days were stored: what else has changed is still to be looked through.
        seen=queries.evidence_seen(area_code),
        actor=actor,
        now=now,
    )


@traced
def store_stale_days(
    *, area_code: str, stale: queries.StaleDays, actor: Actor, now: datetime
) -> StoreRun:
    """
    Store anew the days and villages of an area whose evidence has changed since the last storing.

    :raises Refused: for days that are not over, or when the actor may not.
    """
    rules.may_store_days(
        stale.first,
        stale.last,
        today=timezone.localdate(now),
        actor=actor,
        area_code=area_code,
    ).or_refuse()
    queries.wait_for_turn()
    return _store(
        stale.area_codes,
        area_code,
        stale.first,
        stale.last,
        seen=stale.seen,
        actor=actor,
        now=now,
    )


def _store(
    scope: tuple[str, ...],
    area_code: str,
    first_day: date,
    last_day: date,
    *,
    seen: signals.Version,
    actor: Actor,
    now: datetime,
) -> StoreRun:
    written = 0
    for day, warmths in queries.computed_days(scope, first_day, last_day):
        written += _write_day(day, warmths, now)
    run = StoreRun.objects.create(
        area_code=area_code,
        first_day=first_day,
        last_day=last_day,
        written=written,
        run_by=actor.name,
        run_at=now,
        evidence_sequence=seen.sequence,
        evidence_hash=seen.hash,
    )
    record(
        verb="risk.temperatures.stored",
        subject=run,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"first_day": first_day, "last_day": last_day, "written": written},
    )
    return run


@traced
def note_contact(*, area_code: str, held_on: date, actor: Actor, now: datetime) -> Contact:
    """
    Note that somebody of ours was in a village on a day, so that it does not count as unheard.

    No temperature changes by it. Noting the same day twice changes nothing.
    """
    contact, _ = Contact.objects.get_or_create(area_id=area_code, held_on=held_on)
    record(
        verb="risk.contact.noted",
        subject=contact,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"held_on": held_on},
    )
    return contact


def _write_day(day: date, warmths: list[Warmth], now: datetime) -> int:
    """Write one day and return how many versions are new."""
    columns: dict[str, list[str] | list[int] | list[float] | list[bool]] = {
        "codes": [one.area_code for one in warmths],
        "tenths": [one.tenths for one in warmths],
        "corrected": [one.corrected_tenths for one in warmths],
        "propensity": [one.propensity for one in warmths],
        "falsehoods": [one.falsehood_tenths for one in warmths],
        "heard": [one.is_heard for one in warmths],
        "parts": [json.dumps([astuple(part) for part in one.parts]) for one in warmths],
    }
    with connection.cursor() as cursor:
        cursor.execute(SUPERSEDE, {**columns, "day": day, "now": now})
        cursor.execute(INSERT, {**columns, "day": day, "now": now})
        return int(cursor.rowcount)

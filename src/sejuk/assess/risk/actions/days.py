"""Store the temperatures of days that are over."""

import json
from dataclasses import astuple
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import StoreRun
from sejuk.assess.risk.queries.temperatures import Warmth
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor

# A row that says the same is left as it is, with the hour at which it was computed first.
UPSERT = """
INSERT INTO risk_daytemperature AS kept
    (area_id, day, tenths, index_tenths, contributions, computed_at)
SELECT code, %(day)s, tenths, index_tenths, contributions::jsonb, %(now)s
FROM unnest(%(codes)s::text[], %(tenths)s::int[], %(index)s::int[], %(parts)s::text[])
    AS fresh (code, tenths, index_tenths, contributions)
ON CONFLICT (area_id, day) DO UPDATE SET
    tenths = excluded.tenths,
    index_tenths = excluded.index_tenths,
    contributions = excluded.contributions,
    computed_at = excluded.computed_at
WHERE (kept.tenths, kept.index_tenths, kept.contributions)
    IS DISTINCT FROM (excluded.tenths, excluded.index_tenths, excluded.contributions)
"""


@traced
def store_temperatures(
    *, area_code: str, first_day: date, last_day: date, actor: Actor, now: datetime
) -> StoreRun:
    """
    Compute and keep how warm each village of an area was at the end of each of the days.

    Doing it twice changes nothing, unless evidence about those days has come in since.

    :raises Refused: for days that are not over, or when the actor may not.
    """
    rules.may_store_days(
        first_day,
        last_day,
        today=timezone.localdate(now),
        actor=actor,
        area_code=area_code,
    ).or_refuse()

    written = 0
    for day, warmths in queries.computed_days(area_code, first_day, last_day):
        written += _write_day(day, warmths, now)
    run = StoreRun.objects.create(
        area_code=area_code,
        first_day=first_day,
        last_day=last_day,
        written=written,
        run_by=actor.name,
        run_at=now,
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


def _write_day(day: date, warmths: list[Warmth], now: datetime) -> int:
    """Write one day and return how many rows are new or changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            UPSERT,
            {
                "day": day,
                "now": now,
                "codes": [one.area_code for one in warmths],
                "tenths": [one.tenths for one in warmths],
                "index": [one.index_tenths for one in warmths],
                "parts": [json.dumps([astuple(part) for part in one.parts]) for one in warmths],
            },
        )
        return int(cursor.rowcount)

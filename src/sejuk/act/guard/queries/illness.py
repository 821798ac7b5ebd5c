"""Which duties stand in the time in which their holder has said that he is ill."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from sejuk.act.guard.models import SickNotice
from sejuk.plan.deployment.queries.duties import StandingDuty


def ill_since(duties: Iterable[StandingDuty]) -> Mapping[int, datetime]:
    """Return from when on the holder of a duty is ill, for each duty that his notice meets."""
    held = [duty for duty in duties if duty.person_id is not None]
    if not held:
        return {}
    notices: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in SickNotice.objects.filter(
        person_id__in={duty.person_id for duty in held},
        withdrawn_at__isnull=True,
        ends_on__gte=localdate(min(duty.starts_at for duty in held)),
    ):
        over = datetime.combine(row.ends_on + timedelta(days=1), time())
        notices.setdefault(row.person_id, []).append(
            (row.starts_at, over.replace(tzinfo=get_current_timezone()))
        )
    return {
        duty.duty_id: max(duty.starts_at, min(begins))
        for duty in held
        if (
            begins := [
                first
                for first, over in notices.get(duty.person_id or 0, ())
                if first < duty.ends_at and duty.starts_at < over
            ]
        )
    }

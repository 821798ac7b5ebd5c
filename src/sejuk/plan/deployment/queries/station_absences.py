"""Who of the force guards polling stations by a published plan, and is there for no roster."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.plan.deployment.models import Padal, StationGroup
from sejuk.plan.deployment.rules import RosterState

# Chosen: from an hour before the stations open at 07.00 (PKPU 17/2024) until the boxes are at the
# PPK, which may be late in the night: the rest of the day.
OPENS = time(6)
KIND = "polling_station"


def station_absences(
    scope: tuple[str, ...], *, first: date, last: date, zone: ZoneInfo
) -> Iterator[engine.Absence]:
    """Yield for whom a published plan of polling stations takes a day from `first` to `last`."""
    for person_id, day in sorted(guarding(scope, first=first, last=last)):
        yield engine.Absence(
            person=str(person_id),
            starts_at=datetime.combine(day, OPENS, zone),
            ends_at=datetime.combine(day + timedelta(days=1), time(), zone),
            kind=KIND,
        )


def guarding(scope: tuple[str, ...], *, first: date, last: date) -> set[tuple[int, date]]:
    """Return who of an area guards stations, or is Padal, by a published plan, and on which day."""
    people = forces.people(scope).order_by().values("pk")
    published = {
        "plan__state": RosterState.PUBLISHED,
        "plan__day__gte": first,
        "plan__day__lte": last,
    }
    groups = StationGroup.objects.filter(**published, people__in=people)
    padal = Padal.objects.filter(**published, person__in=people)
    columns = groups.values_list("people", "plan__day")
    return set(columns.union(padal.values_list("person_id", "plan__day")))

"""Where rumours were heard lately, and how many of a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from sejuk.assess.rumours.models import Rumour, Sighting, Step
from sejuk.assess.rumours.queries.listing import described
from sejuk.assess.rumours.queries.visibility import rumours_in
from sejuk.assess.rumours.rules import OPEN_STATES, OWING_STATES, Deed, Veracity
from sejuk.kit.scoping import within

Scope = tuple[str, ...]
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HeardLately:
    """How many rumours an area heard in a week, and of how many nobody has given the answer."""

    rumours: int
    unanswered: int


def heard_lately(scope: Scope, day: date, now: datetime) -> dict[str, HeardLately]:
    """Return by area what was heard in the week until the end of a day. Two queries."""
    until = min(now, _midnight(day + timedelta(days=1)))
    rows = Sighting.objects.filter(
        within(scope),
        heard_at__gt=until - LATELY,
        heard_at__lte=until,
        withdrawn_at__isnull=True,
    ).values_list("area_id", "rumour_id")
    told: dict[str, set[int]] = defaultdict(set)
    for area_code, number in rows:
        told[area_code].add(number)
    answered = _answered_until(set().union(*told.values()), until)
    return {
        code: HeardLately(len(numbers), len(numbers - answered)) for code, numbers in told.items()
    }


def _answered_until(numbers: set[int], until: datetime) -> set[int]:
    """Return which of some rumours stood answered or closed at an instant."""
    steps = (
        Step.objects.filter(
            rumour__in=numbers,
            at__lte=until,
            deed__in=[
                *(Deed.ANSWERED, Deed.CLOSED),
                *(Deed.DECIDED, Deed.REOPENED, Deed.HEARD_AGAIN),
            ],
        )
        .order_by("rumour_id", "number")
        .values_list("rumour_id", "deed")
    )
    last = dict(steps)
    return {number for number, deed in last.items() if deed in (Deed.ANSWERED, Deed.CLOSED)}


@dataclass(frozen=True, slots=True)
class RumourDay:
    """How it stands with rumours at the end of a day, for a report."""

    begun: int
    heard: int
    decided: int
    closed: int
    open: int
    overdue: int
    false: int


def rumour_day(scope: Scope, day: date, now: datetime) -> RumourDay:
    """Return what became of rumours on a day; what is open and overdue as it stands now."""
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    found = rumours_in(scope)
    steps = Step.objects.filter(
        rumour__in=found.values("pk"), at__gte=begins, at__lt=ends
    ).values_list("deed", flat=True)
    deeds = list(steps)
    is_open = Q(state__in=[state.value for state in OPEN_STATES])
    owing = Q(state__in=[state.value for state in OWING_STATES], due_at__lt=now)
    return RumourDay(
        begun=found.filter(written_at__gte=begins, written_at__lt=ends).count(),
        heard=Sighting.objects.filter(
            within(scope), heard_at__gte=begins, heard_at__lt=ends, withdrawn_at__isnull=True
        ).count(),
        decided=deeds.count(Deed.DECIDED),
        closed=deeds.count(Deed.CLOSED),
        open=found.filter(is_open).count(),
        overdue=found.filter(owing).count(),
        false=found.filter(is_open, veracity=Veracity.FALSE).count(),
    )


def rumours_of(area_code: str, *, most: int = 10) -> list[Rumour]:
    """Return the rumours that were heard in an area or below it, the latest heard first."""
    found = described(rumours_in((area_code,))).exclude(merged_into__isnull=False)
    return list(found.order_by("-last_heard", "-id")[:most])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())

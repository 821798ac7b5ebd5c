"""
What everybody may know of how many reports came from where: by week, by kind, blurred.

The page, the interface for programs and the file all read it here, and here only from weeks that
were published: what is small was left out before it was kept (`rules.figures`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import kecamatan_of
from sejuk.kit.choices import N_
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import PublishedWeek, Signal
from sejuk.sense.signals.queries.reception import OperationBounds, operation_bounds
from sejuk.sense.signals.rules import OPEN_STATES, Form, Kind
from sejuk.sense.signals.rules.figures import (
    ANSWERED_WITHIN,
    Cell,
    Figure,
    figures_of,
    last_monday_to_publish,
)

# Chosen: a quarter of a year, as long as a campaign.
MOST_WEEKS = 13
WEEK = timedelta(days=7)
OTHER_KINDS = N_("other kinds together")


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """One published count, in words: a week, a place, a kind, and how many were answered."""

    monday: date
    sunday: date
    area_code: str
    area: str
    is_rest: bool
    kind_code: str
    kind: str
    reported: int
    answered: int | None

    @property
    def place(self) -> str:
        """Say where it is from."""
        return gettext("%(area)s: the rest") % {"area": self.area} if self.is_rest else self.area


@dataclass(frozen=True, slots=True)
class KindSum:
    """What the published figures of a kind add up to; `answered` where each of them tells it."""

    kind: str
    reported: int
    answered: int | None


@dataclass(frozen=True, slots=True)
class PublicArea:
    """An area with what was published of it, newest first; and of what lies around it."""

    code: str
    name: str
    # Those of the place itself and of what lies in it.
    own: tuple[PublicFigure, ...]
    # What those of it add up to by kind, the most first: no more than what stands there already.
    kinds: tuple[KindSum, ...]
    # Those in which its small counts went on upwards: the rest of the kecamatan, of the district.
    around: tuple[PublicFigure, ...]
    around_kinds: tuple[KindSum, ...]
    published_to: date | None


def public_area(area_code: str, *, now: datetime) -> PublicArea:
    """Return what everybody may know of an area. Three queries."""
    since = timezone.localdate(now) - MOST_WEEKS * WEEK
    weeks = list(PublishedWeek.objects.filter(monday__gte=since).order_by("-monday"))
    above = {kecamatan_of(area_code), ".".join(area_code.split(".")[:2])} - {area_code}
    own: list[tuple[date, Figure]] = []
    around: list[tuple[date, Figure]] = []
    for week in weeks:
        for figure in map(_read, week.figures):
            if figure.area_code == area_code or figure.area_code.startswith(f"{area_code}."):
                own.append((week.monday, figure))
            elif figure.area_code in above and figure.is_rest:
                around.append((week.monday, figure))
    labels = places.area_labels({area_code, *(one.area_code for _, one in (*own, *around))})
    return PublicArea(
        code=area_code,
        name=labels.get(area_code, area_code),
        own=_told(own, labels),
        kinds=_by_kind(figure for _, figure in own),
        around=_told(around, labels),
        around_kinds=_by_kind(figure for _, figure in around),
        published_to=weeks[0].monday + WEEK - timedelta(days=1) if weeks else None,
    )


def _by_kind(figures: Iterable[Figure]) -> tuple[KindSum, ...]:
    """Return what figures add up to, the most first, and what is of several kinds at the end."""
    sums: dict[str, list[Figure]] = {}
    for one in figures:
        sums.setdefault(gettext(one.kind.label if one.kind else OTHER_KINDS), []).append(one)
    mixed = gettext(OTHER_KINDS)
    told = [
        KindSum(
            kind,
            sum(one.reported for one in ones),
            None
            if any(one.answered is None for one in ones)
            else sum(one.answered or 0 for one in ones),
        )
        for kind, ones in sums.items()
    ]
    return tuple(sorted(told, key=lambda one: (one.kind == mixed, -one.reported, one.kind)))


def _told(
    figures: Iterable[tuple[date, Figure]], labels: dict[str, str]
) -> tuple[PublicFigure, ...]:
    return tuple(
        PublicFigure(
            monday=monday,
            sunday=monday + WEEK - timedelta(days=1),
            area_code=one.area_code,
            area=labels.get(one.area_code, one.area_code),
            is_rest=one.is_rest,
            kind_code=one.kind.value if one.kind else "",
            kind=gettext(one.kind.label if one.kind else OTHER_KINDS),
            reported=one.reported,
            answered=one.answered,
        )
        for monday, one in figures
    )


def _read(kept: list[object]) -> Figure:
    code, kind, is_rest, reported, answered = kept
    return Figure(
        area_code=str(code),
        kind=Kind(str(kind)) if kind else None,
        is_rest=bool(is_rest),
        reported=int(str(reported)),
        answered=None if answered is None else int(str(answered)),
    )


def kept_figure(figure: Figure) -> list[object]:
    """Return a figure as it is kept of a published week."""
    kind = figure.kind.value if figure.kind else ""
    return [figure.area_code, kind, figure.is_rest, figure.reported, figure.answered]


def weeks_to_publish(now: datetime) -> list[date]:
    """Return the Mondays of the weeks that stand still and were not published, oldest first."""
    last = last_monday_to_publish(timezone.localdate(now))
    bounds = operation_bounds(now)
    first = max(timezone.localdate(bounds.earliest), last - MOST_WEEKS * WEEK)
    monday = first - timedelta(days=first.weekday())
    count = max(0, (last - monday).days // WEEK.days + 1)
    mondays = [monday + WEEK * number for number in range(count)]
    there = set(PublishedWeek.objects.filter(monday__in=mondays).values_list("monday", flat=True))
    return [day for day in mondays if day not in there]


def figures_of_week(monday: date, bounds: OperationBounds) -> tuple[Figure, ...]:
    """Return what may be published of a week. Two queries."""
    villages = places.villages((bounds.area_code,))
    residents = {village.code: village.residents for village in villages}
    return figures_of(_cells(monday, bounds), residents=residents, district=bounds.area_code)


def _cells(monday: date, bounds: OperationBounds) -> list[Cell]:
    zone = timezone.get_current_timezone()
    starts, ends = (datetime.combine(day, time(), zone) for day in (monday, monday + WEEK))
    in_time = ~Q(state__in=OPEN_STATES) & Q(
        state_changed_at__lte=F("received_at") + ANSWERED_WITHIN
    )
    rows = (
        Signal.objects.filter(
            within((bounds.area_code,)),
            form=Form.REPORT,
            received_at__gte=starts,
            received_at__lt=ends,
        )
        .values_list("area_id", "kind")
        .annotate(reported=Count("pk"), answered=Count("pk", filter=in_time))
        .order_by("area_id", "kind")
    )
    return [Cell(code, Kind(kind), reported, answered) for code, kind, reported, answered in rows]

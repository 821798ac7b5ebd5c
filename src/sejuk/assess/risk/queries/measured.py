"""What was measured: indicators, their values by village and by polling station, as of a day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Max, QuerySet

from sejuk.assess.risk.models import Indicator, IndicatorValue, StationValue
from sejuk.assess.risk.rules import Direction, Variable
from sejuk.engines import warning
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within

Scope = tuple[str, ...]
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class KnownValue:
    """The value of an indicator in a village: when, from where, and of how many stations."""

    indicator: str
    value: float
    as_of: date
    source: str
    stations: int = 0
    effort: float | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Of how many villages an indicator is known, and from when the newest value is."""

    villages: int
    newest: date


def indicators() -> QuerySet[Indicator]:
    return Indicator.objects.order_by("variable", "code")


def as_engine_indicators(measured: Sequence[Indicator]) -> list[warning.Indicator]:
    """Return the indicators that say of which variable they tell, as the engine takes them."""
    return [
        warning.Indicator(
            code=one.code,
            variable=warning.Variable(one.variable),
            weight=one.weight,
            more_is_worse=one.direction == Direction.RAISES,
            bounds=None if one.low is None or one.high is None else (one.low, one.high),
        )
        for one in measured
        if one.variable
    ]


def known_values(actor: Actor) -> QuerySet[IndicatorValue]:
    """Return the values by village that are known of the actor's villages."""
    return IndicatorValue.objects.filter(within(actor.scope))


def known_station_values(actor: Actor) -> QuerySet[StationValue]:
    """Return the values by polling station that are known of the actor's villages."""
    return StationValue.objects.filter(within(actor.scope))


def polling_stations(scope: Scope) -> dict[str, str]:
    """Return the code of each polling station with that of its village."""
    sites = places.sites(scope, (SiteKind.POLLING_STATION,))
    return dict(sites.values_list("code", "area_id"))


def values_within(scope: Scope, day: date) -> dict[str, dict[str, KnownValue]]:
    """
    Return what is known of each village on a day: the newest value of each indicator.

    Of values of the same day those of polling stations count, as they say more. Two queries.
    """
    known: dict[str, dict[str, KnownValue]] = defaultdict(dict)
    for area_code, value in (*_by_village(scope, day), *_by_station(scope, day)):
        before = known[area_code].get(value.indicator)
        if before is None or value.as_of >= before.as_of:
            known[area_code][value.indicator] = value
    return dict(known)


def _by_village(scope: Scope, day: date) -> Iterator[tuple[str, KnownValue]]:
    rows = (
        IndicatorValue.objects.filter(within(scope), as_of__lte=day)
        .order_by("area_id", "indicator_id", "-as_of")
        .distinct("area_id", "indicator_id")
        .values_list("area_id", "indicator__code", "value", "as_of", "source", "effort")
    )
    for area_code, indicator, value, as_of, source, effort in rows.iterator(chunk_size=AT_ONCE):
        yield area_code, KnownValue(indicator, value, as_of, source, effort=effort)


def _by_station(scope: Scope, day: date) -> Iterator[tuple[str, KnownValue]]:
    rows = (
        StationValue.objects.filter(within(scope), as_of__lte=day)
        .order_by("area_id", "indicator_id", "-as_of", "station")
        .values_list(
            "area_id", "indicator__code", "indicator__aggregation", "as_of", "source", "value",
            "voters",
        )
    )  # fmt: skip
    for (area_code, code, how), dated in groupby(
        rows.iterator(chunk_size=AT_ONCE), lambda row: row[:3]
    ):
        # The newest collection alone: stations of two dates are not one picture.
        as_of, newest = next(groupby(dated, lambda row: row[3]))
        told = list(newest)
        [one] = warning.aggregated(
            [warning.StationValue(area_code, row[5], row[6]) for row in told],
            how=warning.Aggregation(how),
        )
        yield area_code, KnownValue(code, one.value, as_of, told[0][4], stations=one.stations)


def as_engine_values(
    known: Mapping[str, Mapping[str, KnownValue]],
    area_codes: Sequence[str],
    measured: Sequence[warning.Indicator],
) -> dict[str, dict[str, float | None]]:
    """
    Return the values of the villages of one district as the engine takes them.

    Past incidents are corrected for the effort beside them; a count without any is not known.
    """
    values: dict[str, dict[str, float | None]] = {code: {} for code in area_codes}
    for indicator in measured:
        told = {
            code: value
            for code in area_codes
            if (value := known.get(code, {}).get(indicator.code)) is not None
        }
        if indicator.variable is warning.Variable.PAST_INCIDENTS:
            for code, ratio in _corrected(told).items():
                values[code][indicator.code] = ratio
        else:
            for code, value in told.items():
                values[code][indicator.code] = value.value
    return values


def _corrected(told: Mapping[str, KnownValue]) -> dict[str, float]:
    efforts = {code: one.effort for code, one in told.items() if one.effort is not None}
    found = warning.effort_corrected({code: round(told[code].value) for code in efforts}, efforts)
    return {one.area_code: one.ratio for one in found}


def known_counts(scope: Scope, day: date) -> dict[str, Known]:
    """Return for each indicator of how many villages a value is known. Two queries."""
    counted: dict[str, Known] = {}
    for model in (IndicatorValue, StationValue):
        rows = (
            model._default_manager.filter(within(scope), as_of__lte=day)
            .values_list("indicator__code")
            .annotate(villages=Count("area", distinct=True), newest=Max("as_of"))
            .order_by()
        )
        for code, villages, newest in rows:
            before = counted.get(code, Known(0, newest))
            # Which of them are the same is not asked: the larger count is the least there are.
            counted[code] = Known(max(before.villages, villages), max(before.newest, newest))
    return counted


def indicator_variables() -> dict[str, Variable | None]:
    """Return the variable of each indicator, None for one that does not say."""
    rows = Indicator.objects.values_list("code", "variable")
    return {code: Variable(variable) if variable else None for code, variable in rows}

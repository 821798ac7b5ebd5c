"""How the figures of feedback audits went over the weeks, as drawings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from sejuk.engines.warning import SHADOW_AT_LEAST
from sejuk.kit.charts import Scale, trend
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded
from sejuk.kit.svg import Svg
from sejuk.plan.programme.models import FeedbackAudit
from sejuk.plan.programme.queries.audits import (
    MOST_ABOVE_CHANCE,
    MOST_EXCESS_POINTS,
    shown_tercile,
)

LIMIT = N_("limit %(value)s")


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over the weeks with its heading."""

    title: str
    drawing: Svg


def feedback_trends(rows: Sequence[FeedbackAudit]) -> Iterator[Trend]:
    """Yield the three figures that have a limit, the earliest week first."""
    days = [date_format(row.week_starts_on, "j M") for row in rows]
    yield _trend(
        gettext("More visits than reports where visits were many, in points"),
        [_excess(row) for row in rows],
        (-30, 30, MOST_EXCESS_POINTS),
        days,
    )
    yield _trend(
        gettext("More unequal than by chance (Gini)"),
        [row.gini - row.figures["gini_by_chance"] for row in rows],
        (-0.2, 0.5, MOST_ABOVE_CHANCE),
        days,
    )
    yield _trend(
        gettext("Agreement with the shadow run"),
        [row.shadow_correlation for row in rows],
        (0, 1, SHADOW_AT_LEAST),
        days,
    )


def _excess(row: FeedbackAudit) -> float | None:
    """Return the excess of the third with most visits, where there is more than one third."""
    terciles = row.figures["terciles"]
    return shown_tercile(terciles[-1]).excess_points if len(terciles) > 1 else None


def _trend(
    title: str,
    values: Sequence[float | None],
    scale: tuple[float, float, float],
    days: Sequence[str],
) -> Trend:
    low, high, limit = scale
    places = 0 if high > 1 else 2
    ends = [rounded(end, 0 if high > 1 else 1) for end in scale]
    told = [
        f"{day}: {rounded(value, places)}"
        for day, value in zip(days, values, strict=True)
        if value is not None
    ]
    words = ends[0], ends[1], gettext(LIMIT) % {"value": ends[2]}
    drawing = trend(
        values,
        Scale(low, high, limit, words),
        title=title,
        description="; ".join(told) or gettext("There is nothing to draw yet."),
        days=days,
    )
    return Trend(title, drawing)

"""Publish the figures of a week: once, when nothing of it changes any more."""

from datetime import date, datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import PublishedWeek
from sejuk.sense.signals.queries import public_figures


@traced
def publish_week(*, monday: date, actor: Actor, now: datetime) -> PublishedWeek:
    """
    Keep what everybody may know of a week, for ever as it is.

    :raises Refused: when the week is not over long enough, or was published
    """
    if monday not in public_figures.weeks_to_publish(now):
        raise Refused(
            N_("The week of %(day)s cannot be published: not yet, or it was already."), day=monday
        )
    bounds = queries.operation_bounds(now)
    figures = public_figures.figures_of_week(monday, bounds)
    week = PublishedWeek.objects.create(
        monday=monday,
        figures=[public_figures.kept_figure(one) for one in figures],
        published_at=now,
    )
    record(
        verb="signals.week.published",
        subject=week,
        actor=actor,
        now=now,
        area_code=bounds.area_code,
        detail={"week": monday.isoformat(), "figures": len(figures)},
    )
    return week

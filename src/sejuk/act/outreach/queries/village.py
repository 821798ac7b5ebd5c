"""The page of a village: how warm and why, what next, what is open, how it is covered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.act.outreach.models import Visit
from sejuk.act.outreach.queries.recording import FROM_A_VISIT
from sejuk.act.outreach.rules import FIELD
from sejuk.assess.alarms import queries as alarms
from sejuk.assess.alarms.rules import READERS as ALARM_READERS
from sejuk.assess.alarms.web import marks_of
from sejuk.assess.forecast.rules import SEEING as FORECAST_READERS
from sejuk.assess.risk.web import Why, why_this_warm
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import AREA_CODE, VILLAGE_LEVELS, Level
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.plan.programme.queries import weeks
from sejuk.plan.programme.queries.weeks import ShownProposal
from sejuk.plan.programme.rules import (
    PLANNERS,
    ProposalState,
    coverage_of,
    days_until_overdue,
    week_of,
)
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import OPEN_STATES, Kind, SignalState

if TYPE_CHECKING:
    from sejuk.foundation.places.models import Area
    from sejuk.sense.signals.models import Signal

# Chosen: what a screen of a phone or two can show; the rest is in the inbox.
MOST_OPEN = 12
# Chosen: more circles above one curve would run into each other.
MOST_MARKED = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the village stands in the programme, with the evidence."""

    state: str
    words: str
    last_visit_id: int | None
    last_visit_on: date | None
    days: int | None
    limit: int
    is_visited_this_week: bool


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """Something open in the village, in a line."""

    id: int
    kind: str
    text: str
    severity: int
    state: str
    heard_at: datetime
    came_from_visit: int | None


@dataclass(frozen=True, slots=True)
class VillagePage:
    """What the page shows at once."""

    code: str
    name: str
    level: str
    within: str
    why: Why
    standing: Standing
    latest: ShownProposal | None
    open_signals: tuple[OpenSignal, ...]
    more_open: int
    may_record: bool
    sees_forecast: bool
    sees_alarms: bool
    sees_plan: bool

    @property
    def degrees(self) -> float:
        return self.why.tenths / 10

    @property
    def proposal(self) -> ShownProposal | None:
        return None if self.refused else self.latest

    @property
    def refused(self) -> ShownProposal | None:
        """Return the proposal that was refused, where no other was made."""
        is_refused = self.latest and self.latest.state == ProposalState.REFUSED
        return self.latest if is_refused else None


def village_called(code: str, *, actor: Actor) -> "Area":
    """
    Return a village with the kecamatan it lies in and its last visit.

    :raises NotYours: when there is none of that code in the actor's area.
    """
    last = Visit.objects.filter(area_id=OuterRef("code")).order_by("-held_at", "-pk")
    found = (
        places.areas_below(code)
        .filter(code=code, level__in=VILLAGE_LEVELS)
        .select_related("parent")
        .defer("boundary", "outline", "parent__boundary", "parent__outline")
        .annotate(
            last_visit_id=Subquery(last.values("pk")[:1]),
            last_visit_at=Subquery(last.values("held_at")[:1]),
            alarms_raised_at=ArraySubquery(alarms.instants_about(OuterRef("code"))[:MOST_MARKED]),
            visits_held_at=ArraySubquery(last.values("held_at")[:MOST_MARKED]),
        )
        .first()
        if AREA_CODE.fullmatch(code) and actor.covers(code)
        else None
    )
    if found is None:
        raise NotYours(f"village {code}")
    return found


def village_page(code: str, day: date, *, actor: Actor, now: datetime) -> VillagePage:
    """
    Return what the page of a village shows at once; the rest it loads after.

    :raises NotYours: when there is no such village in the actor's area.
    """
    area = village_called(code, actor=actor)
    today = localdate(now)
    held: list[datetime] = getattr(area, "visits_held_at", [])
    marked = [
        (localdate(at), gettext("%(day)s: visit") % {"day": date_format(localdate(at), "j M")})
        for at in held
    ]
    sees_alarms = actor.holds(*ALARM_READERS, area_code=code)
    raised: list[datetime] = getattr(area, "alarms_raised_at", [])
    marked += marks_of(raised) if sees_alarms else ()
    why = why_this_warm(code, min(day, today), actor=actor, now=now, happened=marked)
    sees_plan = actor.holds(*PLANNERS, area_code=code)
    latest = weeks.next_proposal_for(code, actor=actor, today=today) if sees_plan else None
    still_open = list(_open_signals(code, actor=actor))
    return VillagePage(
        code=area.code,
        name=area.name,
        level=gettext(Level(area.level).label),
        within=area.parent.name if area.parent else "",
        why=why,
        standing=_standing(area, latest, band=why.band, today=today),
        latest=latest,
        open_signals=tuple(_in_a_line(row) for row in still_open[:MOST_OPEN]),
        more_open=max(0, len(still_open) - MOST_OPEN),
        may_record=actor.holds(*FIELD, area_code=code),
        sees_alarms=sees_alarms,
        sees_forecast=actor.holds(*FORECAST_READERS, area_code=code),
        sees_plan=sees_plan,
    )


def _standing(area: "Area", proposal: ShownProposal | None, *, band: str, today: date) -> Standing:
    at: datetime | None = getattr(area, "last_visit_at", None)
    last_on = localdate(at) if at else None
    planned_on = proposal.planned_on if proposal and proposal.is_planned else None
    state = coverage_of(last_visit_on=last_on, planned_on=planned_on, band=band, day=today)
    return Standing(
        state=state.value,
        words=gettext(state.label),
        last_visit_id=getattr(area, "last_visit_id", None),
        last_visit_on=last_on,
        days=(today - last_on).days if last_on else None,
        limit=days_until_overdue(band),
        is_visited_this_week=last_on is not None and last_on >= week_of(today),
    )


def _open_signals(code: str, *, actor: Actor) -> "list[Signal]":
    # Good news waits for nobody.
    rows = (
        signals.visible_signals(actor)
        .filter(area_id=code, state__in=OPEN_STATES)
        .exclude(kind=Kind.POSITIVE)
    )
    return list(rows.order_by("-severity", "-heard_at", "-pk")[: MOST_OPEN * 10])


def _in_a_line(row: "Signal") -> OpenSignal:
    visit = row.came_from.removeprefix(FROM_A_VISIT)
    return OpenSignal(
        id=row.pk,
        kind=gettext(Kind(row.kind).label),
        text=shown_turns(row.text),
        severity=row.severity,
        state=gettext(SignalState(row.state).label),
        heard_at=row.heard_at,
        came_from_visit=int(visit) if visit.isdigit() else None,
    )

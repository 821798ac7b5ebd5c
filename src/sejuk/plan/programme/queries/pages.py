"""What the pages of the programme show, as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import kecamatan_of
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import NotYours
from sejuk.kit.grids import Cell
from sejuk.plan.programme import rules
from sejuk.plan.programme.queries import audits, weeks
from sejuk.plan.programme.queries import coverage as covering
from sejuk.plan.programme.queries.audits import ShownAudit
from sejuk.plan.programme.queries.coverage import AskedCoverage, Board, Period, Touched
from sejuk.plan.programme.queries.trends import Trend, feedback_trends
from sejuk.plan.programme.queries.weeks import AskedWeek, ShownProposal, WeekTotals
from sejuk.plan.programme.rules import Coverage, ProposalState

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

Options = tuple[tuple[str, str], ...]
# Chosen: what one list to choose from can hold on a phone.
MOST_AREAS_OFFERED = 60


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The frame of the outreach week: which week, what may be done, what can be filtered."""

    asked: AskedWeek
    this_week: date
    totals: WeekTotals
    areas: Options
    states: Options
    may_propose: bool
    sees_others: bool

    @property
    def is_this_week(self) -> bool:
        return self.asked.starts_on == self.this_week


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal with what a person may do about it."""

    proposal: ShownProposal
    days: tuple[tuple[str, str], ...]
    officers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Coverage by group for one period, and the share visited in every period."""

    asked: AskedCoverage
    period: Period
    periods: tuple[Period, ...]
    board: Board
    touched: tuple[Touched, ...]
    states: Options
    is_running: bool
    group_label: str


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """The feedback of an area's visits up to one week, and how it went over the weeks."""

    area_code: str
    area: str
    week_starts_on: date
    audit: ShownAudit | None
    # The Mondays of which audits are kept, the latest first.
    kept: tuple[date, ...]
    trends: tuple[Trend, ...]
    may_audit: bool

    @property
    def before(self) -> date:
        return self.week_starts_on - rules.WEEK

    @property
    def after(self) -> date:
        return self.week_starts_on + rules.WEEK


def week_page(asked: AskedWeek, *, actor: Actor, today: date) -> WeekPage:
    can_plan = actor.holds(*rules.DESK)
    return WeekPage(
        asked=asked,
        this_week=rules.week_of(today),
        totals=weeks.totals_of(asked, actor=actor),
        areas=_areas_offered(actor) if can_plan else (),
        states=_choices(ProposalState),
        may_propose=can_plan and asked.after > today,
        sees_others=can_plan,
    )


def areas_to_plan(actor: Actor, operation: "Operation | None") -> list[str]:
    """Return for which areas the actor has weeks proposed: his own, at most the operation's."""
    desk = {grant.area_code for grant in actor.grants if grant.role in rules.DESK}
    inside = operation.area_id if operation else EVERYWHERE
    if EVERYWHERE in desk or any(inside.startswith(f"{code}.") for code in desk):
        return [inside]
    return [code for code in actor.scope if actor.holds(*rules.DESK, area_code=code)]


def audited_area(actor: Actor, operation: "Operation") -> str:
    """
    Return the area whose visits the actor sees audited: the operation's, or his part of it.

    :raises NotYours: when he has no part in it.
    """
    inside = covering.scope_in_operation(actor.only(*rules.AUDIT_READERS).scope, operation.area_id)
    if not inside:
        raise NotYours
    return inside[0]


def proposal_page(proposal_id: int, *, actor: Actor, now: datetime) -> ProposalPage:
    """
    Return one proposal with the days and officers to choose from.

    :raises NotYours: when there is none that the actor sees.
    """
    today = localdate(now)
    shown = weeks.get_shown_proposal(proposal_id, actor=actor, today=today, now=now)
    officers = [(shown.officer_id, shown.officer)]
    if actor.holds(*rules.DESK, area_code=shown.area_code):
        nearby = forces.officers_in_care((kecamatan_of(shown.area_code),), today)
        officers += [
            (one.person_id, one.title) for one in nearby if one.person_id != shown.officer_id
        ]
    return ProposalPage(
        shown, tuple(weeks.days_left(shown.week_starts_on, today=today)), tuple(officers)
    )


def newest_audited_week(area_code: str) -> date | None:
    """Return the Monday of the newest week that has figures."""
    return audits.kept_audits(area_code).values_list("week_starts_on", flat=True).first()


def feedback_page(
    week_starts_on: date, *, area_code: str, actor: Actor, today: date
) -> FeedbackPage:
    """Return the audit in force of a week with those before and after it. Four queries."""
    last = audits.last_audits(area_code)
    row = audits.kept_audits(area_code).filter(week_starts_on=week_starts_on).first()
    may = rules.may_audit(week_starts_on, today=today, area_code=area_code, actor=actor)
    return FeedbackPage(
        area_code=area_code,
        area=places.area_labels([area_code]).get(area_code, area_code),
        week_starts_on=week_starts_on,
        audit=audits.shown_audit(row) if row else None,
        kept=tuple(one.week_starts_on for one in reversed(last)),
        trends=tuple(feedback_trends(last)) if len(last) > 1 else (),
        may_audit=may.allowed,
    )


def coverage_periods(operation: "Operation", *, today: date) -> list[Period]:
    return covering.periods(
        operations.current_stages(operation),
        starts_on=operation.starts_on,
        ends_on=operation.ends_on,
        today=today,
    )


def coverage_page(
    asked: AskedCoverage,
    known: covering.Standings,
    *,
    found: Sequence[Period],
    scope: tuple[str, ...],
    today: date,
) -> CoveragePage:
    root = asked.root_in(scope)
    board = covering.board(known, scope=root)
    touched = covering.touched_by_period(found, board, scope=root)
    return CoveragePage(
        asked=asked,
        period=known.period,
        periods=tuple(found),
        board=board,
        touched=tuple(touched),
        states=_choices(Coverage),
        is_running=known.period.ends_on >= today,
        group_label=gettext(GROUP_LABELS[covering.group_length(root)]),
    )


GROUP_LABELS = {
    2: N_("Province"),
    5: N_("District (kabupaten)"),
    8: N_("Sub-district (kecamatan)"),
}


def coverage_columns() -> list[str]:
    """Return the headings of the coverage file."""
    return [
        gettext(heading)
        for heading in (
            N_("Code"),
            N_("Village"),
            N_("Sub-district"),
            N_("Temperature"),
            N_("Band"),
            N_("State"),
            N_("Last visit"),
            N_("Visit number"),
            N_("Photo"),
            N_("Planned for"),
            N_("Why"),
        )
    ]


def coverage_file_name(asked: AskedCoverage, period: Period) -> str:
    """Return a name that says what is in the file."""
    parts = [
        "cakupan",
        period.code,
        asked.below,
        asked.state.value if asked.state else "",
        period.day.isoformat(),
    ]
    return "-".join(part for part in parts if part)


def coverage_cells(villages: Iterable[covering.VillageStanding]) -> Iterator[list[Cell]]:
    """Yield the cells of each village, as the file holds them."""
    yes, no = gettext("yes"), gettext("no")
    for one in villages:
        yield [
            one.area_code,
            one.name,
            one.kecamatan,
            one.degrees,
            one.band,
            one.state_words,
            one.last_visit_on,
            one.visit_id,
            (yes if one.has_photo else no) if one.visit_id else None,
            one.planned_on,
            one.why,
        ]


def _areas_offered(actor: Actor) -> Options:
    """Return the areas one level below the actor's, to choose from."""
    if len(actor.scope) != 1 or EVERYWHERE in actor.scope:
        return ()
    below = places.areas_below(actor.scope[0]).filter(parent_id=actor.scope[0])
    return tuple((area.code, area.name) for area in below[:MOST_AREAS_OFFERED])


def _choices(words: type[Choice]) -> Options:
    return tuple((word.value, gettext(word.label)) for word in words)

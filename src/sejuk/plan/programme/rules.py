"""Proposals of visits, what people may decide about them, and coverage. No Django, no clock."""

from datetime import date, timedelta

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
PLANNERS = (*DESK, Role.VILLAGE_OFFICER)
READERS = (*PLANNERS, Role.PUBLIC_RELATIONS, Role.PARTNER, Role.AUDITOR)
WEEK = timedelta(days=7)
# Chosen: beside his other duties a village officer has three half-days for planned visits.
VISITS_A_WEEK = 3
# Chosen: four weeks is one turn of the programme; each band up halves the wait, and a critical
# village is not left alone longer than a week's half.
DAYS_UNTIL_OVERDUE = {"sejuk": 28, "hangat": 14, "panas": 7, "kritis": 3}
# Where nobody knows how warm a village is, it is not taken for a cool one.
DAYS_UNTIL_OVERDUE_UNKNOWN = DAYS_UNTIL_OVERDUE["hangat"]


class ProposalState(Choice):
    """What a person decided about a proposed visit."""

    PROPOSED = "proposed", N_("Proposed")
    ACCEPTED = "accepted", N_("Accepted")
    CHANGED = "changed", N_("Changed")
    REFUSED = "refused", N_("Refused")


NEXT_STATES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset(
        {ProposalState.ACCEPTED, ProposalState.CHANGED, ProposalState.REFUSED}
    ),
    ProposalState.ACCEPTED: frozenset({ProposalState.CHANGED, ProposalState.REFUSED}),
    ProposalState.CHANGED: frozenset({ProposalState.CHANGED, ProposalState.REFUSED}),
    ProposalState.REFUSED: frozenset({ProposalState.ACCEPTED}),
}
PLANNED_STATES = (ProposalState.ACCEPTED, ProposalState.CHANGED)


class Turn(Choice):
    """Why a village stands where it stands in an officer's list (engines.itinerary.Choice)."""

    SCORE = "score", N_("By its score")
    EXPLORATION = "exploration", N_("By turn, so that no village is left out")
    BEYOND_CAPACITY = "beyond_capacity", N_("If time allows")


class Coverage(Choice):
    """Where a village stands in the outreach programme."""

    NEVER = "never", N_("Never visited")
    OVERDUE = "overdue", N_("Overdue")
    PLANNED = "planned", N_("Planned")
    DONE = "done", N_("Visited")


def week_of(day: date) -> date:
    """
    Return the Monday of a day's week.

    >>> week_of(date(2024, 11, 24))
    datetime.date(2024, 11, 18)
    """
    return day - timedelta(days=day.weekday())


def days_until_overdue(band: str) -> int:
    """
    Return after how many days without a visit a village of this band is overdue.

    >>> days_until_overdue("panas"), days_until_overdue("")
    (7, 14)
    """
    return DAYS_UNTIL_OVERDUE.get(band, DAYS_UNTIL_OVERDUE_UNKNOWN)


def coverage_of(
    *, last_visit_on: date | None, planned_on: date | None, band: str, day: date
) -> Coverage:
    """
    Return where a village stands on a day: a recent visit counts, then a plan, then what is late.

    >>> coverage_of(last_visit_on=date(2024, 11, 1), planned_on=None, band="hangat",
    ...             day=date(2024, 11, 16)).value
    'overdue'
    """
    if last_visit_on is not None and (day - last_visit_on).days <= days_until_overdue(band):
        return Coverage.DONE
    if planned_on is not None and planned_on >= day:
        return Coverage.PLANNED
    return Coverage.NEVER if last_visit_on is None else Coverage.OVERDUE


def may_move(state: ProposalState, to: ProposalState) -> Decision:
    """
    Test whether a proposal may go from `state` to `to`.

    >>> may_move(ProposalState.REFUSED, ProposalState.CHANGED).allowed
    False
    """
    if to in NEXT_STATES[state]:
        return Decision.yes()
    return Decision.no(
        N_("A proposal that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )


def may_propose(week_starts_on: date, *, today: date, area_code: str, actor: Actor) -> Decision:
    if not actor.holds(*DESK, area_code=area_code):
        return Decision.no(N_("Only the command post or the sector chief has a week proposed."))
    if week_of(week_starts_on) != week_starts_on:
        return Decision.no(N_("A week begins on a Monday."))
    if week_starts_on + WEEK <= today:
        return Decision.no(N_("That week is over."))
    return Decision.yes()


def may_decide(*, is_his_own: bool, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may decide about a proposal: his own, or one of his area's desk."""
    if actor.holds(*DESK, area_code=area_code):
        return Decision.yes()
    if is_his_own and actor.holds(Role.VILLAGE_OFFICER):
        return Decision.yes()
    return Decision.no(
        N_("Only the officer himself, his sector chief or the command post decides about a visit.")
    )


def may_give_away(*, is_same_officer: bool, area_code: str, actor: Actor) -> Decision:
    if is_same_officer or actor.holds(*DESK, area_code=area_code):
        return Decision.yes()
    return Decision.no(
        N_("Only the sector chief or the command post gives a visit to another officer.")
    )


def may_plan_on(planned_on: date, *, week_starts_on: date, today: date) -> Decision:
    if not week_starts_on <= planned_on < week_starts_on + WEEK:
        return Decision.no(N_("Choose a day of the week that the proposal is for."))
    if planned_on < today:
        return Decision.no(N_("That day is over."))
    return Decision.yes()

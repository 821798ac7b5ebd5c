"""Proposals of visits, what people may decide about them, and coverage. No Django, no clock."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import blake2b

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
PLANNERS = (*DESK, Role.VILLAGE_OFFICER)
READERS = (*PLANNERS, Role.PUBLIC_RELATIONS, Role.PARTNER, Role.AUDITOR)
# Whoever answers for where visits go, and whoever audits: no unit that enforces the law.
AUDIT_READERS = (*DESK, Role.AUDITOR)
WEEK = timedelta(days=7)
# Chosen: beside his other duties a village officer has two half-days a week for planned visits;
# the police count two to three villages for each, so most weeks one of them is drawn by lot.
VISITS_A_WEEK = 2
# Chosen: an audit looks at two weeks, for which an officer has four planned visits; one is too few.
AUDITED_DAYS = 14
# Chosen: a quarter of a year before them is the past whose effort is compared.
PAST_DAYS = 91
# Chosen: nowhere is trouble certain not to come, and a chance that is divided by is never 0.
LEAST_CHANCE = 0.01
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
    """Why a village stands where it stands in an officer's list."""

    SCORE = "score", N_("By its score")
    EXPLORATION = "exploration", N_("By turn, so that no village is left out")
    BEYOND_CAPACITY = "beyond_capacity", N_("If time allows")
    # Not drawn, and yet a person wanted the visit. It says nothing about villages in general.
    REQUEST = "request", N_("Because somebody asked for it")


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


def chance_from(temperature_tenths: int) -> float:
    """
    Return P(at least one incident) as a temperature has it, for where nobody has made a forecast.

    A temperature is 100 (1 - 2^(-S/4)) of the evidence S, that is a chance in percent already.

    >>> chance_from(396), chance_from(0)
    (0.396, 0.01)
    """
    return max(LEAST_CHANCE, temperature_tenths / 1000)


def chance_of(code: str, told: Mapping[str, float], tenths: Mapping[str, int]) -> float:
    """
    Return the chance by which a village is drawn: the forecast's, else that of its temperature.

    >>> chance_of("16.01.08.2018", {"16.01.08.2018": 0.3}, {})
    0.3
    >>> chance_of("16.01.08.2018", {}, {"16.01.08.2018": 396})
    0.396
    """
    return max(LEAST_CHANCE, told[code]) if code in told else chance_from(tenths[code])


def turn_once_planned(turn: Turn) -> Turn:
    """
    Return the turn of a village whose visit a person has planned.

    >>> turn_once_planned(Turn.BEYOND_CAPACITY).value, turn_once_planned(Turn.SCORE).value
    ('request', 'score')
    """
    return Turn.REQUEST if turn is Turn.BEYOND_CAPACITY else turn


def draw_seed(week_starts_on: date, officer_id: int, settled: Iterable[str]) -> int:
    """
    Return the seed of an officer's draw for a week, beside the villages that are settled already.

    It hangs on nothing else: who presses the button again and again draws the same again and again.

    >>> draw_seed(date(2024, 11, 18), 7, []) == draw_seed(date(2024, 11, 18), 7, [])
    True
    """
    words = f"{week_starts_on.isoformat()}/{officer_id}/{','.join(sorted(settled))}"
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest()) >> 1


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


def may_audit(week_starts_on: date, *, today: date, area_code: str, actor: Actor) -> Decision:
    """Test whether the feedback of visits up to the end of this week may be audited now."""
    if not actor.holds(*DESK, area_code=area_code):
        return Decision.no(N_("Only the command post or the sector chief has visits audited."))
    if week_of(week_starts_on) != week_starts_on:
        return Decision.no(N_("A week begins on a Monday."))
    if week_starts_on + WEEK > today:
        return Decision.no(N_("That week is not over yet."))
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

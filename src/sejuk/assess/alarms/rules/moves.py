"""How an alarm stands, and who may move it where."""

from collections.abc import Collection
from dataclasses import dataclass

from sejuk.assess.alarms.rules.words import DESK, NEXT_STATES, AlarmState, Verdict
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import first_no, may_be_reason


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How an alarm stands at the moment when somebody wants to move it.

    `area_code` is its centre. `steps` is how many steps were taken, `last_by` who took the last,
    and `verdicts` holds one word for each of its reports, "" for those nobody has assessed.
    """

    state: AlarmState
    area_code: str
    verdicts: tuple[str, ...]
    steps: int
    last_by: str = ""


def may_move(state: AlarmState, to: AlarmState) -> Decision:
    """
    Test whether an alarm may go from `state` to `to`.

    >>> may_move(AlarmState.CLOSED, AlarmState.ESCALATED).allowed
    False
    """
    if to in NEXT_STATES[state]:
        return Decision.yes()
    return Decision.no(
        N_("An alarm that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )


def _may_work_on(standing: Standing, actor: Actor) -> Decision:
    if actor.user_id is None or not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(
            N_("Only the command post or the sector chief of the place works on this alarm.")
        )
    return Decision.yes()


def _is_as_seen(standing: Standing, steps_seen: int) -> Decision:
    """Test whether nobody moved the alarm on since somebody opened its page."""
    if steps_seen == standing.steps:
        return Decision.yes()
    return Decision.no(
        N_("%(name)s has moved this alarm on meanwhile: it is “%(state)s” now. Look at it again."),
        name=standing.last_by,
        state=standing.state,
    )


def may_assess(standing: Standing, *, verdict_seen: str, verdict: str, actor: Actor) -> Decision:
    """
    Test whether `actor` may say what he found about a report.

    :param verdict_seen: what the report had been assessed as when he opened the page
    :param verdict: what it is assessed as now
    """
    allowed = _may_work_on(standing, actor)
    if not allowed:
        return allowed
    if standing.state not in (AlarmState.RAISED, AlarmState.ASSESSED):
        return Decision.no(
            N_("%(name)s has decided about this alarm: it is “%(state)s”. Its reports stay as is."),
            name=standing.last_by,
            state=standing.state,
        )
    if verdict_seen != verdict:
        return Decision.no(
            N_("%(name)s has assessed this report meanwhile. Look at it again."),
            name=standing.last_by,
        )
    return Decision.yes()


def state_after(verdicts: Collection[str]) -> AlarmState:
    """
    Return how far the assessing has come.

    >>> state_after(["correct", ""]), state_after(["correct", "mistaken"])
    (<AlarmState.RAISED: 'raised'>, <AlarmState.ASSESSED: 'assessed'>)
    """
    return AlarmState.ASSESSED if all(verdicts) else AlarmState.RAISED


def may_escalate(
    standing: Standing, *, steps_seen: int, to: Role, reason: str, actor: Actor
) -> Decision:
    """Test whether `actor` may pass an alarm up: at least one of its reports must be correct."""
    decided = first_no(
        _may_work_on(standing, actor),
        _is_as_seen(standing, steps_seen),
        may_move(standing.state, AlarmState.ESCALATED),
    )
    if not decided:
        return decided
    if standing.verdicts and Verdict.CORRECT not in standing.verdicts:
        return Decision.no(N_("Assess the reports first: none of them is as reported so far."))
    if to not in (Role.OPS_HEAD, Role.CHIEF):
        return Decision.no(N_("An alarm goes to the head of operations or the chief."), where="to")
    return may_be_reason(reason)


def may_dismiss(standing: Standing, *, steps_seen: int, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may dismiss an alarm: never without a reason."""
    return first_no(
        _may_work_on(standing, actor),
        _is_as_seen(standing, steps_seen),
        may_move(standing.state, AlarmState.DISMISSED),
        may_be_reason(reason),
    )


def may_close(standing: Standing, *, steps_seen: int, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may close an alarm, saying what came of it."""
    return first_no(
        _may_work_on(standing, actor),
        _is_as_seen(standing, steps_seen),
        may_move(standing.state, AlarmState.CLOSED),
        may_be_reason(reason),
    )


def next_in_charge(role: Role) -> Role | None:
    """
    Return with whom an unanswered alarm is next; None where there is nobody above.

    >>> next_in_charge(Role.OPERATOR).value, next_in_charge(Role.CHIEF)
    ('kabag_ops', None)
    """
    match role:
        case Role.OPERATOR:
            return Role.OPS_HEAD
        case Role.OPS_HEAD:
            return Role.CHIEF
        case _:
            return None

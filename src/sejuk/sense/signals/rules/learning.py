"""When there is enough to learn from, what is held back to judge by, and who decides on a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason

QUESTIONS_A_DAY = 60
"""Chosen: an operator answers them in a quarter of an hour; measured in docs/explanation/triage."""
ASKED_ABOUT = timedelta(days=30)
"""Chosen: what is older no longer looks like what comes in now."""
FEWEST_TO_LEARN = 20
"""As the engine has it: below that there is nothing to part."""
FEWEST_MATTERS = 4
"""As the engine has it: its decisions are parted into four, a matter never."""
FEWEST_BY_LOT = 50
"""As the engine has it: below that a comparison is chance."""
LEAST_HELD_BACK = 0.2
"""Chosen: the usual fifth; more where fewer were drawn by lot."""


class Why(Choice):
    """Why a signal was asked about."""

    UNCERTAIN = "uncertain", N_("It is unsure of this one")
    RANDOM = "random", N_("Drawn by lot")
    FAST = "fast", N_("It spreads fast")


class ModelDeed(Choice):
    """What became of a model."""

    REPLACED = "replaced", N_("Took the place of the one before")
    REFUSED = "refused", N_("Was refused")
    BROUGHT_BACK = "brought_back", N_("Was brought back")
    STOPPED = "stopped", N_("Was stopped: the rules speak alone")


class ModelState(Choice):
    """How a model stands now."""

    CANDIDATE = "candidate", N_("Being judged")
    ACTIVE = "active", N_("Speaks now")
    REFUSED = "refused", N_("Refused")
    RETIRED = "retired", N_("Retired")


@dataclass(frozen=True, slots=True)
class Known:
    """What of a decision says whether it may be held back: its day, its matter, and the lot."""

    day: date
    group: str
    by_lot: bool


def held_back_from(decisions: Sequence[Known]) -> date | None:
    """
    Return the day from which decisions are held back to judge a model that learns from the rest.

    The latest day from which on there are 50 drawn by lot, of matters not known before, and a fifth
    of all; None as long as there is none with 20 decisions before it.

    >>> told = [Known(date(2024, 11, 1 + n // 10), f"m{n}", n % 2 == 0) for n in range(200)]
    >>> held_back_from(told), held_back_from(told[:110])
    (datetime.date(2024, 11, 11), None)
    """
    for day in sorted({one.day for one in decisions}, reverse=True):
        before = [one for one in decisions if one.day < day]
        seen = {one.group for one in before}
        if len(before) < FEWEST_TO_LEARN or len(seen) < FEWEST_MATTERS:
            return None
        by_lot = sum(one.by_lot and one.group not in seen for one in decisions if one.day >= day)
        held = len(decisions) - len(before)
        if by_lot >= FEWEST_BY_LOT and held >= LEAST_HELD_BACK * len(decisions):
            return day
    return None


def may_bring_back(state: ModelState, *, reason: str, actor: Actor) -> Decision:
    """
    Test whether `actor` may let a model speak again that spoke before.

    What was refused never spoke, and is not brought back: its figures said why.
    """
    allowed = may_change_model(reason=reason, actor=actor)
    if not allowed:
        return allowed
    if state is not ModelState.RETIRED:
        return Decision.no(N_("Only a model that spoke before is brought back."))
    return Decision.yes()


def may_change_model(*, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may say which model speaks."""
    if actor.user_id is None or not actor.holds(Role.OPS_HEAD):
        return Decision.no(N_("Only the head of operations says which model speaks."))
    return may_be_reason(reason)

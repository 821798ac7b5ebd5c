"""
What a change on the board would break or heal, told before it is kept.

The judge of a roster (the engine's Checker) is made once in a process and kept for as long as what
it was made from stays the same; who stands where is read again whenever the roster's revision has
grown. At 425 people and 31 days making it takes a second, asking it some milliseconds.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakValueDictionary

from django.utils.translation import gettext, ngettext

from sejuk.engines import roster as engine
from sejuk.kit.choices import N_
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.marks import Marks, marks_of
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.telling import told

# Chosen: so many rosters are looked at side by side in one process.
MOST_JUDGES = 3
# Chosen: more are counted, not listed; each is on the list of the roster itself.
MOST_TOLD = 12
LEVELS = {
    engine.Level.HARD: N_("Not allowed"),
    engine.Level.WARN: N_("Warning"),
    engine.Level.SOFT: N_("Less good"),
}


@dataclass(frozen=True, slots=True)
class SeatChange:
    """Who is to stand a seat from now on; nobody empties it."""

    duty_id: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class ToldBreach:
    """A breach in the reader's words."""

    level: engine.Level
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """What a change breaks anew and heals, and whether it may be kept."""

    is_legal: bool
    summary: str
    broken: tuple[ToldBreach, ...]
    healed: tuple[ToldBreach, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A roster as it stands, with the question it answers and the whole verdict on it."""

    problem: engine.Problem
    seats: int
    verdict: engine.Verdict


@dataclass(slots=True)
class _Judge:
    marks: Marks
    problem: engine.Problem
    checker: engine.Checker
    revision: int
    placed: engine.Roster
    verdict: engine.Verdict | None = None


_judges: OrderedDict[int, _Judge] = OrderedDict()
# One lock for each roster that is asked about, for as long as anybody holds it, and one for both.
_locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()
_lock = Lock()


def verdict_on(roster: Roster, changes: Sequence[SeatChange]) -> ToldVerdict:
    """Return what these changes to a roster would break and heal."""
    removed, added = _assignments(roster, changes)
    judge = _judge_of(roster)
    change = judge.checker.verdict_of_change(judge.placed, removed, added)
    return ToldVerdict(
        is_legal=change.is_legal,
        summary=_summary(change),
        broken=told_breaches(change.new),
        healed=told_breaches(change.healed),
    )


def judged(roster: Roster) -> Judged:
    """Return the whole verdict on a roster as it stands."""
    judge = _judge_of(roster)
    if judge.verdict is None:
        judge.verdict = judge.checker.verdict(judge.placed)
    seats = sum(demand.count for demand in judge.problem.demands)
    return Judged(judge.problem, seats, judge.verdict)


def question_on(roster: Roster) -> tuple[engine.Problem, engine.Roster]:
    """Return what the engine is asked about a roster, and who is placed in it now."""
    judge = _judge_of(roster)
    return judge.problem, judge.placed


def _assignments(
    roster: Roster, changes: Sequence[SeatChange]
) -> tuple[list[engine.Assignment], list[engine.Assignment]]:
    wanted = {change.duty_id: change.person_id for change in changes}
    rows = roster.duties.filter(id__in=wanted).values_list("id", "demand", "person_id")
    removed, added = [], []
    for duty_id, demand, before in rows:
        after = wanted[duty_id]
        if after == before:
            continue
        if before is not None:
            removed.append(engine.Assignment(demand, str(before)))
        if after is not None:
            added.append(engine.Assignment(demand, str(after)))
    # Two people who change places within one demand change nothing.
    for both in [one for one in removed if one in added]:
        removed.remove(both)
        added.remove(both)
    return removed, added


def _judge_of(roster: Roster) -> _Judge:
    # Whoever asks about another roster does not wait while this one's judge is made.
    with _lock_of(roster.pk):
        known = _judges.get(roster.pk)
        marks = marks_of(roster)
        if known is None or known.marks != marks:
            problem = problem_of(roster)
            checker = engine.Checker(problem)
            known = _Judge(marks, problem, checker, roster.revision, placed(roster))
        elif known.revision != roster.revision:
            newest = placed(roster)
            known = _Judge(marks, known.problem, known.checker, roster.revision, newest)
        _keep(roster.pk, known)
    return known


def _lock_of(roster_id: int) -> Lock:
    with _lock:
        return _locks.setdefault(roster_id, Lock())


def _keep(roster_id: int, judge: _Judge) -> None:
    with _lock:
        _judges[roster_id] = judge
        _judges.move_to_end(roster_id)
        while len(_judges) > MOST_JUDGES:
            _judges.popitem(last=False)


def told_breaches(breaches: Iterable[engine.Breach]) -> tuple[ToldBreach, ...]:
    """Return breaches in the reader's language, so many as one reads."""
    return tuple(
        ToldBreach(breach.level, gettext(LEVELS[breach.level]), told(breach.sentence))
        for breach in list(breaches)[:MOST_TOLD]
    )


def _summary(change: engine.Change) -> str:
    """Return the verdict in one sentence."""
    hard = _number(change.new, engine.Level.HARD)
    warned = _number(change.new, engine.Level.WARN)
    if hard:
        return ngettext(
            "This cannot be kept: it breaks %(count)s rule that holds without exception.",
            "This cannot be kept: it breaks %(count)s rules that hold without exception.",
            hard,
        ) % {"count": hard}
    if warned:
        return ngettext(
            "This can be kept with %(count)s warning; publishing then asks for a reason.",
            "This can be kept with %(count)s warnings; publishing then asks for a reason.",
            warned,
        ) % {"count": warned}
    if change.new:
        return gettext("No rule is broken; the roster becomes a little less even.")
    if change.healed:
        return gettext("No rule is broken, and something is healed.")
    return gettext("No rule is broken.")


def _number(breaches: Iterable[engine.Breach], level: engine.Level) -> int:
    return sum(breach.level is level for breach in breaches)

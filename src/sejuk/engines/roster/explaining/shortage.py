"""
What is short: how many seats no roster can fill, why, and what would help.

`crews` proves how many seats stay empty at least, over the whole time that is asked for. The
reasons are looked for where they are narrowest: in the two days that are worst, else in the worst
seven. There a smallest set of demands and rules is found that cannot hold together, and each way
out is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sejuk.engines.roster.asked.problem import Level, Problem, RuleCode
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.explaining.clashes import Clash, clash_of, smallest_conflict
from sejuk.engines.roster.explaining.crews import SURE, WEEK, Filled, Watch
from sejuk.engines.roster.explaining.ways_out import WayOut, ways_out
from sejuk.engines.roster.judging.breaches import day_words, length_words
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.judging.faults_of_demands import nobody_may, shortages
from sejuk.engines.roster.judging.rules import rule_of

MOST_AT_ONCE = 31  # chosen: days of one program; bounds of longer times are added up
NARROWEST = 2
MINUTES_IN_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class WeekOfHours:
    """How many hours a week asks of an organisation (empty: of everybody) and what it may work."""

    first_day: str
    organisation: str
    needed_minutes: int
    allowed_minutes: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Shortage:
    """
    At least so many seats stay empty; the days in which that is explained, and the explanation.

    `clashes` cannot hold together, and without any one of them they can. `binding` are the demands
    of which each seat less leaves one less empty. Days are written 2024-11-27.
    """

    first_day: str
    last_day: str
    seats: int
    least_empty: int
    sentence: Sentence
    explained_from: str
    explained_to: str
    explained_empty: int
    causes: tuple[Sentence, ...]
    clashes: tuple[Clash, ...]
    binding: tuple[Clash, ...]
    ways_out: tuple[WayOut, ...]
    hours: tuple[WeekOfHours, ...]


def shortage(problem: Problem, *, window: tuple[date, date] | None = None) -> Shortage:
    """
    Return what is short in a time (the whole problem's when none is given), and why.

    >>> from datetime import UTC, datetime
    >>> from sejuk.engines.roster.asked.problem import Demand, Person
    >>> times = datetime(2024, 11, 4, 6, tzinfo=UTC), datetime(2024, 11, 4, 14, tzinfo=UTC)
    >>> morning = Demand("kpu-1", "KPU", "Pagi", date(2024, 11, 4), *times, count=3)
    >>> found = shortage(Problem(date(2024, 11, 4), 1, (Person("a", "A"),), (), (morning,)))
    >>> found.least_empty, str(found.sentence)
    (2, 'Of 3 seats at least 2 stay empty, whoever stands where.')
    >>> [str(one.sentence) for one in found.clashes + found.ways_out]  # doctest: +ELLIPSIS
    ['3 seats of KPU on 4 Nov.', '2 people more fill 2 seats.', 'Without the 3 seats of KPU on ...']
    """
    first = problem.first_day
    last = first + timedelta(days=max(1, problem.days) - 1)
    if window is not None:
        first, last = max(first, window[0]), min(last, window[1])
    demands = {one.id: one for one in reversed(problem.demands)}  # of one id the first counts
    inside = replace(
        problem,
        first_day=first,
        days=max(0, (last - first).days + 1),
        demands=tuple(one for one in reversed(demands.values()) if first <= one.day <= last),
    )
    seats = sum(max(0, one.count) for one in inside.demands)
    least = sum(_whole(Watch(inside, *span)) for span in _spans(first, last, MOST_AT_ONCE))
    watch, now = _narrowest(inside, first, last) if least else (None, None)
    days = (watch.first, watch.last) if watch is not None else (first, last)
    return Shortage(
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        seats=seats,
        least_empty=least,
        sentence=_headline(seats, least),
        explained_from=days[0].isoformat(),
        explained_to=days[1].isoformat(),
        explained_empty=0 if now is None else now.least,
        causes=tuple(one.sentence for one in (*nobody_may(inside), *shortages(inside))),
        clashes=smallest_conflict(watch) if watch is not None else (),
        binding=_binding(watch, now) if watch is not None and now is not None else (),
        ways_out=ways_out(watch, now) if watch is not None and now is not None else (),
        hours=tuple(_hours(inside, first, last)),
    )


def _headline(seats: int, least: int) -> Sentence:
    if least:
        text = N_("Of %(seats)s seats at least %(empty)s stay empty, whoever stands where.")
        return Sentence(text, {"seats": seats, "empty": least})
    text = N_("Nothing that is asked stands in the way of filling all %(seats)s seats.")
    return Sentence(text, {"seats": seats})


def _spans(first: date, last: date, days: int) -> Iterator[tuple[date, date]]:
    """Yield the time in parts of at most so many days."""
    while first <= last:
        yield first, min(last, first + timedelta(days=days - 1))
        first += timedelta(days=days)


def _whole(watch: Watch) -> int:
    """Return how many seats stay empty; by whole people where a few days make that quick."""
    least = watch.filled().least
    if (watch.last - watch.first).days < WEEK:
        return max(least, watch.filled(is_whole=True).least)
    return least


def _narrowest(
    problem: Problem, first: date, last: date
) -> tuple[Watch, Filled] | tuple[None, None]:
    """Return the fewest days that explain something, of those the worst."""
    for days in (1, NARROWEST, WEEK, 2 * WEEK):
        worst: tuple[Watch, Filled] | None = None
        for start in range(max(1, (last - first).days + 2 - days)):
            begins = first + timedelta(days=start)
            watch = Watch(problem, begins, min(last, begins + timedelta(days=days - 1)))
            filled = watch.filled()
            if filled.empty > SURE and (worst is None or filled.empty > worst[1].empty + SURE):
                worst = watch, filled
        if worst is not None and (days > 1 or worst[1].least):
            return worst
    return None, None


def _binding(watch: Watch, now: Filled) -> tuple[Clash, ...]:
    """Return the demands of which each seat less leaves one less empty."""
    binding = [
        family
        for family in watch.families
        if any(now.worth.get(one, 0.0) > 1 - SURE for one in watch.seats[family])
    ]
    return tuple(clash_of(watch, family) for family in binding)


def _hours(problem: Problem, first: date, last: date) -> Iterator[WeekOfHours]:
    """Yield for each whole week and each organisation what is asked and what may be worked."""
    organisations = sorted({one.organisation for one in problem.people} - {""})
    away = absent_minutes(problem)
    for begins, ends in _spans(first, last, WEEK):
        if (ends - begins).days + 1 < WEEK:
            continue
        for organisation in ("", *organisations):
            needed = sum(
                one.minutes * max(0, one.count)
                for one in problem.demands
                if begins <= one.day <= ends
                and (not organisation or one.needs.organisations == {organisation})
            )
            allowed = _allowed(problem, begins, organisation, away)
            if allowed is None or not needed:
                continue
            text = N_(
                "In the week from %(day)s %(needed)s are asked of %(organisation)s and %(allowed)s "
                "may be worked."
            )
            values = {
                "day": day_words(begins),
                "needed": length_words(needed),
                "allowed": length_words(allowed),
                "organisation": organisation or Sentence(N_("the whole force")),
            }
            yield WeekOfHours(
                begins.isoformat(), organisation, needed, allowed, Sentence(text, values)
            )


def _allowed(
    problem: Problem, begins: date, organisation: str, away: dict[str, list[tuple[int, int]]]
) -> int | None:
    """Return the minutes that people may work in a week; None when nothing limits somebody's."""
    first = next((one.starts_at for one in problem.demands if one.day >= begins), None)
    if first is None:
        return None
    midnight = minute_of(first.replace(hour=0, minute=0, second=0, microsecond=0))
    ends = midnight + WEEK * MINUTES_IN_DAY
    total = 0
    for person in problem.people:
        if organisation and person.organisation != organisation:
            continue
        rule = rule_of(problem, RuleCode.HOURS_IN_7_DAYS, person.organisation)
        if rule is None or rule.level is Level.SOFT:
            return None
        spans = away.get(person.id, [])
        absent = sum(max(0, min(end, ends) - max(start, midnight)) for start, end in spans)
        total += min(rule.amount, WEEK * MINUTES_IN_DAY - absent)
    return total

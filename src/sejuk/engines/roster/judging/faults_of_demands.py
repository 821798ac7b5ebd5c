"""What can be wrong with demands, posts and mixes, and where more is asked than the force has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sejuk.engines.roster.asked.problem import Demand, Needs, Person, Problem
from sejuk.engines.roster.asked.sentences import N_
from sejuk.engines.roster.judging.breaches import lacking, needs_words
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.judging.faults import (
    LONGEST_DUTY,
    MOST_SEATS,
    Complaint,
    clock,
    complaint,
    is_aware,
    times,
    twice,
)
from sejuk.engines.roster.judging.faults_of_people import named


def named_twice(problem: Problem) -> Iterator[Complaint]:
    for one in twice(demand.id for demand in problem.demands):
        yield complaint(f"demands:{one}", N_('Two demands are called "%(id)s".'), id=one)
    for one in twice(post.id for post in problem.posts):
        yield complaint(f"posts:{one}", N_('Two posts are called "%(id)s".'), id=one)


def times_of_demands(problem: Problem) -> Iterator[Complaint]:
    first = problem.first_day.toordinal()
    for demand in problem.demands:
        where, words = f"demands:{demand.id}", named(problem, demand)
        wrong = [*times(where, words, demand.starts_at, demand.ends_at)]
        yield from wrong
        if not wrong and demand.ends_at - demand.starts_at > LONGEST_DUTY:
            yield complaint(where, N_("%(duty)s lasts longer than seven days."), duty=words)
        if not 0 <= demand.day.toordinal() - first < problem.days:
            text = N_("%(duty)s lies outside the time that is planned.")
            yield complaint(where, text, duty=words)
        elif abs((demand.starts_at.date() - demand.day).days) > 1:
            text = N_("%(duty)s counts on a day on which it does not start.")
            yield complaint(where, text, duty=words)


def counts(problem: Problem) -> Iterator[Complaint]:
    for demand in problem.demands:
        where, words = f"demands:{demand.id}", named(problem, demand)
        if not 0 <= demand.count <= MOST_SEATS:
            text = N_("%(duty)s asks for %(count)s people. Give a number from 0 to %(most)s.")
            yield complaint(where, text, duty=words, count=demand.count, most=MOST_SEATS)
        numbers = (
            demand.price,
            demand.price_over or 0,
            demand.counted_minutes or 0,
            demand.rest_after_minutes,
        )
        if min(numbers) < 0:
            text = N_("A price or a number of minutes of %(duty)s is below 0.")
            yield complaint(where, text, duty=words)


def nobody_may(problem: Problem) -> Iterator[Complaint]:
    """Yield each post and what it needs where nobody of the force brings it."""
    names = {post.id: post.name for post in problem.posts}
    asked = {(one.post, one.needs): one for one in reversed(problem.demands) if one.count > 0}
    able = {needs: _able(problem.people, needs) for _, needs in asked}
    for (post, needs), demand in reversed(asked.items()):
        if problem.people and not able[needs]:
            text = N_("Nobody may stand %(post)s: nobody of the force is or has %(needs)s.")
            values = {"post": names.get(post, post), "needs": needs_words(needs)}
            yield complaint(f"demands:{demand.id}", text, **values)
    barred: dict[str, set[str]] = defaultdict(set)
    for pin in problem.pins:
        if pin.is_forbidden:
            barred[pin.demand].add(pin.person)
    for demand in problem.demands if barred else ():
        ids = {person.id for person in able.get(demand.needs, ())}
        if demand.count > 0 and ids and ids <= barred[demand.id]:
            text = N_("Nobody may stand %(duty)s: all who could are barred from it.")
            yield complaint(f"demands:{demand.id}", text, duty=named(problem, demand))


def _able(people: Iterable[Person], needs: Needs) -> list[Person]:
    return [person for person in people if not lacking(person, needs)]


def shortages(problem: Problem) -> Iterator[Complaint]:
    """
    Yield for each kind of need the worst instant at which more seats are asked than people are
    there who could take them; the need for nobody in particular counts all seats.
    """
    demands = [one for one in problem.demands if is_aware(one.starts_at, one.ends_at)]
    if not all(is_aware(one.starts_at, one.ends_at) for one in problem.absences):
        return
    away = absent_minutes(problem)
    kinds: dict[Needs, list[Demand]] = defaultdict(list)
    for demand in demands:
        kinds[demand.needs].append(demand)
    kinds[Needs()] = demands
    for needs, own in kinds.items():
        able = [person.id for person in _able(problem.people, needs)]
        worst = _worst(own, able, away)
        if worst is not None and able:
            instant, asked, there = worst
            demand = next(one for one in own if _is_on(one, instant))
            when = datetime.fromtimestamp(instant * 60, demand.starts_at.tzinfo)
            values = {"when": clock(when), "asked": asked, "there": there}
            if needs == Needs():
                text = N_("On %(when)s there are %(asked)s seats; people for them: %(there)s.")
                yield complaint(f"demands:{demand.id}", text, **values)
            else:
                text = N_(
                    "On %(when)s there are %(asked)s seats for %(needs)s; such people: %(there)s."
                )
                yield complaint(f"demands:{demand.id}", text, **values, needs=needs_words(needs))


def _is_on(demand: Demand, instant: int) -> bool:
    starts, ends = minute_of(demand.starts_at), minute_of(demand.ends_at)
    return demand.count > 0 and starts <= instant < ends


def _worst(
    demands: Iterable[Demand], able: Iterable[str], away: Mapping[str, list[tuple[int, int]]]
) -> tuple[int, int, int] | None:
    """Return the instant at which most is missing, with the seats asked and the people there."""
    people = list(able)
    absences = [span for person in people for span in away.get(person, ())]
    changes: dict[int, int] = defaultdict(int)
    for demand in demands:
        start, end = minute_of(demand.starts_at), minute_of(demand.ends_at)
        if demand.count > 0 and start < end:
            changes[start] += demand.count
            changes[end] -= demand.count
    asked, most = 0, 0
    worst: tuple[int, int, int] | None = None
    # What is missing grows only where a duty or an absence starts.
    for instant in sorted({*changes, *(start for start, _ in absences)}):
        asked += changes.get(instant, 0)
        if asked <= len(people) - len(absences) + most:
            continue
        there = len(people) - sum(start <= instant < end for start, end in absences)
        if asked - there > most:
            most, worst = asked - there, (instant, asked, there)
    return worst


def mixes(problem: Problem) -> Iterator[Complaint]:
    seats: dict[tuple[str, object, str], int] = defaultdict(int)
    first: dict[tuple[str, object, str], Demand] = {}
    for demand in problem.demands:
        seats[demand.shift] += demand.count
        first.setdefault(demand.shift, demand)
    for place, mix in enumerate(problem.mixes):
        where, words = f"mixes:{place}", needs_words(mix.needs)
        if mix.count < 0:
            yield complaint(
                where, N_("A mix asks for fewer than 0 people: %(needs)s."), needs=words
            )
        if problem.people and mix.count > len(_able(problem.people, mix.needs)):
            text = N_("A mix asks for %(count)s people, and the force has fewer: %(needs)s.")
            yield complaint(where, text, count=mix.count, needs=words)
        small = [
            shift
            for shift, count in seats.items()
            if mix.post in ("", shift[0]) and 0 < count < mix.count
        ]
        if small:
            text = N_("%(duty)s has %(seats)s seats, and its mix asks for %(count)s: %(needs)s.")
            duty = named(problem, first[small[0]])
            values = {"seats": seats[small[0]], "count": mix.count, "needs": words}
            yield complaint(where, text, duty=duty, **values)


DEMANDS_AT_FAULT = (named_twice, times_of_demands, counts, nobody_may, shortages, mixes)

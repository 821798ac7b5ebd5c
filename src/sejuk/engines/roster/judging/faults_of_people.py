"""What can be wrong with people, their absences, their terms, and what they are pinned to."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sejuk.engines.roster.asked.problem import Absence, Demand, Limits, Person, Pin, Post, Problem
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.breaches import duty_words, lacking, length_words, listed
from sejuk.engines.roster.judging.carried import minute_of
from sejuk.engines.roster.judging.faults import Complaint, clock, complaint, is_aware, times

NORTH, EAST = 90, 180


def people_twice(problem: Problem) -> Iterator[Complaint]:
    by_id: dict[str, list[Person]] = defaultdict(list)
    for person in problem.people:
        by_id[person.id].append(person)
    for one, same in by_id.items():
        units = sorted({person.unit for person in same if person.unit})
        if len(units) > 1:
            text = N_("%(person)s (%(id)s) is in more than one unit: %(units)s. Keep one.")
            values = {"person": same[0].name, "id": one, "units": ", ".join(units)}
            yield complaint(f"people:{one}", text, **values)
        elif len(same) > 1:
            text = N_("%(person)s (%(id)s) stands %(count)s times among the people. Keep one.")
            values = {"person": same[0].name, "id": one}
            yield complaint(f"people:{one}", text, **values, count=len(same))


def homes(problem: Problem) -> Iterator[Complaint]:
    """Yield home units and posts that lie nowhere on the earth."""
    places: list[tuple[str, Person | Post]] = [("people", person) for person in problem.people]
    places += [("posts", post) for post in problem.posts]
    for kind, place in places:
        north, east = place.latitude, place.longitude
        is_half = (north is None) != (east is None)
        if is_half or not (abs(north or 0) <= NORTH and abs(east or 0) <= EAST):
            text = N_("The point of %(name)s is not on the earth: %(latitude)s, %(longitude)s.")
            values = {"latitude": str(north), "longitude": str(east)}
            yield complaint(f"{kind}:{place.id}", text, name=place.name, **values)


def absences(problem: Problem) -> Iterator[Complaint]:
    names = {person.id: person.name for person in problem.people}
    by_person: dict[str, list[Absence]] = defaultdict(list)
    for absence in problem.absences:
        where, name = f"absences:{absence.person}", names.get(absence.person, absence.person)
        what = Sentence(N_("An absence of %(person)s"), {"person": name})
        wrong = [*times(where, what, absence.starts_at, absence.ends_at)]
        yield from wrong
        if not wrong:
            by_person[absence.person].append(absence)
    for person, own in by_person.items():
        in_order = sorted(own, key=lambda one: (minute_of(one.starts_at), minute_of(one.ends_at)))
        for earlier, later in pairwise(in_order):
            if minute_of(later.starts_at) < minute_of(earlier.ends_at):
                text = N_("%(person)s is away twice at one time from %(from)s to %(to)s.")
                ends = min(earlier.ends_at, later.ends_at, key=minute_of)
                values = {"from": clock(later.starts_at), "to": clock(ends)}
                name = names.get(person, person)
                yield complaint(f"absences:{person}", text, person=name, **values)


def worked(problem: Problem) -> Iterator[Complaint]:
    for one in problem.worked:
        what = Sentence(N_("A duty that %(person)s stood before"), {"person": one.person})
        yield from times(f"worked:{one.person}", what, one.starts_at, one.ends_at)


def terms(problem: Problem) -> Iterator[Complaint]:
    """Yield people whose own terms cannot all be kept."""
    longest: dict[str, int] = defaultdict(int)
    for demand in problem.demands:
        if is_aware(demand.starts_at, demand.ends_at):
            longest[demand.band] = max(longest[demand.band], demand.minutes)
    for person in problem.people:
        where = f"people:{person.id}"
        for text, values in _impossible(person.limits, longest):
            yield complaint(where, text, person=person.name, **values)


def _impossible(limits: Limits, longest: dict[str, int]) -> Iterator[tuple[str, dict[str, object]]]:
    numbers = (
        limits.most_minutes,
        limits.least_minutes,
        limits.most_days_in_a_row,
        limits.least_days_in_a_row,
        limits.least_days_off_in_a_row,
        limits.most_weekends,
        *limits.most_of_band.values(),
    )
    if any(number is not None and number < 0 for number in numbers):
        yield N_("The terms of %(person)s hold a number below 0."), {}
    least, most = limits.least_minutes or 0, limits.most_minutes
    values: dict[str, object] = {"least": length_words(least)}
    if most is not None and most < least:
        text = N_("The terms of %(person)s ask for %(least)s and allow %(most)s.")
        yield text, {**values, "most": length_words(most)}
    allowed = sum(limits.most_of_band.get(band, len(longest)) * longest[band] for band in longest)
    if longest and set(longest) <= set(limits.most_of_band) and allowed < least:
        text = N_("The terms of %(person)s ask for %(least)s and allow shifts of %(most)s in all.")
        yield text, {**values, "most": length_words(allowed)}
    on, row = limits.least_days_in_a_row, limits.most_days_in_a_row
    if on is not None and row is not None and row < on:
        text = N_("The terms of %(person)s ask for %(least)s days in a row and allow %(most)s.")
        yield text, {"least": on, "most": row}


def pins(problem: Problem) -> Iterator[Complaint]:
    """Yield pins that no roster can keep together."""
    people = {person.id: person for person in problem.people}
    demands = {one.id: one for one in problem.demands if is_aware(one.starts_at, one.ends_at)}
    by_person: dict[str, list[Demand]] = defaultdict(list)
    barred = {(pin.demand, pin.person) for pin in problem.pins if pin.is_forbidden}
    for pin in dict.fromkeys(problem.pins):
        if pin.is_forbidden or pin.person not in people or pin.demand not in demands:
            continue
        person, demand = people[pin.person], demands[pin.demand]
        by_person[pin.person].append(demand)
        if (pin.demand, pin.person) in barred:
            text = N_("%(person)s is both fixed to %(duty)s and barred from it.")
            yield _of_pin(problem, pin, person, demand, text)
        missing = lacking(person, demand.needs)
        if missing:
            text = N_("%(person)s is fixed to %(duty)s and lacks what it needs: %(lacking)s.")
            yield _of_pin(problem, pin, person, demand, text, lacking=listed(missing))
        yield from _pinned_while_away(problem, pin, person, demand)
    yield from _pinned_at_one_time(problem, people, by_person)
    yield from _too_many_pins(problem, demands)


def _of_pin(
    problem: Problem, pin: Pin, person: Person, demand: Demand, text: str, **values: object
) -> Complaint:
    words = named(problem, demand)
    return complaint(f"pins:{pin.demand}", text, person=person.name, duty=words, **values)


def _pinned_while_away(
    problem: Problem, pin: Pin, person: Person, demand: Demand
) -> Iterator[Complaint]:
    for absence in problem.absences:
        if absence.person == person.id and is_aware(absence.starts_at, absence.ends_at):
            starts = max(minute_of(absence.starts_at), minute_of(demand.starts_at))
            if starts < min(minute_of(absence.ends_at), minute_of(demand.ends_at)):
                text = N_("%(person)s is fixed to %(duty)s and away at that time.")
                yield _of_pin(problem, pin, person, demand, text)


def _pinned_at_one_time(
    problem: Problem, people: dict[str, Person], by_person: dict[str, list[Demand]]
) -> Iterator[Complaint]:
    for person, own in by_person.items():
        in_order = sorted(own, key=lambda demand: (minute_of(demand.starts_at), demand.id))
        for earlier, later in pairwise(in_order):
            if minute_of(later.starts_at) < minute_of(earlier.ends_at):
                text = N_("%(person)s is fixed to two duties at one time: %(one)s and %(other)s.")
                words = {"one": named(problem, earlier), "other": named(problem, later)}
                yield complaint(f"pins:{later.id}", text, person=people[person].name, **words)


def _too_many_pins(problem: Problem, demands: dict[str, Demand]) -> Iterator[Complaint]:
    counts: dict[str, set[str]] = defaultdict(set)
    for pin in problem.pins:
        if not pin.is_forbidden and pin.demand in demands:
            counts[pin.demand].add(pin.person)
    for one, pinned in counts.items():
        demand = demands[one]
        if len(pinned) > demand.count and demand.price_over is None:
            text = N_("%(count)s people are fixed to %(duty)s, which has %(seats)s seats.")
            words = named(problem, demand)
            values = {"count": len(pinned), "seats": demand.count}
            yield complaint(f"pins:{one}", text, duty=words, **values)


def named(problem: Problem, demand: Demand) -> Sentence:
    """Return a demand by the name of its post, its band and its day."""
    names = {post.id: post.name for post in problem.posts}
    return duty_words(names.get(demand.post, demand.post), demand.band, demand.day)


def wishes_twice(problem: Problem) -> Iterator[Complaint]:
    """Yield people who ask to be on and off on one day."""
    asked = {(one.person, one.day, one.is_off) for one in problem.wishes if not one.band}
    for person, day, is_off in sorted(asked):
        if is_off and (person, day, False) in asked:
            text = N_("%(person)s asks to be both on and off duty on %(day)s.")
            yield complaint(f"wishes:{person}", text, person=person, day=day.isoformat())


PEOPLE_AT_FAULT = (people_twice, homes, absences, worked, terms, pins, wishes_twice)

"""
The text of the public shift-scheduling instances (Curtois and Qu 2014), and of their solutions.

An instance has days, shifts that no clock times are given for, staff with limits, days off, wishes,
and the people wanted on each shift of each day. As a problem:

*   Day 0 is a Monday; all shifts of a day start at 6:00 UTC, so that nobody stands two of one day
    and, up to 18 hours, none reaches into the next. What may follow what is said by the forbidden
    sequences alone; all rules of rest and fairness are switched off.
*   A staff line is a Person with Limits, a day off an Absence over the whole day, a request a Wish,
    a cover line a Demand whose prices are the weights. The cost is the published objective.

A solution is the Roster XML that the authors' viewer reads: for each employee his days and shifts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from html import escape, unescape
from itertools import groupby, product
from typing import Final

from sejuk.engines.roster.asked.problem import (
    Absence,
    Assignment,
    Demand,
    Level,
    Limits,
    Person,
    Post,
    Problem,
    Roster,
    Rule,
    RuleCode,
    Wish,
)
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.asked.unreadable import RosterUnreadable

FIRST_MONDAY: Final = date(2024, 1, 1)
OPENS: Final = time(6, tzinfo=UTC)
POST: Final = Post("ward", "Ward")
NOT_ASKED: Final = (
    RuleCode.REST,
    RuleCode.REST_AFTER,
    RuleCode.HOURS_IN_7_DAYS,
    RuleCode.NIGHTS_IN_A_ROW,
    RuleCode.DAYS_IN_A_ROW,
    RuleCode.WEEKLY_REST,
    RuleCode.LEADER,
    RuleCode.MIX,
    RuleCode.TRAVEL,
    RuleCode.FAIR_HOURS,
    RuleCode.FAIR_NIGHTS,
    RuleCode.FAIR_WEEKENDS,
    RuleCode.FAIR_FRIDAYS,
    RuleCode.FAIR_HOLIDAYS,
    RuleCode.STABILITY,
)
RULES: Final = tuple(Rule(code, Level.SOFT, 0, 0) for code in NOT_ASKED)

HEADINGS: Final = {
    "SECTION_HORIZON": "# Days; day 0 is a Monday",
    "SECTION_SHIFTS": "# Shift, minutes, shifts that may not come on the day after it",
    "SECTION_STAFF": "# Person, most of each shift, most minutes, least minutes, "
    "most days in a row, least days in a row, least days off in a row, most weekends",
    "SECTION_DAYS_OFF": "# Person, days",
    "SECTION_SHIFT_ON_REQUESTS": "# Person, day, shift, weight",
    "SECTION_SHIFT_OFF_REQUESTS": "# Person, day, shift, weight",
    "SECTION_COVER": "# Day, shift, people, weight for each under, weight for each over",
}


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    days: int = 0
    shifts: dict[str, int] = field(default_factory=dict)
    sequences: set[tuple[str, str]] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    demands: dict[str, Demand] = field(default_factory=dict)

    def day(self, number: str) -> date:
        if not 0 <= int(number) < self.days:
            raise ValueError(number)
        return FIRST_MONDAY + timedelta(days=int(number))


def read_instance(text: str) -> Problem:
    r"""
    Return the problem that an instance's text asks.

    >>> instance = '''SECTION_HORIZON
    ... 7
    ... SECTION_SHIFTS
    ... D,480,
    ... SECTION_STAFF
    ... A,D=5,2400,960,5,2,2,1
    ... SECTION_COVER
    ... 0,D,1,100,1'''
    >>> problem = read_instance(instance)
    >>> problem.days, problem.people[0].limits.most_days_in_a_row, problem.demands[0].price
    (7, 5, 100)

    :raises RosterUnreadable: with the numbers of the lines that say something else
    """
    read, wrong, section = _Read(), [], ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line in HEADINGS:
            section = line
            continue
        try:
            _READERS[section](read, line.split(","))
        except (KeyError, ValueError):
            wrong.append(_wrong_line(number, line, section))
    if not read.days:
        wrong.append(Sentence(N_("The text names no number of days under SECTION_HORIZON.")))
    if wrong:
        raise RosterUnreadable(tuple(wrong))
    return _problem(read)


def _wrong_line(number: int, line: str, section: str) -> Sentence:
    wanted = HEADINGS.get(section, "SECTION_HORIZON").removeprefix("# ")
    values = {"line": number, "text": line[:80], "wanted": wanted}
    return Sentence(
        N_('Line %(line)s, "%(text)s", cannot be read. Here stands: %(wanted)s.'), values
    )


def _problem(read: _Read) -> Problem:
    # Of a shift without a cover line nobody is wanted, and whoever stands it costs nothing.
    for day, shift in product(range(read.days), read.shifts):
        if f"{day:03}-{shift}" not in read.demands:
            _read_cover(read, [str(day), shift, "0", "0", "0"])
    return Problem(
        FIRST_MONDAY,
        read.days,
        tuple(read.people.values()),
        (POST,),
        tuple(read.demands.values()),
        absences=tuple(read.absences),
        wishes=tuple(read.wishes),
        forbidden_sequences=frozenset(read.sequences),
        rules=RULES,
    )


def _read_horizon(read: _Read, cells: list[str]) -> None:
    [days] = cells
    if int(days) < 1:
        raise ValueError(days)
    read.days = int(days)


def _read_shift(read: _Read, cells: list[str]) -> None:
    name, minutes, followers = cells
    if not 0 < int(minutes) <= 18 * 60:
        raise ValueError(minutes)
    read.shifts[name] = int(minutes)
    read.sequences |= {(name, follower) for follower in followers.split("|") if follower}


def _read_person(read: _Read, cells: list[str]) -> None:
    name, most_of_band, *numbers = cells
    most, least, most_on, least_on, least_off, weekends = (int(number) for number in numbers)
    bands = dict(one.split("=") for one in most_of_band.split("|") if one)
    limits = Limits(
        most_minutes=most,
        least_minutes=least,
        most_days_in_a_row=most_on,
        least_days_in_a_row=least_on,
        least_days_off_in_a_row=least_off,
        most_weekends=weekends,
        most_of_band={band: int(count) for band, count in bands.items()},
    )
    if name in read.people:
        raise ValueError(name)
    read.people[name] = Person(name, name, limits=limits)


def _read_days_off(read: _Read, cells: list[str]) -> None:
    person = read.people[cells[0]].id
    for number in cells[1:]:
        starts_at = datetime.combine(read.day(number), time(), UTC)
        read.absences.append(Absence(person, starts_at, starts_at + timedelta(days=1)))


def _read_wish(read: _Read, cells: list[str], *, is_off: bool) -> None:
    name, day, shift, weight = cells
    if shift not in read.shifts:
        raise ValueError(shift)
    read.wishes.append(Wish(read.people[name].id, read.day(day), is_off, shift, int(weight)))


def _read_cover(read: _Read, cells: list[str]) -> None:
    number, shift, count, under, over = cells
    ends_after = timedelta(minutes=read.shifts[shift])
    starts_at = datetime.combine(read.day(number), OPENS)
    demand = Demand(
        f"{int(number):03}-{shift}",
        POST.id,
        shift,
        starts_at.date(),
        starts_at,
        starts_at + ends_after,
        int(count),
        price=int(under),
        price_over=int(over),
    )
    if demand.id in read.demands or demand.count < 0:
        raise ValueError(number)
    read.demands[demand.id] = demand


_READERS: Mapping[str, Callable[[_Read, list[str]], None]] = {
    "SECTION_HORIZON": _read_horizon,
    "SECTION_SHIFTS": _read_shift,
    "SECTION_STAFF": _read_person,
    "SECTION_DAYS_OFF": _read_days_off,
    "SECTION_SHIFT_ON_REQUESTS": lambda read, cells: _read_wish(read, cells, is_off=False),
    "SECTION_SHIFT_OFF_REQUESTS": lambda read, cells: _read_wish(read, cells, is_off=True),
    "SECTION_COVER": _read_cover,
}


def write_instance(problem: Problem) -> str:
    """
    Return the text of a problem that has been read from one; what the format lacks is left out.

    >>> text = write_instance(read_instance("SECTION_HORIZON\\n7\\n"))
    >>> text.splitlines()[:3]
    ['SECTION_HORIZON', '# Days; day 0 is a Monday', '7']
    """
    parts = {
        "SECTION_HORIZON": [str(problem.days)],
        "SECTION_SHIFTS": list(_shift_lines(problem)),
        "SECTION_STAFF": [_person_line(person) for person in problem.people],
        "SECTION_DAYS_OFF": list(_days_off_lines(problem)),
        "SECTION_SHIFT_ON_REQUESTS": list(_wish_lines(problem, is_off=False)),
        "SECTION_SHIFT_OFF_REQUESTS": list(_wish_lines(problem, is_off=True)),
        "SECTION_COVER": list(_cover_lines(problem)),
    }
    blocks = ("\n".join([name, HEADINGS[name], *lines]) for name, lines in parts.items())
    return "\n\n".join(blocks) + "\n"


def _shift_lines(problem: Problem) -> Iterator[str]:
    minutes = {demand.band: demand.minutes for demand in problem.demands}
    for band, length in minutes.items():
        after = [late for late in minutes if (band, late) in problem.forbidden_sequences]
        yield f"{band},{length},{'|'.join(after)}"


def _person_line(person: Person) -> str:
    limits = person.limits
    bands = "|".join(f"{band}={count}" for band, count in limits.most_of_band.items())
    numbers = (
        limits.most_minutes,
        limits.least_minutes,
        limits.most_days_in_a_row,
        limits.least_days_in_a_row,
        limits.least_days_off_in_a_row,
        limits.most_weekends,
    )
    return ",".join([person.id, bands, *(str(number or 0) for number in numbers)])


def _days_off_lines(problem: Problem) -> Iterator[str]:
    for person, absences in groupby(problem.absences, key=lambda absence: absence.person):
        days = ((absence.starts_at.date() - problem.first_day).days for absence in absences)
        yield ",".join([person, *(str(day) for day in days)])


def _wish_lines(problem: Problem, *, is_off: bool) -> Iterator[str]:
    for wish in problem.wishes:
        if wish.is_off == is_off:
            day = (wish.day - problem.first_day).days
            yield f"{wish.person},{day},{wish.band},{wish.price}"


def _cover_lines(problem: Problem) -> Iterator[str]:
    for demand in problem.demands:
        day = (demand.day - problem.first_day).days
        yield f"{day},{demand.band},{demand.count},{demand.price},{demand.price_over or 0}"


_EMPLOYEE = re.compile(r'<Employee\s+ID="([^"]*)"\s*>(.*?)</Employee>', re.DOTALL)
_ASSIGN = re.compile(r"<Assign>(.*?)</Assign>", re.DOTALL)
_DAY = re.compile(r"<Day>\s*(\d+)\s*</Day>")
_SHIFT = re.compile(r"<Shift>\s*([^<]*?)\s*</Shift>")


def read_solution(text: str, problem: Problem) -> Roster:
    """
    Return the roster that a solution's XML gives.

    >>> problem = read_instance("SECTION_HORIZON\\n7\\n")
    >>> read_solution("<Roster></Roster>", problem)
    ()

    :raises RosterUnreadable: with each person, day and shift that the problem does not have
    """
    people = {person.id for person in problem.people}
    demands = {((one.day - problem.first_day).days, one.band): one.id for one in problem.demands}
    found, wrong = [], []
    for name, block in _EMPLOYEE.findall(text):
        for duty in _ASSIGN.findall(block):
            day, shift = _DAY.search(duty), _SHIFT.search(duty)
            person, band = unescape(name), unescape(shift[1]) if shift else ""
            on = int(day[1]) if day else -1
            if person not in people or (on, band) not in demands:
                wrong.append(_wrong_duty(person, day[1] if day else "", band))
            else:
                found.append(Assignment(demands[on, band], person))
    if "<Roster" not in text:
        wrong.append(Sentence(N_("The text is not a solution: it holds no <Roster>.")))
    if wrong:
        raise RosterUnreadable(tuple(wrong))
    return tuple(sorted(found, key=lambda one: (one.demand, one.person)))


def _wrong_duty(person: str, day: str, shift: str) -> Sentence:
    values = {"person": person, "day": day, "shift": shift}
    text = N_(
        'The instance has no place for person "%(person)s", day "%(day)s", shift "%(shift)s".'
    )
    return Sentence(text, values)


def write_solution(problem: Problem, roster: Iterable[Assignment]) -> str:
    """
    Return a roster as a solution's XML.

    >>> print(write_solution(read_instance("SECTION_HORIZON\\n7\\n"), ()))
    <?xml version="1.0" encoding="utf-8"?>
    <Roster>
    </Roster>
    <BLANKLINE>
    """
    demands = {demand.id: demand for demand in problem.demands}
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<Roster>"]
    in_order = sorted(roster, key=lambda one: (one.person, demands[one.demand].day))
    for person, own in groupby(in_order, key=lambda one: one.person):
        lines.append(f'  <Employee ID="{escape(person)}">')
        for assignment in own:
            demand = demands[assignment.demand]
            day = (demand.day - problem.first_day).days
            shift = escape(demand.band)
            lines.append(f"    <Assign><Day>{day}</Day><Shift>{shift}</Shift></Assign>")
        lines.append("  </Employee>")
    return "\n".join([*lines, "</Roster>"]) + "\n"

"""What complaints are made of: the complaint, the limits that are chosen, and times that can be."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.carried import minute_of

TOLD: Final = 20  # chosen: a page of them; whoever mends these asks again
MOST_DAYS: Final = 400  # chosen: a year, and what is left of the month
MOST_RULES: Final = 200  # chosen: six for each code; more is a fault of what wrote them
MOST_SEATS: Final = 10_000  # chosen: of one duty; an operation counts its people in hundreds
LONGEST_DUTY: Final = timedelta(days=7)  # chosen: the longest guard duty is 24 hours


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong in a problem, and where: `people:budi`, `demands:kpu-1`, `rules`."""

    sentence: Sentence
    where: str


def complaint(where: str, text: str, **values: object) -> Complaint:
    """
    Return a complaint from a text and what fills its blanks.

    >>> str(complaint("rules", "There are %(count)s rules.", count=3).sentence)
    'There are 3 rules.'
    """
    return Complaint(Sentence(text, values), where)


def told(found: Iterable[Complaint]) -> Iterator[Complaint]:
    """
    Yield the first complaints of one kind, and one that counts the rest.

    >>> many = [complaint("rules", "There is rule %(number)s.", number=n) for n in range(23)]
    >>> str([*told(many)][-1].sentence)
    'There are 3 more faults of this kind.'
    """
    everything = list(found)
    yield from everything[:TOLD]
    if len(everything) > TOLD:
        where = everything[TOLD].where.partition(":")[0]
        text = N_("There are %(count)s more faults of this kind.")
        yield complaint(where, text, count=len(everything) - TOLD)


def twice(ids: Iterable[str]) -> list[str]:
    """
    Return what stands more than once, in order.

    >>> twice(["b", "a", "b"])
    ['b']
    """
    return sorted(one for one, count in Counter(ids).items() if count > 1)


def is_aware(*instants: datetime) -> bool:
    """
    Return whether all instants say their zone.

    >>> is_aware(datetime(2024, 11, 3))
    False
    """
    return all(instant.utcoffset() is not None for instant in instants)


def times(where: str, what: object, starts_at: datetime, ends_at: datetime) -> Iterator[Complaint]:
    """Yield what is wrong with a stretch of time."""
    if not is_aware(starts_at, ends_at):
        text = N_("%(what)s has times without a time zone. Give each with its zone.")
        yield complaint(where, text, what=what)
    elif minute_of(ends_at) <= minute_of(starts_at):
        text = N_("%(what)s ends (%(ends)s) before it starts (%(starts)s). Mend the times.")
        ends, starts = clock(ends_at), clock(starts_at)
        yield complaint(where, text, what=what, ends=ends, starts=starts)


def clock(instant: datetime) -> str:
    """
    Return an instant as its own clock shows it.

    >>> clock(datetime(2024, 11, 3, 22))
    '2024-11-03 22:00'
    """
    return instant.strftime("%Y-%m-%d %H:%M")

"""What a roster is asked for: people, posts, demand, rules, and what is already settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sejuk.engines.roster.asked.sentences import N_


class Level(StrEnum):
    """How strongly a rule binds."""

    HARD = "hard"  # no roster breaks it
    WARN = "warn"  # a commander may break it near polling day, by name and with a reason
    SOFT = "soft"  # breaking it costs its price


class RuleCode(StrEnum):
    """The rules that a roster is judged by; `rules.SENTENCES` says each in a plain sentence."""

    COVER = "cover"
    ONE_DUTY = "one_duty"
    PRESENT = "present"
    QUALIFIED = "qualified"
    FORBIDDEN = "forbidden"
    FIXED = "fixed"
    REST = "rest"  # minutes between two duties
    REST_AFTER = "rest_after"  # the rest that a duty itself asks for afterwards
    HOURS_IN_7_DAYS = "hours_in_7_days"  # counted minutes in any 7 days
    NIGHTS_IN_A_ROW = "nights_in_a_row"
    DAYS_IN_A_ROW = "days_in_a_row"
    WEEKLY_REST = "weekly_rest"  # minutes of unbroken rest in any 7 days
    LEADER = "leader"  # a shift with people has its leader, and from `amount` people a deputy
    MIX = "mix"
    TRAVEL = "travel"  # metres from home to the post; each km beyond costs the price
    COHESION = "cohesion"  # each squad beyond the first in one shift
    FAIR_HOURS = "fair_hours"
    FAIR_NIGHTS = "fair_nights"
    FAIR_WEEKENDS = "fair_weekends"
    FAIR_FRIDAYS = "fair_fridays"
    FAIR_HOLIDAYS = "fair_holidays"
    WISHES = "wishes"
    STABILITY = "stability"
    FOLLOW = "follow"  # a band that may not come on the day after another
    MOST_MINUTES = "most_minutes"
    LEAST_MINUTES = "least_minutes"
    LEAST_DAYS_IN_A_ROW = "least_days_in_a_row"
    LEAST_DAYS_OFF_IN_A_ROW = "least_days_off_in_a_row"
    MOST_WEEKENDS = "most_weekends"
    MOST_OF_BAND = "most_of_band"


class Posture(StrEnum):
    """Whether a duty is stood in uniform or in plain clothes."""

    OVERT = "overt"
    COVERT = "covert"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person's own terms allow over the whole horizon; None asks nothing."""

    most_minutes: int | None = None
    least_minutes: int | None = None
    most_days_in_a_row: int | None = None
    least_days_in_a_row: int | None = None
    least_days_off_in_a_row: int | None = None
    most_weekends: int | None = None
    most_of_band: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the force. `rank` grows with seniority; the point is that of the home unit."""

    id: str
    name: str
    organisation: str = ""
    unit: str = ""
    squad: str = ""
    rank: int = 0
    qualifications: frozenset[str] = frozenset()
    is_woman: bool = False
    latitude: float | None = None
    longitude: float | None = None
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Post:
    """A place where people stand. Without a point, nobody's way to it is counted."""

    id: str
    name: str
    kind: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """What a person must bring to a seat; empty asks for nothing."""

    qualifications: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    least_rank: int = 0
    is_woman: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """
    `count` equal seats at a post for one stretch of time.

    `starts_at` and `ends_at` are aware and in the zone of the post; `day` is the day the duty
    counts on, nearly always that of `starts_at`. Demands of one post, band and day form a *shift*.
    An empty seat costs `price`; a person beyond `count` costs `price_over`, None forbids him.
    """

    id: str
    post: str
    band: str
    day: date
    starts_at: datetime
    ends_at: datetime
    count: int
    role: str = "member"
    posture: Posture = Posture.OVERT
    needs: Needs = Needs()
    counted_minutes: int | None = None  # None: as long as it lasts
    rest_after_minutes: int = 0
    price: int = 1000
    price_over: int | None = None
    by_squad: bool = False  # squads take it whole

    @property
    def minutes(self) -> int:
        """Return the counted minutes of one seat."""
        if self.counted_minutes is not None:
            return self.counted_minutes
        # Of two times of one zone Python subtracts the clocks; what counts is the time that passes.
        return round((self.ends_at.timestamp() - self.starts_at.timestamp()) / 60)

    @property
    def shift(self) -> tuple[str, date, str]:
        return self.post, self.day, self.band


@dataclass(frozen=True, slots=True)
class Mix:
    """In each shift of a post (of all posts when empty) at least `count` are such people."""

    count: int
    needs: Needs
    post: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a person is not there: leave, illness, another duty."""

    person: str
    starts_at: datetime
    ends_at: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """A person who must (or, `is_forbidden`, must not) stand a demand."""

    demand: str
    person: str
    is_forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A day on which a person asks to be on (`band`, any when empty) or off duty."""

    person: str
    day: date
    is_off: bool
    band: str = ""
    price: int = 1


@dataclass(frozen=True, slots=True)
class Worked:
    """A duty stood before the horizon: rest, seven-day hours and nights in a row go on from it."""

    person: str
    band: str
    day: date
    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What a person has carried so far in the operation; fairness counts it in."""

    person: str
    minutes: int = 0
    nights: int = 0
    weekends: int = 0  # duties on Saturdays and Sundays
    fridays: int = 0  # duties over the Friday prayer
    holidays: int = 0
    days_present: int = 0  # days so far on which he could have been on duty


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A rule as this problem wants it; those of `rules.DEFAULTS` hold where none is given.

    `amount` is in the unit that RuleCode names. With an `organisation` it binds its people alone.
    """

    code: RuleCode
    level: Level
    amount: int = 0
    price: int = 1
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person on a demand."""

    demand: str
    person: str


Roster = tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a roster is made from and judged by."""

    first_day: date
    days: int
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    demands: tuple[Demand, ...]
    absences: tuple[Absence, ...] = ()
    pins: tuple[Pin, ...] = ()
    mixes: tuple[Mix, ...] = ()
    wishes: tuple[Wish, ...] = ()
    worked: tuple[Worked, ...] = ()
    burdens: tuple[Burden, ...] = ()
    holidays: frozenset[date] = frozenset()
    # (earlier, later): the later band may not come on the day after the earlier one.
    forbidden_sequences: frozenset[tuple[str, str]] = frozenset()
    rules: tuple[Rule, ...] = ()
    # What was published before: STABILITY prices each assignment that differs from it.
    previous: Roster = ()


LEADER_ROLES = ("leader", "deputy")
ROLE_WORDS = {
    "leader": N_("leader"),
    "deputy": N_("deputy leader"),
    "driver": N_("driver"),
    "negotiator": N_("negotiator"),
    "medic": N_("medic"),
    "member": N_("member"),
}

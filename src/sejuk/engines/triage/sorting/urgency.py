"""
How urgent a message is, in points that add up and can be checked by hand.

An ordinal logistic model: P(level is k or higher) = 1 / (1 + exp(-(points - bar_k) / 10)). Levels
are 1 (can wait) to 4 (at once), as the severities of a signal. The parts are coded cumulatively (a
gathering within 6 hours has the points of "within a week", "within three days", "within a day" and
"within 6 hours"), and the fit keeps all but "settled" at zero or above, so nothing becomes less
urgent by being sooner, larger, faster or in more places.

The starting points are chosen, for want of labelled messages of a district. `urgency_fitted` moves
them towards what staff decided: the most probable points under McCullagh's proportional odds
(J. R. Stat. Soc. B 42, 1980, 109-142) with a Gaussian prior around the starting points. A few
decisions hardly move them; hundreds do.
"""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.sorting.crowds import crowd_in
from sejuk.engines.triage.sorting.matching import spans_of
from sejuk.engines.triage.sorting.rulebooks import standard_rulebook
from sejuk.engines.triage.sorting.words import Word, phrase_of, words_of

POINTS_PER_LOGIT = 10.0
"""Ten points multiply the odds by e; chosen so that points are whole numbers that can be added."""
LEVELS = (1, 2, 3, 4)


class UrgencyCode(StrEnum):
    """What makes a message urgent, or less so (`SETTLED`)."""

    WITHIN_WEEK = "within_week"
    WITHIN_THREE_DAYS = "within_three_days"
    WITHIN_DAY = "within_day"
    WITHIN_SIX_HOURS = "within_six_hours"
    WEAPON = "weapon"
    FIRE = "fire"
    VIOLENCE = "violence"
    DANGER_TO_LIFE = "danger_to_life"
    BLOCKING = "blocking"
    THREAT = "threat"
    GATHERING_MASS = "gathering_mass"
    CROWD_20 = "crowd_20"
    CROWD_100 = "crowd_100"
    CROWD_500 = "crowd_500"
    OBJECT = "object"
    FAST = "fast"
    VERY_FAST = "very_fast"
    TWO_PLACES = "two_places"
    FIVE_PLACES = "five_places"
    SETTLED = "settled"


CODES = tuple(UrgencyCode)
HOURS = (
    (UrgencyCode.WITHIN_WEEK, 168),
    (UrgencyCode.WITHIN_THREE_DAYS, 72),
    (UrgencyCode.WITHIN_DAY, 24),
    (UrgencyCode.WITHIN_SIX_HOURS, 6),
)
CROWDS = ((UrgencyCode.CROWD_20, 20), (UrgencyCode.CROWD_100, 100), (UrgencyCode.CROWD_500, 500))
TELLINGS_A_DAY = ((UrgencyCode.FAST, 3.0), (UrgencyCode.VERY_FAST, 10.0))
PLACES = ((UrgencyCode.TWO_PLACES, 2), (UrgencyCode.FIVE_PLACES, 5))
PAST_HOURS = 24.0
"""What happened up to a day ago may go on: it counts as within six hours. Chosen."""


@dataclass(frozen=True)
class UrgencyFacts:
    """
    What is known of a message: its words, and what other parts of the engine found.

    `hours_to_event` from now (negative: it has been), None where no time is told; `crowd` people
    (None: `urgency` reads it from the text); `tellings_a_day` and `places` of the rumour it is of.
    """

    text: str
    hours_to_event: float | None = None
    crowd: int | None = None
    tellings_a_day: float = 0.0
    places: int = 0


@dataclass(frozen=True, slots=True)
class UrgencyPart:
    """What one fact brings, in points; `words` of the message that say so, where it is words."""

    code: UrgencyCode
    points: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Urgency:
    """The likeliest level of 1 to 4, the sum of the parts, and a chance for each level."""

    level: int
    points: int
    parts: tuple[UrgencyPart, ...]
    probabilities: tuple[float, float, float, float]


@dataclass(frozen=True)
class UrgencyPoints:
    """Points of each code in the order of `UrgencyCode`, and the bars of the levels 2, 3 and 4."""

    points: tuple[int, ...]
    bars: tuple[int, int, int]
    decisions: int = 0

    def __post_init__(self) -> None:
        if len(self.points) != len(CODES):
            raise ValueError(f"There are {len(CODES)} codes, but {len(self.points)} points.")
        if not self.bars[0] < self.bars[1] < self.bars[2]:
            raise ValueError(f"The bars of the levels must rise: {self.bars}.")


CHOSEN_POINTS: dict[UrgencyCode, int] = {
    UrgencyCode.WITHIN_WEEK: 3,
    UrgencyCode.WITHIN_THREE_DAYS: 4,
    UrgencyCode.WITHIN_DAY: 8,
    UrgencyCode.WITHIN_SIX_HOURS: 8,
    UrgencyCode.CROWD_20: 6,
    UrgencyCode.CROWD_100: 8,
    UrgencyCode.CROWD_500: 8,
    UrgencyCode.FAST: 8,
    UrgencyCode.VERY_FAST: 8,
    UrgencyCode.TWO_PLACES: 5,
    UrgencyCode.FIVE_PLACES: 8,
}
"""Of what is counted rather than read; the points of words stand in `lexicons/urgency.toml`."""
CHOSEN_BARS = (10, 27, 46)
"""
Chosen by example: a place of the vote named alone (12) stays at level 1, a threat (16) is level 2;
violence, a fire or a weapon (30), or a threat at a place of the vote (28), is level 3; violence
with a weapon (60), or a fire at a store and the threat of it (58), is level 4.
"""


@lru_cache(maxsize=1)
def starting_points() -> UrgencyPoints:
    """Return the chosen points before any decision."""
    told = {part.code: part.points for part in word_parts()}
    return UrgencyPoints(tuple((CHOSEN_POINTS | told)[code] for code in CODES), CHOSEN_BARS)


@dataclass(frozen=True, slots=True)
class WordPart:
    """A part that is read from words: its code, its chosen points, and its terms as forms."""

    code: UrgencyCode
    points: int
    terms: tuple[tuple[str, ...], ...]
    is_even_denied: bool


@lru_cache(maxsize=1)
def word_parts() -> tuple[WordPart, ...]:
    """Return the parts that are read from words, of `lexicons/urgency.toml`."""
    return tuple(
        WordPart(
            UrgencyCode(one["code"]),
            one["points"],
            tuple(dict.fromkeys(map(phrase_of, one["terms"]))),
            one.get("even_denied", False),
        )
        for one in tomllib.loads(read_file("urgency.toml"))["part"]
    )


def urgency(facts: UrgencyFacts, points: UrgencyPoints | None = None) -> Urgency:
    """
    Return how urgent a message is, with the points that make it so.

    Without `points` the chosen starting points hold. A word that is denied ("tidak ada senjata
    tajam") brings nothing.

    >>> found = urgency(UrgencyFacts("Malam ini 200 orang bawa parang ke gudang KPU", 3))
    >>> found.level, found.points
    (4, 79)
    >>> [(str(part.code), part.points, part.words) for part in found.parts[4:]]
    [('weapon', 30, 'parang'), ('crowd_20', 6, '200 orang'), ('crowd_100', 8, '200 orang'), \
('object', 12, 'gudang KPU')]
    >>> urgency(UrgencyFacts("Kapan buka layanan KTP?")).level
    1

    :raises ValueError: for hours, a crowd, a speed or places that make no sense
    """
    _check(facts)
    weights = points or starting_points()
    met = codes_met(facts)
    parts = tuple(
        UrgencyPart(code, worth, met[code])
        for code, worth in zip(CODES, weights.points, strict=True)
        if code in met and worth
    )
    whole = sum(part.points for part in parts)
    chances = _chances(whole, weights.bars)
    return Urgency(1 + max(range(4), key=lambda one: chances[one]), whole, parts, chances)


def _chances(points: float, bars: Sequence[float]) -> tuple[float, float, float, float]:
    above = [1.0 / (1.0 + math.exp((bar - points) / POINTS_PER_LOGIT)) for bar in bars]
    return (1.0 - above[0], above[0] - above[1], above[1] - above[2], above[2])


def _check(facts: UrgencyFacts) -> None:
    hours = facts.hours_to_event
    if hours is not None and not math.isfinite(hours):
        raise ValueError(f"The hours to the event make no sense: {hours}.")
    if facts.crowd is not None and facts.crowd < 0:
        raise ValueError(f"A crowd of {facts.crowd} makes no sense.")
    if not (math.isfinite(facts.tellings_a_day) and facts.tellings_a_day >= 0):
        raise ValueError(f"{facts.tellings_a_day} tellings a day make no sense.")
    if facts.places < 0:
        raise ValueError(f"{facts.places} places make no sense.")


def codes_met(facts: UrgencyFacts) -> dict[UrgencyCode, str]:
    """Return the codes that hold for a message, with the words that say so."""
    words = words_of(facts.text)
    met: dict[UrgencyCode, str] = {}
    if facts.hours_to_event is not None and facts.hours_to_event >= -PAST_HOURS:
        met |= {code: "" for code, hours in HOURS if facts.hours_to_event <= hours}
    crowd, told = (facts.crowd, "") if facts.crowd is not None else crowd_in(facts.text)
    met |= {code: told for code, least in CROWDS if crowd >= least}
    met |= {code: "" for code, least in TELLINGS_A_DAY if facts.tellings_a_day >= least}
    met |= {code: "" for code, least in PLACES if facts.places >= least}
    return met | _words_met(facts.text, words)


def _words_met(text: str, words: Sequence[Word]) -> dict[UrgencyCode, str]:
    frames = standard_rulebook().frames
    denials = spans_of(words, frames.denials)
    met: dict[UrgencyCode, str] = {}
    for part in word_parts():
        for span in sorted(spans_of(words, part.terms), key=lambda one: (one.first, -one.end)):
            denied = any(
                denial.end <= span.first
                and words[span.first].place - words[denial.end - 1].place <= frames.denied_within
                for denial in denials
            )
            if part.is_even_denied or not denied:
                met[part.code] = text[words[span.first].start : words[span.end - 1].end]
                break
    return met

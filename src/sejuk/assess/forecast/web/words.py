"""Numbers and parts of a forecast in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from sejuk.assess.forecast.rules import Method, RestsOn, days_of
from sejuk.kit.numbers import rounded

FEW = 0.005


@dataclass(frozen=True, slots=True)
class Rest:
    """What a part of a forecast rests on, and of a hundred parts how many."""

    words: str
    percent: int


def percent(chance: float) -> str:
    """Return a chance; never nought or all, since a forecast does not know."""
    if chance < FEW:
        return gettext("below 1 %")
    if chance > 1 - FEW:
        return gettext("above 99 %")
    return f"{rounded(chance * 100, 0)}\N{NO-BREAK SPACE}%"


def interval(low: float, high: float) -> str:
    # A no-break space: in a table the two would come to stand below each other.
    return f"{rounded(low * 100, 0)}–{rounded(high * 100, 0)}\N{NO-BREAK SPACE}%"


def chance_words(p_any: float, low: float, high: float) -> str:
    """Return the chance with its interval: "31 % (18–45 %)"."""
    return f"{percent(p_any)} ({interval(low, high)})"


def counts(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def days_words(day: date) -> str:
    first, last = days_of(day)
    return gettext("%(first)s to %(last)s") % {
        "first": date_format(first, "j F"),
        "last": date_format(last, "j F Y"),
    }


def rests(parts: Iterable[tuple[RestsOn, int]]) -> tuple[Rest, ...]:
    """Return the parts in words, the largest first; those of nothing are left out."""
    named = [(one, many) for one, many in parts if many]
    ranked = sorted(named, key=lambda part: -part[1])
    return tuple(Rest(gettext(one.label), many) for one, many in ranked)


def rests_in_a_line(parts: Iterable[tuple[RestsOn, int]]) -> str:
    """Return all parts, which sum to 100: "62 % the village's own long run; 38 % …"."""
    return "; ".join(f"{one.percent} % {one.words}" for one in rests(parts))


def method_note(method: Method, weeks: int) -> str:
    """Return how the forecast was made, in a sentence or two."""
    if method is Method.BEGINNING:
        return gettext(
            "Cold start: it rests on %(weeks)s weeks, less than half a year. Until then each"
            " village borrows from its neighbours, and the intervals are wide."
        ) % {"weeks": weeks}
    if method is Method.SIMPLE:
        return gettext(
            "The mixture did not beat the simple forecast in the last half year, so this is the"
            " simple one: each village's share of two years, times what the district expects."
        )
    return gettext(
        "A mixture that beat the simple forecast in the last half year, made from %(weeks)s weeks."
    ) % {"weeks": weeks}


def village_url(area_code: str) -> str:
    return reverse("outreach:village", args=[area_code])

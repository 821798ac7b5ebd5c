"""What spread where: each rumour with its villages and days, the most heard first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours.queries import Heard
from sejuk.kit.directions import shown_turns

# Chosen: what is read out in an evaluation; the board of rumours shows them all.
MOST_SPREAD = 15
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """How far one rumour went: how often it was heard, where, and from which day until which."""

    url: str
    claim: str
    veracity: str
    sightings: int
    village_count: int
    villages: str
    day_count: int
    first_on: date
    last_on: date


def spreads_of(heard: Iterable[Heard]) -> tuple[Spread, ...]:
    """Return the rumours that were heard most often. No query."""
    by_rumour: dict[int, list[Heard]] = {}
    for one in heard:
        by_rumour.setdefault(one.rumour_id, []).append(one)
    spreads = [_spread(rows) for rows in by_rumour.values()]
    spreads.sort(key=lambda one: (-one.sightings, -one.village_count, one.url))
    return tuple(spreads[:MOST_SPREAD])


def _spread(rows: list[Heard]) -> Spread:
    first, days = rows[0], sorted({one.on for one in rows})
    villages: dict[str, str] = {}
    for one in sorted(rows, key=lambda one: (one.on, one.area_code)):
        villages.setdefault(one.area_code, one.area_name)
    return Spread(
        url=reverse("rumours:rumour", args=[first.rumour_id]),
        claim=shown_turns(first.claim),
        veracity=gettext(first.veracity.label),
        sightings=sum(one.sightings for one in rows),
        village_count=len(villages),
        villages=_named(list(villages.values())),
        day_count=len(days),
        first_on=days[0],
        last_on=days[-1],
    )


def _named(names: list[str]) -> str:
    """Return villages in the order in which they heard it; of many the first few."""
    more = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED])
    if more <= 0:
        return named
    others = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
    return gettext("%(names)s and %(others)s") % {"names": named, "others": others}

"""How a rumour spread: over days as a curve, over villages as a map."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours.queries import Details
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS, kecamatan_of
from sejuk.kit.cumulative import Rise, rises
from sejuk.kit.layers import Tone
from sejuk.kit.maps import Geometry, Label, Shape, draw_map
from sejuk.kit.svg import Svg

# Chosen: a rumour that lives longer is shown by its last ten weeks.
MOST_DAYS = 70
FEWEST_DAYS = 7
OFTEN = 3
# Chosen: a column a third of the drawing's width shows it 12 pixels high; as in the stylesheet.
LABEL_SIZE = 38
# Chosen: more names hide what they name.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """Both drawings, and a sentence that says the same."""

    curve: Svg | None
    map: Svg | None
    words: str


def drawn(details: Details, *, now: datetime) -> Drawn:
    """Return how a rumour spread, as far as its reader sees it. One query."""
    if not details.sightings:
        return Drawn(None, None, "")
    words = spread_words(details)
    return Drawn(_curve(details, timezone.localdate(now), words), _map(details, words), words)


def spread_words(details: Details) -> str:
    """Return the spread in a sentence: how many days it took from the first place to so many."""
    first, last = details.sightings[0].row, details.sightings[-1].row
    count = len(details.village_codes)
    begun = date_format(timezone.localtime(first.heard_at), "j M")
    days = (timezone.localdate(last.heard_at) - timezone.localdate(first.heard_at)).days
    if count == 1:
        return gettext("Heard in %(place)s only, first on %(day)s.") % {
            "place": first.area.name,
            "day": begun,
        }
    within = ngettext("within %(count)s day", "within %(count)s days", days + 1) % {
        "count": days + 1
    }
    return gettext(
        "First heard on %(day)s in %(place)s; %(within)s it was heard in %(count)s places."
    ) % {
        "day": begun,
        "place": first.area.name,
        "within": within,
        "count": count,
    }


def _curve(details: Details, today: date, words: str) -> Svg:
    heard = sorted(timezone.localdate(one.row.heard_at) for one in details.sightings)
    last = max(heard[-1], min(today, heard[-1] + timedelta(days=FEWEST_DAYS)))
    first = max(min(heard[0], last - timedelta(days=FEWEST_DAYS)), last - timedelta(days=MOST_DAYS))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    new_places: dict[str, date] = {}
    for one in details.sightings:
        new_places.setdefault(one.row.area_id, timezone.localdate(one.row.heard_at))
    return rises(
        (
            Rise(gettext("Sightings"), _summed(Counter(heard), days)),
            Rise(gettext("Places"), _summed(Counter(new_places.values()), days)),
        ),
        days=[date_format(day, "j M") for day in days],
        title=gettext("How often it was heard, added up"),
        description=words,
    )


def _summed(counts: "Counter[date]", days: list[date]) -> tuple[int, ...]:
    return tuple(sum(count for at, count in counts.items() if at <= day) for day in days)


def _map(details: Details, words: str) -> Svg | None:
    """Return the kecamatan in which it was heard with their villages; nothing without outlines."""
    told = Counter(one.row.area_id for one in details.sightings)
    first = details.sightings[0].row.area_id
    scope = tuple(sorted({kecamatan_of(code) for code in told if code.count(".") >= 2}))  # noqa: PLR2004
    if not scope:
        return None
    known = json.loads(places.boundaries_geojson(scope, levels=VILLAGE_LEVELS))
    there = [(one["properties"], cast("Geometry", one["geometry"])) for one in known["features"]]
    shapes = [
        Shape(one["code"], outline, _tone(told[one["code"]], is_first=one["code"] == first),
              one["name"])
        for one, outline in there
    ]  # fmt: skip
    if not shapes:
        return None
    # Where it began is named first, then where it was heard most; the rest is in the list.
    named = sorted(
        (one for one, _ in there if told[one["code"]] and one["at"]),
        key=lambda one: (one["code"] != first, -told[one["code"]], one["code"]),
    )
    return draw_map(
        shapes,
        title=gettext("Where it was heard"),
        description=words,
        labels=[Label(one["name"], *one["at"]) for one in named[:MOST_NAMED]],
        label_size=LABEL_SIZE,
        name="rumour",
    )


def _tone(count: int, *, is_first: bool) -> str:
    if not count:
        return "none"
    if is_first:
        return Tone.TOP.value
    return Tone.HIGH.value if count >= OFTEN else Tone.MIDDLE.value

"""What the live map fetches: outlines that seldom change, and the temperatures of all days."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sejuk.assess.risk import queries
from sejuk.assess.risk.web import words


@dataclass(frozen=True, slots=True)
class SentMap:
    """A JSON text and the mark by which a browser knows that it has it already."""

    text: str
    version: str


def sent_areas(scope: tuple[str, ...], now: datetime) -> SentMap:
    """Return the outlines of a scope as GeoJSON."""
    land = queries.territory(scope, now)
    outlines = queries.outlines(land, queries.shown_length(land))
    return SentMap(outlines.geojson, outlines.version)


def sent_temperatures(scope: tuple[str, ...], first: date, now: datetime) -> SentMap:
    """Return for each day the tenths of each area, in the order of the codes beside them."""
    length = queries.shown_length(queries.territory(scope, now))
    grid = queries.day_grid(scope, length, first, now)
    text = json.dumps(
        {
            "days": [day.isoformat() for day in grid.days],
            "areas": grid.area_codes,
            "tenths": grid.tenths,
            "bands": [
                {"band": band, "from": start, "word": word}
                for band, start, word in words.bands_and_grey()
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return SentMap(text, sha256(text.encode()).hexdigest()[:20])

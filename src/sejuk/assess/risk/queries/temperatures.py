"""
How warm the villages of a scope are on a day: live for today, stored for days that are over.

Today is computed through the engine from the evidence as it stands, so that what was settled a
minute ago counts at once. A day that is over was stored in the night after it (see actions); where
a row is missing, the village's day is computed as of its last minute.

Below `territories.LARGE` villages everything is read anew. Above it a reading keeps what it read in
this process, under keys that change with the index, the areas and the stored days: then a page
costs the asking for these keys. The evidence is followed: which signals changed is asked at most
once a minute, only these are read again, and only their villages are computed again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

import numpy as np
from django.db.models import Max
from django.utils import timezone
from numpy.typing import NDArray

from sejuk.assess.risk.models import DayTemperature, StoreRun
from sejuk.assess.risk.queries.evidence import ONE_DAY, FactBook
from sejuk.assess.risk.queries.index import IndexInForce, index_everywhere, index_within
from sejuk.assess.risk.queries.kept import Followed, Kept
from sejuk.assess.risk.queries.marks import NOTHING, TABLE, Mark
from sejuk.assess.risk.queries.territories import Territory, territory
from sejuk.engines import warning
from sejuk.kit.scoping import within
from sejuk.sense.signals import queries as signals

UNKNOWN_INDEX = warning.IndexPart(None)
NOT_STORED = -1
VILLAGE_DOTS = 3
STEP = timedelta(minutes=5)
"""
Live temperatures stand still for five minutes. Chosen: a day's half-life moves a settled matter by
a three-hundredth of itself in that time, and all pages show the same number.
"""
FULL_HOUR = datetime(2000, 1, 1, tzinfo=UTC)
Scope = tuple[str, ...]
Tenths = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class AreaTemperature:
    """How warm one village is on a day."""

    area_code: str
    name: str
    kecamatan: str
    tenths: int

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> warning.Band:
        return warning.band_of(self.tenths)


@dataclass(frozen=True, slots=True)
class Part:
    """What one signal adds to a temperature. `reference` is the number of the signal."""

    reference: str
    tenths: int
    is_verified: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Warmth:
    """The temperature of a village on a day: `index_tenths` and the `parts` sum to it."""

    area_code: str
    day: date
    at: datetime
    tenths: int
    index_tenths: int
    parts: tuple[Part, ...]

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> warning.Band:
        return warning.band_of(self.tenths)


@dataclass(frozen=True)
class Picture:
    """The temperature of each village of a territory, in tenths, in the territory's order."""

    day: date
    at: datetime
    territory: Territory
    tenths: Tenths

    def of(self, area_code: str) -> int:
        """Return the tenths of a village of the territory."""
        return int(self.tenths[self.territory.row_of[area_code]])

    def village(self, row: int) -> AreaTemperature:
        land = self.territory
        return AreaTemperature(
            land.codes[row], land.names[row], land.within(row), int(self.tenths[row])
        )


_kept_books: Followed[FactBook, signals.Version] = Followed(most=4)
# With the minute in which it was asked: the last one only, for a clock may be put back.
_kept_versions: Followed[signals.Version, datetime] = Followed(most=64)
# The book of each picture with it: what differs between two books is what is computed again.
_kept_live: Followed[Tenths, FactBook] = Followed(most=6)
_kept_stored: Kept[Tenths] = Kept(most=160)
_kept_index_only: Kept[Tenths] = Kept(most=4)


class Reading:
    """
    One look at the villages of a scope on a day, and on the day before it.

    It reads each thing once, and only when it is asked for.
    """

    def __init__(self, scope: Scope, day: date, now: datetime) -> None:
        self.scope = scope
        self.today = timezone.localdate(now)
        self.day = min(day, self.today)
        self.now = now
        self._pictures: dict[date, Picture] = {}
        self._rows: dict[date, dict[str, DayTemperature]] = {}

    @cached_property
    def land(self) -> Territory:
        return territory(self.scope, self.now)

    @cached_property
    def _is_large(self) -> bool:
        # A single village is small, and need not be looked up to know it.
        return not all(code.count(".") == VILLAGE_DOTS for code in self.scope) and (
            self.land.is_large
        )

    @cached_property
    def book(self) -> FactBook:
        days = self.day - ONE_DAY, self.day

        def read() -> FactBook:
            return FactBook.of(*days, self.scope)

        def revise(book: FactBook, since: signals.Version) -> FactBook:
            changed = signals.changed_since(since, self.scope)
            return read() if changed is None else book.revised(changed, *days, self.scope)

        if not self._is_large:
            return read()
        return _kept_books.get((self.scope, self.day), self._evidence_version, read, revise)

    @property
    def picture(self) -> Picture:
        return self._picture_of(self.day)

    @property
    def before(self) -> Picture:
        """Return the picture of the day before."""
        return self._picture_of(self.day - ONE_DAY)

    def warmths(self, area_codes: Sequence[str], day: date) -> dict[str, Warmth]:
        """Return some villages on the day, or the day before it, with the parts of the sum."""
        at = self.instant_of(day)
        stored = self._stored_rows(day, area_codes)
        found = {code: _as_stored(row, at) for code, row in stored.items() if code in area_codes}
        asked = [code for code in area_codes if code not in found]
        if asked:
            index = self._index_on(day).parts
            for code in asked:
                evidence = self.book.evidence_about(code, at)
                part = index.get(code, UNKNOWN_INDEX)
                found[code] = warmth_from(code, day, at, evidence=evidence, index=part)
        return found

    def instant_of(self, day: date) -> datetime:
        """Return the instant at which a day is read: its end, or, today, the step of now."""
        if day < self.today:
            return end_of(day)
        # Up, not down: what was heard a minute ago must count.
        return self.now + (FULL_HOUR - self.now) % STEP

    @cached_property
    def _evidence_version(self) -> signals.Version:
        minute = self.now.replace(second=0, microsecond=0)

        def ask(*_: object) -> signals.Version:
            return signals.evidence_version(self.scope)

        return _kept_versions.get(self.scope, minute, ask, ask)

    def _picture_of(self, day: date) -> Picture:
        if day not in self._pictures:
            tenths = self._live(day) if day == self.today else self._past(day)
            self._pictures[day] = Picture(day, self.instant_of(day), self.land, tenths)
        return self._pictures[day]

    def _past(self, day: date) -> Tenths:
        tenths = self._stored(day)
        missing = tenths == NOT_STORED
        return np.where(missing, self._live(day), tenths) if missing.any() else tenths

    def _live(self, day: date) -> Tenths:
        at = self.instant_of(day)
        if not self.land.is_large:
            return self._computed(day, at)
        key = (self.scope, self.land.fingerprint, self._index_on(day).mark, at)
        return _kept_live.get(
            key,
            self.book,
            lambda: self._computed(day, at),
            lambda tenths, book: self._computed_again(day, at, tenths, book),
        )

    def _computed(self, day: date, at: datetime) -> Tenths:
        index = self._index_on(day)
        evidence = self.book.evidence_at(at)
        return self._warmed(index_only(self.land, index).copy(), evidence, at, index)

    def _computed_again(self, day: date, at: datetime, old: Tenths, book: FactBook) -> Tenths:
        """Return a picture with the villages computed again that an earlier book tells else of."""
        index = self._index_on(day)
        evidence, tenths, cold = [], old.copy(), index_only(self.land, index)
        for code in self.book.areas_unlike(book):
            if (row := self.land.row_of.get(code)) is not None:
                tenths[row] = cold[row]
                evidence += self.book.evidence_about(code, at)
        return self._warmed(tenths, evidence, at, index)

    def _warmed(
        self,
        tenths: Tenths,
        evidence: Iterable[warning.Evidence],
        at: datetime,
        index: IndexInForce,
    ) -> Tenths:
        """Set in `tenths` the villages that there is evidence about."""
        row_of = self.land.row_of
        known = [piece for piece in evidence if piece.area_code in row_of]
        places = {
            code: index.parts.get(code, UNKNOWN_INDEX)
            for code in sorted({piece.area_code for piece in known})
        }
        grid = warning.temperatures(known, places=places, instants=[at])
        for code, (value,) in zip(grid.area_codes, grid.tenths, strict=True):
            tenths[row_of[code]] = value
        return tenths

    def _index_on(self, day: date) -> IndexInForce:
        index = self._index_of_the_day
        return index if index.holds_on(day) else self._index_before

    @cached_property
    def _index_of_the_day(self) -> IndexInForce:
        return self._find_index(self.day)

    @cached_property
    def _index_before(self) -> IndexInForce:
        return self._find_index(self.day - ONE_DAY)

    def _find_index(self, day: date) -> IndexInForce:
        return index_everywhere(day) if self._is_large else index_within(self.scope, day)

    def _stored(self, day: date) -> Tenths:
        """Return the stored tenths of a day, `NOT_STORED` where there are none."""
        land = self.land
        if not land.is_large:
            rows = self._stored_rows(day, land.codes)
            return _in_order(land, ((code, row.tenths) for code, row in rows.items()))

        def read() -> Tenths:
            found = DayTemperature.objects.filter(within(self.scope), day=day)
            return _in_order(land, found.values_list("area_id", "tenths").iterator())

        return _kept_stored.get((self.scope, land.fingerprint, day, last_store_run()), read)

    def _stored_rows(self, day: date, area_codes: Sequence[str]) -> dict[str, DayTemperature]:
        """Return the stored rows of a day: of a small territory all, else those asked for."""
        if day >= self.today:
            return {}
        rows = DayTemperature.objects.filter(day=day)
        if not self._is_large:
            if day not in self._rows:
                rows = rows.filter(within(self.scope))
                self._rows[day] = {row.area_id: row for row in rows}
            return self._rows[day]
        return {row.area_id: row for row in rows.filter(area_id__in=area_codes)}


def _in_order(land: Territory, rows: Iterable[tuple[str, int]]) -> Tenths:
    tenths = np.full(len(land.codes), NOT_STORED, dtype=np.int16)
    for code, value in rows:
        row = land.row_of.get(code)
        if row is not None:
            tenths[row] = value
    return tenths


def _as_stored(row: DayTemperature, at: datetime) -> Warmth:
    parts = tuple(Part(*part) for part in row.contributions)
    return Warmth(row.area_id, row.day, at, row.tenths, row.index_tenths, parts)


def warmth_from(
    area_code: str,
    day: date,
    at: datetime,
    *,
    evidence: Iterable[warning.Evidence],
    index: warning.IndexPart,
) -> Warmth:
    """Return what the engine says of one village, in our words."""
    return _as_warmth(area_code, day, at, warning.temperature(evidence, index=index, at=at))


def _as_warmth(area_code: str, day: date, at: datetime, found: warning.Temperature) -> Warmth:
    parts = tuple(
        Part(one.reference, one.tenths, one.is_verified, one.is_settled)
        for one in found.contributions
        if one.kind is warning.ContributionKind.EVIDENCE
    )
    rest = found.tenths - sum(part.tenths for part in parts)
    return Warmth(area_code, day, at, found.tenths, rest, parts)


def index_only(land: Territory, index: IndexInForce) -> Tenths:
    """Return what the villages would have without any evidence."""

    def compute() -> Tenths:
        places = {code: index.parts.get(code, UNKNOWN_INDEX) for code in land.codes}
        # Without evidence the instant does not matter.
        grid = warning.temperatures([], places=places, instants=[FULL_HOUR])
        return np.array(grid.tenths, dtype=np.int16).reshape(len(places))

    if not land.is_large:
        return compute()
    return _kept_index_only.get((land.scope, land.fingerprint, index.mark), compute)


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))


def last_store_run() -> Mark:
    """Return a mark of the last storing of days, `NOTHING` before the first."""
    return StoreRun.objects.order_by("-id").values_list(TABLE, "id").first() or NOTHING


def days_to_store(
    area_code: str, first: date, last: date, now: datetime
) -> tuple[date, date] | None:
    """Return the first and last of the days between that are over and not stored; or None."""
    stored = StoreRun.objects.filter(area_code=area_code).aggregate(last=Max("last_day"))["last"]
    if stored is not None:
        first = max(first, stored + ONE_DAY)
    last = min(last, timezone.localdate(now) - ONE_DAY)
    return (first, last) if first <= last else None


def picture_on(day: date, scope: Scope, now: datetime) -> Picture:
    """Return the temperatures of a scope on a day as one picture."""
    return Reading(scope, day, now).picture


def temperatures_on(day: date, scope: Scope, now: datetime) -> tuple[AreaTemperature, ...]:
    """Return how warm each village of the scope is on a day, in order of their codes."""
    picture = picture_on(day, scope, now)
    return tuple(picture.village(row) for row in range(len(picture.territory.codes)))


def temperature_of(area_code: str, day: date, now: datetime) -> Warmth:
    """Return how warm one village is on a day, and of what parts that is the sum."""
    reading = Reading((area_code,), day, now)
    return reading.warmths([area_code], reading.day)[area_code]


def stored_curve(area_code: str, first: date, last: date) -> dict[date, int]:
    """Return the stored tenths of a village by day, oldest first."""
    rows = DayTemperature.objects.filter(area_id=area_code, day__range=(first, last))
    return dict(rows.order_by("day").values_list("day", "tenths"))


def computed_days(area_code: str, first: date, last: date) -> Iterator[tuple[date, list[Warmth]]]:
    """Yield for each day the temperature of each village at its end, computed from the evidence."""
    land = territory((area_code,))
    book = FactBook.of(first, last, land.scope)
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        at = end_of(day)
        index = index_everywhere(day).parts
        evidence = [piece for piece in book.evidence_at(at) if piece.area_code in land.row_of]
        places = {code: index.get(code, UNKNOWN_INDEX) for code in land.codes}
        explained = warning.explained_temperatures(evidence, places=places, at=at)
        yield (
            day,
            [
                _as_warmth(code, day, at, found)
                for code, found in zip(land.codes, explained, strict=True)
            ],
        )

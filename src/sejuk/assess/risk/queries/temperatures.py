"""
How warm the villages of a scope are on a day: live for today, stored for days that are over.

Today is computed through the engine from the evidence as it stands, so that what was settled a
minute ago counts at once. A day that is over was stored in the night after it (see actions); where
a row is missing, the village's day is computed as of its last minute.

Below `territories.LARGE` villages everything is read anew. Above it a reading keeps what it read in
this process, under keys that change with the areas and the stored days: then a page costs the
asking for these keys. The evidence is followed: which signals changed is asked at most once a
minute, only these are read again, and only their villages are computed again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np
from django.utils import timezone

from sejuk.assess.risk.models import DayTemperature
from sejuk.assess.risk.queries import reporting
from sejuk.assess.risk.queries.evidence import FORGOTTEN_AFTER, ONE_DAY, FactBook
from sejuk.assess.risk.queries.kept import Followed, Kept
from sejuk.assess.risk.queries.marks import Mark
from sejuk.assess.risk.queries.stored import (
    as_stored,
    contacts,
    end_of,
    holding,
    last_contact_noted,
    last_store_run,
    seen,
)
from sejuk.assess.risk.queries.territories import Territory, territory
from sejuk.assess.risk.queries.warmths import (
    AreaTemperature,
    Picture,
    Scope,
    Tenths,
    Truths,
    Warmth,
    warmth_of,
)
from sejuk.assess.risk.rules import UNHEARD_AFTER_DAYS
from sejuk.engines import warning
from sejuk.engines.warning.warming import Pieces, as_claim, day_of, tenths_of_places
from sejuk.kit.scoping import within
from sejuk.sense.signals import queries as signals

NOT_STORED = -1
VILLAGE_DOTS = 3
STEP = timedelta(minutes=5)
"""
Live temperatures stand still for five minutes. Chosen: a day's half-life moves a settled matter by
a three-hundredth of itself in that time, and all pages show the same number.
"""
FULL_HOUR = datetime(2000, 1, 1, tzinfo=UTC)
LATELY = timedelta(days=UNHEARD_AFTER_DAYS)
NOTHING_FALSE = warning.Falsehoods(0, ())

_kept_books: Followed[FactBook, signals.Version] = Followed(most=4)
# With the minute in which it was asked: the last one only, for a clock may be put back.
_kept_versions: Followed[signals.Version, datetime] = Followed(most=64)
# The book of each picture with it: what differs between two books is what is computed again.
_kept_live: Followed[Tenths, FactBook] = Followed(most=6)
_kept_stored: Kept[tuple[Tenths, Truths]] = Kept(most=160)
_kept_contacts: Followed[dict[str, list[date]], Mark] = Followed(most=8)
_kept_last_contacts: Followed[Mark, datetime] = Followed(most=8)
_kept_heard: Followed[Truths, tuple[FactBook, Mark]] = Followed(most=8)


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
    def scope_is_a_village(self) -> bool:
        return all(code.count(".") == VILLAGE_DOTS for code in self.scope)

    @cached_property
    def _is_large(self) -> bool:
        # A single village is small, and need not be looked up to know it.
        return not self.scope_is_a_village and self.land.is_large

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

    def remember(self, rows: Iterable[DayTemperature], *, first: date) -> None:
        """Take all stored rows of a village since a day, so that they are not read again."""
        days = (self.day - first).days + 1
        self._rows = {first + number * ONE_DAY: {} for number in range(days)}
        for row in rows:
            self._rows[row.day] = {row.area_id: row}

    def warmths(self, area_codes: Sequence[str], day: date) -> dict[str, Warmth]:
        """Return some villages on the day, or the day before it, with the parts of the sum."""
        at = self.instant_of(day)
        stored = self._stored_rows(day, area_codes)
        found = {code: as_stored(row, at) for code, row in stored.items() if code in area_codes}
        asked = [code for code in area_codes if code not in found]
        if asked:
            propensities = self._propensities(asked, day)
            for code in asked:
                found[code] = self._warmth(code, day, at, propensities.get(code, 1.0))
        return found

    def _warmth(self, code: str, day: date, at: datetime, propensity: float) -> Warmth:
        evidence = self.book.evidence_about(code, at)
        return warmth_of(
            code,
            day,
            at,
            warning.temperature(evidence, at=at, propensity=propensity),
            told=warning.falsehoods(evidence, at=at),
            propensity=propensity,
            is_heard=self._is_heard(code, day),
        )

    def _propensities(self, area_codes: Sequence[str], day: date) -> dict[str, float]:
        """
        Return how readily some villages report, as it was judged when the day before was stored.

        It is judged once a day, in the night; a village of which nothing is stored has none.
        """
        rows = self._stored_rows(day - ONE_DAY, area_codes)
        return {code: row.propensity for code, row in rows.items()}

    def corrected(self) -> Tenths:
        """Return the corrected temperatures of the day, in the territory's order."""
        land, day = self.land, self.day
        tenths = np.full(len(land.codes), NOT_STORED, dtype=np.int16)
        if day < self.today:
            rows = holding().filter(within(self.scope), day=day)
            for code, value in rows.values_list("area_id", "corrected_tenths").iterator():
                if (row := land.row_of.get(code)) is not None:
                    tenths[row] = value
        missing = tenths == NOT_STORED
        return np.where(missing, self._corrected_live(), tenths) if missing.any() else tenths

    def _corrected_live(self) -> Tenths:
        at, land = self.instant_of(self.day), self.land
        known = [one for one in self.book.evidence_at(at) if one.area_code in land.row_of]
        rows = holding().filter(within(self.scope), day=self.day - ONE_DAY)
        ready = dict(rows.values_list("area_id", "propensity").iterator())
        propensity = np.array([ready.get(code, 1.0) for code in land.codes])
        pieces = Pieces.of(known, land.codes, as_claim)
        days = np.array([day_of(at)])
        found: Tenths = tenths_of_places(pieces, len(land.codes), days, propensity)[:, 0]
        return found

    def falsehoods(self) -> dict[str, warning.Falsehoods]:
        """Return what is told and known to be false in each village where anything is."""
        at = self.instant_of(self.day)
        told = {
            code: warning.falsehoods(self.book.evidence_about(code, at), at=at)
            for code in self.book.areas_with_falsehoods()
        }
        return {code: one for code, one in told.items() if one.matters}

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
            tenths, ask = self._live(day) if day == self.today else self._past(day)
            self._pictures[day] = Picture(day, self.instant_of(day), self.land, tenths, ask)
        return self._pictures[day]

    def _past(self, day: date) -> tuple[Tenths, Callable[[], Truths]]:
        tenths, heard = self._stored(day)
        missing = tenths == NOT_STORED
        if not missing.any():
            return tenths, lambda: heard
        live, ask = self._live(day)
        return np.where(missing, live, tenths), lambda: np.where(missing, ask(), heard)

    def _live(self, day: date) -> tuple[Tenths, Callable[[], Truths]]:
        at = self.instant_of(day)
        if not self.land.is_large:
            return self._computed(at), lambda: self._heard(day)
        key = (self.scope, self.land.fingerprint, at)
        tenths = _kept_live.get(
            key,
            self.book,
            lambda: self._computed(at),
            lambda tenths, book: self._computed_again(at, tenths, book),
        )
        return tenths, lambda: self._heard(day)

    def _heard(self, day: date) -> Truths:
        """Test which villages were heard of lately, or had somebody of ours there."""
        if not self.land.is_large:
            return self._heard_now(day)
        key = (self.scope, self.land.fingerprint, self.instant_of(day))
        mark = self.book, self._last_contact
        return _kept_heard.get(
            key, mark, lambda: self._heard_now(day), lambda *_: self._heard_now(day)
        )

    def _heard_now(self, day: date) -> Truths:
        heard = np.zeros(len(self.land.codes), dtype=bool)
        rows = [self.land.row_of.get(code) for code in self._heard_codes(day)]
        heard[[row for row in rows if row is not None]] = True
        return heard

    def _is_heard(self, code: str, day: date) -> bool:
        at, page = self.instant_of(day), self.book.pages.get(code)
        if page is not None and page.was_heard(at - LATELY, at):
            return True
        return bool(seen({code: self._contacts.get(code, [])}, day))

    def _heard_codes(self, day: date) -> set[str]:
        at = self.instant_of(day)
        return self.book.heard_between(at - LATELY, at) | seen(self._contacts, day)

    @cached_property
    def _contacts(self) -> dict[str, list[date]]:
        # Of one village all that is on record; of many what counts for being heard of.
        back = FORGOTTEN_AFTER if self.scope_is_a_village else LATELY
        first = self.day - ONE_DAY - back

        def read() -> dict[str, list[date]]:
            return contacts(self.scope, first, self.day)

        def revise(old: dict[str, list[date]], since: Mark) -> dict[str, list[date]]:
            table, number = since
            if table != self._last_contact[0]:
                return read()
            fresh = contacts(self.scope, first, self.day, after=number)
            return old | {code: [*old.get(code, ()), *days] for code, days in fresh.items()}

        if not self._is_large:
            return read()
        return _kept_contacts.get((self.scope, self.day), self._last_contact, read, revise)

    @cached_property
    def _last_contact(self) -> Mark:
        """Return the mark of the newest contact, asked for at most once a minute."""
        minute = self.now.replace(second=0, microsecond=0)

        def ask(*_: object) -> Mark:
            return last_contact_noted()

        return _kept_last_contacts.get(self.scope, minute, ask, ask)

    def last_contact(self, area_code: str) -> date | None:
        """Return when somebody of ours was in the village of this reading last."""
        days = [one for one in self._contacts.get(area_code, ()) if one <= self.day]
        return max(days, default=None)

    def _computed(self, at: datetime) -> Tenths:
        tenths = np.zeros(len(self.land.codes), dtype=np.int16)
        return self._warmed(tenths, self.book.evidence_at(at), at)

    def _computed_again(self, at: datetime, old: Tenths, book: FactBook) -> Tenths:
        """Return a picture with the villages computed again that an earlier book tells else of."""
        evidence, tenths = [], old.copy()
        for code in self.book.areas_unlike(book):
            if (row := self.land.row_of.get(code)) is not None:
                tenths[row] = 0
                evidence += self.book.evidence_about(code, at)
        return self._warmed(tenths, evidence, at)

    def _warmed(self, tenths: Tenths, evidence: Iterable[warning.Evidence], at: datetime) -> Tenths:
        """Set in `tenths` the villages that there is evidence about."""
        row_of = self.land.row_of
        known = [piece for piece in evidence if piece.area_code in row_of]
        places = sorted({piece.area_code for piece in known})
        pieces = Pieces.of(known, places, as_claim)
        found = tenths_of_places(pieces, len(places), np.array([day_of(at)]))
        tenths[[row_of[code] for code in places]] = found[:, 0]
        return tenths

    def _stored(self, day: date) -> tuple[Tenths, Truths]:
        """Return the stored tenths of a day (`NOT_STORED` where none are), and who was heard."""
        land = self.land
        if not land.is_large:
            rows = self._stored_rows(day, land.codes)
            return _in_order(land, ((code, one.tenths, one.is_heard) for code, one in rows.items()))

        def read() -> tuple[Tenths, Truths]:
            found = holding().filter(within(self.scope), day=day)
            return _in_order(land, found.values_list("area_id", "tenths", "is_heard").iterator())

        return _kept_stored.get((self.scope, land.fingerprint, day, last_store_run()), read)

    def _stored_rows(self, day: date, area_codes: Sequence[str]) -> dict[str, DayTemperature]:
        """Return the stored rows of a day: of a small territory all, else those asked for."""
        if day >= self.today:
            return {}
        if self._is_large:
            rows = holding().filter(day=day, area_id__in=area_codes)
            return {row.area_id: row for row in rows}
        if day not in self._rows:
            # With the day before, whose propensities are asked for where a village is missing.
            days = day, day - ONE_DAY
            self._rows |= {one: {} for one in days}
            for row in holding().filter(within(self.scope), day__in=days):
                self._rows[row.day][row.area_id] = row
        return self._rows[day]


def _in_order(land: Territory, rows: Iterable[tuple[str, int, bool]]) -> tuple[Tenths, Truths]:
    tenths = np.full(len(land.codes), NOT_STORED, dtype=np.int16)
    heard = np.zeros(len(land.codes), dtype=bool)
    for code, value, is_heard in rows:
        row = land.row_of.get(code)
        if row is not None:
            tenths[row], heard[row] = value, is_heard
    return tenths, heard


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


def unheard(scope: Scope, day: date, now: datetime) -> tuple[str, ...]:
    """
    Return the villages of a scope that nothing was heard of lately and nobody of ours was in.

    The exploration of the programme goes there first: quiet is not calm.
    """
    picture = picture_on(day, scope, now)
    codes = picture.territory.codes
    return tuple(codes[row] for row in np.flatnonzero(~picture.heard).tolist())


def computed_days(scope: Scope, first: date, last: date) -> Iterator[tuple[date, list[Warmth]]]:
    """Yield for each day the temperature of each village at its end, computed from the evidence."""
    land = territory(scope)
    book = FactBook.of(first, last, scope)
    visited = contacts(scope, first - LATELY, last)
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        at = end_of(day)
        evidence = [piece for piece in book.evidence_at(at) if piece.area_code in land.row_of]
        ready = reporting.propensities(land.codes, day)
        told = {
            code: warning.falsehoods(book.evidence_about(code, at), at=at)
            for code in book.areas_with_falsehoods()
        }
        heard = book.heard_between(at - LATELY, at) | seen(visited, day)
        explained = warning.explained_temperatures(
            evidence, places=land.codes, at=at, propensities=ready
        )
        yield (
            day,
            [
                warmth_of(
                    code,
                    day,
                    at,
                    found,
                    told=told.get(code, NOTHING_FALSE),
                    propensity=ready.get(code, 1.0),
                    is_heard=code in heard,
                )
                for code, found in zip(land.codes, explained, strict=True)
            ],
        )

"""
The figures of a report: compiled from the records, kept as JSON, never typed in by anybody.

Figures hold codes, not words, so that a report reads in the reader's language on the screen and in
Indonesian on paper. Every total is computed from the parts beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar, cast

T = TypeVar("T")
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind today and the day before."""

    code: str
    today: int
    yesterday: int = 0

    @property
    def change(self) -> int:
        return self.today - self.yesterday


@dataclass(frozen=True, slots=True)
class StrengthPart:
    """How many an organisation lends, and how many of them are away on the day."""

    name: str
    count: int
    away: int


@dataclass(frozen=True, slots=True)
class Strength:
    """The force: its parts by organisation, their sum, and what the order states."""

    parts: tuple[StrengthPart, ...]
    stated: int | None

    @property
    def computed(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def away(self) -> int:
        return sum(part.away for part in self.parts)

    @property
    def difference(self) -> int | None:
        """Return how many more are on the list than the order states."""
        return None if self.stated is None else self.computed - self.stated


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a village became warmer or cooler."""

    reason: str
    tenths: int
    reference: str
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """A village whose temperature changed, with the causes that sum to the change."""

    area_code: str
    name: str
    kecamatan: str
    tenths: int
    change_tenths: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Village:
    """One of the warmest villages."""

    area_code: str
    name: str
    kecamatan: str
    tenths: int


@dataclass(frozen=True, slots=True)
class Concern:
    """An open matter: which, where, since when. Never its text: it may name people."""

    reference: str
    area_code: str
    name: str
    kecamatan: str
    kind: str
    severity: int
    days_open: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How far the outreach of one kecamatan has come, in villages."""

    name: str
    never: int
    overdue: int
    planned: int
    done: int
    # Of the planned ones, those never visited; a report signed before this was counted has 0.
    planned_first: int = 0

    @property
    def total(self) -> int:
        return self.never + self.overdue + self.planned + self.done


@dataclass(frozen=True, slots=True)
class AlarmDay:
    """How many alarms were raised and escalated on the day, and how many were open at its end."""

    raised: int
    escalated: int
    open: int


@dataclass(frozen=True, slots=True)
class RumourDay:
    """
    Rumours begun, and how often any was heard, decided and closed on the day.

    The last three are as the records stood: open ones, those past their deadline, and those that
    are false and still open.
    """

    begun: int
    heard: int
    decided: int
    closed: int
    open: int
    overdue: int
    false: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one report."""

    operation: str
    is_demonstration: bool
    operation_day: int
    stage: str
    stage_day: int
    area_name: str
    letterhead: tuple[str, ...]
    place: str
    strength: Strength
    villages: int
    bands: tuple[Count, ...]
    warmest: tuple[Village, ...]
    changes: tuple[Change, ...]
    map_svg: str
    boundaries: str
    signals: tuple[Count, ...]
    states: tuple[Count, ...]
    visits: tuple[Count, ...]
    villages_visited: int
    coverage: tuple[CoverageRow, ...]
    concerns: tuple[Concern, ...]
    concerns_open: int
    # A report compiled before alarms were counted has None, and says nothing of them.
    alarms: AlarmDay | None = None
    # Likewise before rumours had records of their own.
    rumours: RumourDay | None = None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def total_of(counts: Sequence[Count]) -> Count:
    """
    Return the sum of parts.

    >>> total_of([Count("rumor", 3, 1), Count("sara", 1, 2)])
    Count(code='', today=4, yesterday=3)
    """
    return Count("", sum(one.today for one in counts), sum(one.yesterday for one in counts))


def coverage_total(rows: Sequence[CoverageRow]) -> CoverageRow:
    """
    Return the sum of all kecamatan.

    >>> coverage_total([CoverageRow("a", 1, 2, 3, 4), CoverageRow("b", 1, 1, 1, 1)]).total
    14
    """
    return CoverageRow(
        "",
        sum(row.never for row in rows),
        sum(row.overdue for row in rows),
        sum(row.planned for row in rows),
        sum(row.done for row in rows),
        sum(row.planned_first for row in rows),
    )


def counts_of(
    today: Mapping[str, int], yesterday: Mapping[str, int], order: Sequence[str]
) -> tuple[Count, ...]:
    """
    Return a row for each code of `order` that occurs on one of the days.

    >>> counts_of({"rumor": 2}, {"sara": 1}, order=["sara", "rumor", "lain"])
    (Count(code='sara', today=0, yesterday=1), Count(code='rumor', today=2, yesterday=0))
    """
    rows = (Count(code, today.get(code, 0), yesterday.get(code, 0)) for code in order)
    return tuple(row for row in rows if row.today or row.yesterday)


def figures_from(kept: Json) -> Figures:
    """Read figures back from the JSON that `Figures.as_json` gave."""
    strength = cast("Json", kept["strength"])
    plain = {
        name: kept[name]
        for name in (
            "operation", "is_demonstration", "operation_day", "stage", "stage_day", "area_name",
            "place", "villages", "map_svg", "boundaries", "villages_visited", "concerns_open",
        )
    }  # fmt: skip
    return Figures(
        **plain,  # type: ignore[arg-type]  # `as_json` wrote it
        letterhead=tuple(cast("Sequence[str]", kept["letterhead"])),
        strength=Strength(
            _rows(strength["parts"], StrengthPart), cast("int | None", strength["stated"])
        ),
        bands=_rows(kept["bands"], Count),
        warmest=_rows(kept["warmest"], Village),
        changes=tuple(_change(row) for row in cast("Sequence[Json]", kept["changes"])),
        signals=_rows(kept["signals"], Count),
        states=_rows(kept["states"], Count),
        visits=_rows(kept["visits"], Count),
        coverage=_rows(kept["coverage"], CoverageRow),
        concerns=_rows(kept["concerns"], Concern),
        alarms=_alarms(kept.get("alarms")),
        rumours=_rumours(kept.get("rumours")),
    )


def _rows(kept: object, make: Callable[..., T]) -> tuple[T, ...]:
    return tuple(make(**row) for row in cast("Sequence[Json]", kept))


def _alarms(kept: object) -> AlarmDay | None:
    return AlarmDay(**cast("Mapping[str, int]", kept)) if kept else None


def _rumours(kept: object) -> RumourDay | None:
    return RumourDay(**cast("Mapping[str, int]", kept)) if kept else None


def _change(kept: Json) -> Change:
    fields = {**kept, "causes": _rows(kept["causes"], Cause)}
    return Change(**fields)  # type: ignore[arg-type]  # `as_json` wrote it

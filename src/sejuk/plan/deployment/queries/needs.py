"""What posts need: the lines of an operation, and the seats that they make on each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from sejuk.foundation.operations import queries as operations
from sejuk.foundation.operations.rules import StageDates, stage_on
from sejuk.plan.deployment.models import Band, Need, Pattern, Post
from sejuk.plan.deployment.queries.posts import posts
from sejuk.plan.deployment.rules import (
    TRAINED_FOR,
    Inherited,
    NeedLevel,
    NeedLine,
    Posture,
    SeatRole,
    inherited,
)

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation


@dataclass(frozen=True, slots=True)
class Seats:
    """`line.count` equal seats at a post on a day: what becomes one demand of the engine."""

    post: Post
    band: Band
    day: date
    line: NeedLine

    @property
    def demand(self) -> str:
        """Return the engine's Demand.id: equal for equal seats of two drafts."""
        seat = self.line
        woman = "w" if seat.is_woman else ""
        about = (seat.posture, seat.role, seat.qualification, seat.organisation, woman)
        return "|".join((self.post.code, self.day.isoformat(), self.band.code, *about))

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.band.starts, ZoneInfo(settings.TIME_ZONE))

    @property
    def ends_at(self) -> datetime:
        # By the clock on the wall, so that bands meet also on a day of 23 hours.
        return self.starts_at + timedelta(minutes=self.band.minutes)

    @property
    def counted_minutes(self) -> int:
        if self.band.counted_minutes is not None:
            return self.band.counted_minutes
        zone = ZoneInfo("UTC")
        lasts = self.ends_at.astimezone(zone) - self.starts_at.astimezone(zone)
        return round(lasts.total_seconds() / 60)


@dataclass(slots=True)
class Needed:
    """The needs of an operation, read once and asked for many days."""

    posts: list[Post]
    stages: list[StageDates]
    bands: dict[int, list[Band]]
    lines: dict[tuple[int | None, int | None], list[NeedLine]]
    _found: dict[tuple[int, str, str], list[Inherited]] = field(default_factory=dict)

    def stage_on(self, day: date) -> StageDates | None:
        return stage_on(self.stages, day)

    def bands_of(self, post: Post) -> list[Band]:
        return self.bands.get(post.pattern_id or post.kind.pattern_id, [])

    def lines_of(self, post: Post) -> Iterator[NeedLine]:
        """Yield the lines that speak of a post, at all levels."""
        for key in ((None, None), (post.kind_id, None), (None, post.pk)):
            yield from self.lines.get(key, ())

    def inherited(self, post: Post, *, stage_code: str, band_code: str) -> list[Inherited]:
        """Return what holds for a post, with what each line stands in the place of."""
        key = post.pk, stage_code, band_code
        if key not in self._found:
            lines = self.lines_of(post)
            self._found[key] = inherited(lines, stage_code=stage_code, band_code=band_code)
        return self._found[key]

    def seats_on(self, day: date) -> Iterator[Seats]:
        """Yield the seats of a day, by post, band and role."""
        stage = self.stage_on(day)
        for post in self.posts:
            if not _is_open(post, day):
                continue
            for band in self.bands_of(post):
                for found in self.inherited(
                    post, stage_code=stage.code if stage else "", band_code=band.code
                ):
                    if found.line.count:
                        yield Seats(post, band, day, found.line)

    def seats(self, first: date, last: date) -> Iterator[Seats]:
        for later in range((last - first).days + 1):
            yield from self.seats_on(first + timedelta(days=later))


def _is_open(post: Post, day: date) -> bool:
    begun = post.starts_on is None or post.starts_on <= day
    return begun and (post.ends_on is None or day <= post.ends_on)


def needed(operation: Operation) -> Needed:
    """Return the needs of an operation for all posts of its area."""
    there = list(posts((operation.area_id,)))
    return Needed(
        posts=there,
        stages=operations.current_stages(operation),
        bands=_bands({post.pattern_id or post.kind.pattern_id for post in there}),
        lines=_lines(Need.objects.filter(operation=operation).select_related("organisation")),
    )


def _bands(pattern_ids: set[int]) -> dict[int, list[Band]]:
    found: dict[int, list[Band]] = {}
    rows = Band.objects.filter(pattern__in=Pattern.objects.filter(pk__in=pattern_ids))
    for band in rows.order_by("pattern_id", "starts", "code"):
        found.setdefault(band.pattern_id, []).append(band)
    return found


def _lines(needs: Iterable[Need]) -> dict[tuple[int | None, int | None], list[NeedLine]]:
    found: dict[tuple[int | None, int | None], list[NeedLine]] = {}
    for need in sorted(needs, key=lambda one: one.pk):
        found.setdefault((need.kind_id, need.post_id), []).append(line_of(need))
    return found


def line_of(need: Need) -> NeedLine:
    """Return a need as the rules read it; a driver's seat asks for a driver."""
    role = SeatRole(need.role)
    trained = TRAINED_FOR.get(role)
    return NeedLine(
        need_id=need.pk,
        level=level_of(need),
        stage_code=need.stage_code,
        band_code=need.band_code,
        posture=Posture(need.posture),
        role=role,
        qualification=need.qualification or (trained.value if trained else ""),
        organisation=need.organisation.code if need.organisation else "",
        is_woman=need.is_woman,
        by_squad=need.by_squad,
        count=need.count,
        priority=need.priority,
    )


def level_of(need: Need) -> NeedLevel:
    if need.post_id is not None:
        return NeedLevel.POST
    return NeedLevel.OPERATION if need.kind_id is None else NeedLevel.KIND

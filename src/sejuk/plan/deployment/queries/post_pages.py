"""Posts as their pages show them: what each needs, where that comes from, what it asks of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict

from django.utils.translation import gettext

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import Qualification
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Band, Pattern, Post
from sejuk.plan.deployment.queries.needs import Needed, needed
from sejuk.plan.deployment.rules import Inherited, NeedLevel, NeedLine, Posture, SeatRole

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

DAYS_A_WEEK, MINUTES_AN_HOUR = 7, 60


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row on which the same is asked for, and what that means for each of the force."""

    stage: str
    first: date
    last: date
    seats: int
    minutes: int
    people: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def weekly_hours(self) -> float:
        """
        Return the hours that each would work in a week if all carried the same.

        >>> day = date(2024, 11, 1)
        >>> round(Span("", day, day, 206, 206 * 480, 425).weekly_hours, 1)
        27.1
        """
        if not self.people:
            return 0.0
        return self.minutes * DAYS_A_WEEK / MINUTES_AN_HOUR / self.people


@dataclass(frozen=True, slots=True)
class ListedPost:
    """A post in the list, with how many seats it has on the day."""

    id: int
    code: str
    name: str
    kind: str
    place: str
    pattern: str
    seats: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class PostsPage:
    """All posts, and what they ask of the force day by day."""

    posts: tuple[ListedPost, ...]
    spans: tuple[Span, ...]
    today: Span | None
    people: int
    seats: int
    is_planner: bool


def posts_page(operation: Operation, *, actor: Actor, today: date) -> PostsPage:
    """Return the posts that the actor sees, with seats that he may see counted."""
    asked = needed(operation)
    covert = rules.may_see_covert(actor, area_code=operation.area_id)
    seen = {post.pk for post in asked.posts if actor.covers(post.area_id)}
    people = forces.people((operation.area_id,)).count()
    listed = [_listed(post, asked, today, covert=covert) for post in asked.posts if post.pk in seen]
    whole = covert and actor.covers(operation.area_id)
    found = spans(asked, operation.starts_on, operation.ends_on, people) if whole else []
    return PostsPage(
        posts=tuple(listed),
        spans=tuple(found),
        today=next((span for span in found if span.first <= today <= span.last), None),
        people=people,
        seats=sum(post.seats for post in listed),
        is_planner=bool(rules.may_plan(actor, area_code=operation.area_id)),
    )


def _listed(post: Post, asked: Needed, today: date, *, covert: bool) -> ListedPost:
    stage = asked.stage_on(today)
    lines = [
        found.line
        for band in asked.bands_of(post)
        for found in asked.inherited(
            post, stage_code=stage.code if stage else "", band_code=band.code
        )
        if covert or found.line.posture is not Posture.COVERT
    ]
    return ListedPost(
        id=post.pk,
        code=post.code,
        name=post.name,
        kind=post.kind.name,
        place=post.area.name,
        pattern=(post.pattern or post.kind.pattern).name,
        seats=sum(line.count for line in lines),
        first=post.starts_on,
        last=post.ends_on,
    )


def spans(asked: Needed, first: date, last: date, people: int) -> list[Span]:
    """Return the days of an operation in stretches that ask for the same."""
    days = []
    for later in range((last - first).days + 1):
        day = date.fromordinal(first.toordinal() + later)
        stage = asked.stage_on(day)
        groups = list(asked.seats_on(day))
        seats = sum(group.line.count for group in groups)
        minutes = sum(group.line.count * group.counted_minutes for group in groups)
        days.append((day, (stage.name if stage else "", seats, minutes)))
    found = []
    for (stage_name, seats, minutes), run in groupby(days, key=lambda one: one[1]):
        stretch = [day for day, _ in run]
        found.append(Span(stage_name, stretch[0], stretch[-1], seats, minutes, people))
    return found


@dataclass(frozen=True, slots=True)
class HeldNeed:
    """A seat of a post in one shift: how many, from where, and in the place of what."""

    seat: str
    count: int
    comes_from: str
    instead_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldBand:
    """Shifts of a post that need the same, with what each of them needs."""

    names: tuple[str, ...]
    seats: int
    needs: tuple[HeldNeed, ...]


@dataclass(frozen=True, slots=True)
class WrittenNeed:
    """A line as it was entered, with its level and when it speaks."""

    need_id: int
    level: str
    seat: str
    when: str
    count: int
    priority: int


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post in a stage."""

    id: int
    code: str
    name: str
    kind: str
    place: str
    area_code: str
    pattern: str
    is_own_pattern: bool
    first: date | None
    last: date | None
    stage_code: str
    stage: str
    stages: tuple[tuple[str, str], ...]
    shifts: tuple[tuple[str, str], ...]
    bands: tuple[HeldBand, ...]
    written: tuple[WrittenNeed, ...]
    is_planner: bool

    @property
    def seats(self) -> int:
        return sum(band.seats * len(band.names) for band in self.bands)


def post_page(
    post: Post, operation: Operation, *, actor: Actor, today: date, stage_code: str | None
) -> PostPage:
    """Return a post with what it needs in a stage, by default in that of today."""
    asked = needed(operation)
    stages = {stage.code: stage.name for stage in asked.stages}
    running = asked.stage_on(today)
    code = stage_code if stage_code in stages else (running.code if running else "")
    words = Words(
        post,
        stages,
        bands={band.code: band.name for band in asked.bands_of(post)},
        organisations={one.code: one.name for one in forces.organisations()},
    )
    covert = rules.may_see_covert(actor, area_code=operation.area_id)
    return PostPage(
        id=post.pk,
        code=post.code,
        name=post.name,
        kind=post.kind.name,
        place=post.area.name,
        area_code=post.area_id,
        pattern=(post.pattern or post.kind.pattern).name,
        is_own_pattern=post.pattern_id is not None,
        first=post.starts_on,
        last=post.ends_on,
        stage_code=code,
        stage=stages.get(code, ""),
        stages=tuple(stages.items()),
        shifts=tuple(words.bands.items()),
        bands=tuple(_held_bands(post, asked, code, words, covert=covert)),
        written=tuple(
            words.written(line)
            for line in asked.lines_of(post)
            if covert or line.posture is not Posture.COVERT
        ),
        is_planner=bool(rules.may_plan(actor, area_code=operation.area_id)),
    )


def _held_bands(
    post: Post, asked: Needed, stage_code: str, words: Words, *, covert: bool
) -> list[HeldBand]:
    alike: dict[tuple[HeldNeed, ...], list[str]] = {}
    for band in asked.bands_of(post):
        needs = tuple(
            words.held(one)
            for one in asked.inherited(post, stage_code=stage_code, band_code=band.code)
            if covert or one.line.posture is not Posture.COVERT
        )
        alike.setdefault(needs, []).append(f"{band.name} {_hours(band)}")
    return [
        HeldBand(tuple(names), sum(need.count for need in needs), needs)
        for needs, names in alike.items()
    ]


def _hours(band: Band) -> str:
    """Return from when until when a shift lasts, by the clock."""
    starts = datetime.combine(date.min, band.starts)
    ends = starts + timedelta(minutes=band.minutes)
    return f"{starts:%H.%M}–{ends:%H.%M}"


@dataclass(frozen=True, slots=True)
class Words:
    """Words for where a line comes from and when it speaks."""

    post: Post
    stages: dict[str, str]
    bands: dict[str, str]
    organisations: dict[str, str]

    def held(self, found: Inherited) -> HeldNeed:
        return HeldNeed(
            seat=self.seat(found.line),
            count=found.line.count,
            comes_from=self.source(found.line),
            instead_of=tuple(self.in_place_of(line) for line in found.instead_of),
        )

    def seat(self, line: NeedLine) -> str:
        """Return whom a seat asks for, such as "Member · woman · plain clothes"."""
        parts = [gettext(SeatRole(line.role).label)]
        trained = rules.TRAINED_FOR.get(line.role)
        if line.qualification and (trained is None or line.qualification != trained.value):
            parts.append(gettext(Qualification(line.qualification).label))
        if line.organisation:
            parts.append(self.organisations.get(line.organisation, line.organisation))
        if line.is_woman:
            parts.append(gettext("woman"))
        if line.posture is Posture.COVERT:
            parts.append(gettext("plain clothes"))
        if line.by_squad:
            parts.append(gettext("whole squads"))
        return " · ".join(parts)

    def source(self, line: NeedLine) -> str:
        """Return in plain words where a line was entered."""
        when = self.when(line)
        level = self.level(line)
        return f"{level}, {when}" if when else level

    def level(self, line: NeedLine) -> str:
        match line.level:
            case NeedLevel.POST:
                return gettext("this post")
            case NeedLevel.KIND:
                return gettext("all posts of kind “%(kind)s”") % {"kind": self.post.kind.name}
            case NeedLevel.OPERATION:
                return gettext("the whole operation")

    def when(self, line: NeedLine) -> str:
        stage = self.stages.get(line.stage_code, line.stage_code)
        band = self.bands.get(line.band_code, line.band_code)
        return ", ".join(word for word in (stage, band) if word)

    def in_place_of(self, line: NeedLine) -> str:
        values = {"count": line.count, "source": self.source(line)}
        return gettext("in place of %(count)s from %(source)s") % values

    def written(self, line: NeedLine) -> WrittenNeed:
        return WrittenNeed(
            need_id=line.need_id,
            level=self.level(line),
            seat=self.seat(line),
            when=self.when(line),
            count=line.count,
            priority=line.priority,
        )


@dataclass(frozen=True, slots=True)
class ShownBand:
    name: str
    starts: str
    hours: float
    counted_hours: float
    rest_hours: float


@dataclass(frozen=True, slots=True)
class ShownPattern:
    """A shift pattern with its bands."""

    code: str
    name: str
    bands: tuple[ShownBand, ...]


def shown_patterns(patterns: Sequence[Pattern]) -> list[ShownPattern]:
    return [
        ShownPattern(
            code=pattern.code,
            name=pattern.name,
            bands=tuple(
                ShownBand(
                    name=band.name,
                    starts=f"{band.starts:%H.%M}",
                    hours=band.minutes / MINUTES_AN_HOUR,
                    counted_hours=(band.counted_minutes or band.minutes) / MINUTES_AN_HOUR,
                    rest_hours=band.rest_after_minutes / MINUTES_AN_HOUR,
                )
                for band in sorted(pattern.bands.all(), key=lambda one: (one.starts, one.code))
            ),
        )
        for pattern in patterns
    ]


class NeedChoices(TypedDict):
    """What the form of a need offers."""

    stages: list[tuple[str, str]]
    bands: list[tuple[str, str]]


def need_choices(post: Post, operation: Operation) -> NeedChoices:
    """Return the stages of an operation and the shifts of a post."""
    pattern = post.pattern or post.kind.pattern
    bands = pattern.bands.order_by("starts", "code")
    return NeedChoices(
        stages=[(stage.code, stage.name) for stage in operations.current_stages(operation)],
        bands=list(bands.values_list("code", "name")),
    )

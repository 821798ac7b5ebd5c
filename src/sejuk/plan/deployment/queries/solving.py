"""How far the computing of a draft has come: its figures and a small curve of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.formats import number_format
from django.utils.translation import gettext

from sejuk.kit.svg import Svg, drawing, short, tag, text
from sejuk.plan.deployment.models import Roster, Solve
from sejuk.plan.deployment.queries.telling import read, told
from sejuk.plan.deployment.rules import OPEN_SOLVES, SolveState

WIDTH, HEIGHT = 420, 150
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 20, 22
INK, QUIET = "#12211f", "#475956"


@dataclass(frozen=True, slots=True)
class Point:
    """What had been reached after so many seconds."""

    seconds: float
    cost: int
    bound: float | None
    empty_seats: int
    # Whether nothing will be proved, because there is too much of it.
    is_too_large: bool = False


@dataclass(frozen=True, slots=True)
class ShownSolve:
    """A computing as the page tells it."""

    id: int
    state: SolveState
    is_open: bool
    is_stop_asked: bool
    seed: int
    workers: int
    seconds: int
    attempts: int
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    message: str
    points: tuple[Point, ...]
    curve: Svg | None

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def gap_percent(self) -> str:
        """Return how far the best may lie above the best there can be, in words for a tile."""
        last = self.last
        # A bound of nothing says nothing yet.
        if last is None or (last.cost and not last.bound):
            return ""
        if not last.cost or last.bound is None:
            return number_format(0, decimal_pos=1)
        return number_format(max(0.0, 100 * (last.cost - last.bound) / last.cost), decimal_pos=1)

    @property
    def is_restarted(self) -> bool:
        return self.attempts > 1

    @property
    def part_done(self) -> int:
        """Return how much of the time is over, in percent."""
        last = self.last
        return min(100, round(100 * last.seconds / self.seconds)) if last and self.seconds else 0


def solving_of(roster: Roster) -> ShownSolve | None:
    """Return the newest computing of a roster."""
    solve = roster.solves.order_by("-id").first()
    return _shown(solve) if solve else None


def solve_called(roster: Roster, solve_id: int) -> Solve | None:
    return roster.solves.filter(id=solve_id).first()


def _shown(solve: Solve) -> ShownSolve:
    points = tuple(_point(one) for one in solve.progress)
    message = cast("Mapping[str, object]", solve.message)
    return ShownSolve(
        id=solve.pk,
        state=SolveState(solve.state),
        is_open=SolveState(solve.state) in OPEN_SOLVES,
        is_stop_asked=solve.is_stop_asked,
        seed=solve.seed,
        workers=solve.workers,
        seconds=solve.seconds,
        attempts=solve.attempts,
        asked_by=solve.asked_by,
        asked_at=solve.asked_at,
        ended_at=solve.ended_at,
        message=told(read(message)) if message else "",
        points=points,
        curve=curve_of(points) if len(points) > 1 else None,
    )


def _point(kept: Mapping[str, float | None]) -> Point:
    bound = kept.get("bound")
    return Point(
        seconds=float(kept.get("seconds") or 0),
        cost=int(kept.get("cost") or 0),
        bound=None if bound is None else float(bound),
        empty_seats=int(kept.get("empty_seats") or 0),
        is_too_large=bool(kept.get("too_large")),
    )


def curve_of(points: Sequence[Point]) -> Svg:
    """Return what the best roster cost over time, above what no roster can go below."""
    last = max(points[-1].seconds, 1e-9)
    # The first finds cost so much that they would press the rest flat: the scale ends where the
    # later three quarters of them lie.
    later = sorted(point.cost for point in points)[: max(2, len(points) * 3 // 4 + 1)]
    bounds = [point.bound for point in points if point.bound is not None]
    low, high = min([*later, *bounds]), max(later)
    span = max(high - low, 1)

    def x(point: Point) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * point.seconds / last

    def y(value: float) -> float:
        part = min(1.0, max(0.0, (value - low) / span))
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part

    best = _steps([(x(point), y(point.cost)) for point in points])
    floor = _steps([(x(one), y(one.bound)) for one in points if one.bound is not None])
    seconds = number_format(points[-1].seconds, decimal_pos=0)
    parts = [
        tag(
            "path",
            class_="chart-axis",
            d=f"M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}",
            stroke=QUIET,
        ),
        tag("path", class_="chart-line", d=best, fill="none", stroke=INK, stroke_width=2.25),
        tag("path", class_="chart-event-line", d=floor, fill="none", stroke=QUIET) if floor else "",
        _label(LEFT, TOP - 7, _number(points[0].cost)),
        _label(WIDTH - RIGHT, y(points[-1].cost) - 7, _number(points[-1].cost), anchor="end"),
        _label(LEFT, HEIGHT - 6, "0"),
        _label(WIDTH - RIGHT, HEIGHT - 6, gettext("%(seconds)s s") % {"seconds": seconds}, "end"),
    ]
    return drawing(
        parts,
        size=(WIDTH, HEIGHT),
        css_class="chart",
        title=gettext("Cost of the best roster over time"),
        description=gettext("From %(first)s to %(last)s.")
        % {"first": _number(points[0].cost), "last": _number(points[-1].cost)},
    )


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """
    Return a path that stays level until the next find.

    >>> _steps([(0, 0), (5, 10)])
    'M0 0H5V10'
    """
    if not points:
        return ""
    first, *others = points
    steps = "".join(f"H{short(x)}V{short(y)}" for x, y in others)
    return f"M{short(first[0])} {short(first[1])}{steps}"


def _number(value: float) -> str:
    return number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)


def _label(x: float, y: float, words: str, anchor: str | None = None) -> str:
    return tag("text", text(words), x=short(x), y=short(y), text_anchor=anchor, fill=QUIET)

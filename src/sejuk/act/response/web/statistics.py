"""The statistics of a period in words and drawings: tables that are shown, printed and exported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.act.response import queries
from sejuk.act.response.web.spreading import Spread, spreads_of
from sejuk.assess.rumours import queries as rumours
from sejuk.kit.bars import Column, counts_over_days
from sejuk.kit.choices import N_, Choice
from sejuk.kit.exports import Table
from sejuk.kit.grids import Cell
from sejuk.kit.numbers import rounded
from sejuk.kit.periods import Period
from sejuk.kit.svg import Svg
from sejuk.kit.waits import FEWEST_FOR_MEDIAN, FEWEST_FOR_P90, Waits
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.queries import Answering

HOUR, DAY = 3600, 86_400
# Chosen: below two days people speak of hours.
HOURS_UNTIL = 2 * DAY
NONE = "–"
WITHIN = (N_("Half within"), N_("Nine of ten within"))
SIGNAL_GROUPS = (
    ("", (N_("Came in"),)),
    (N_("Until taken in hand"), (N_("Taken up"), *WITHIN, N_("Too late"))),
    (N_("Until closed"), (N_("Closed"), *WITHIN, N_("Too late"))),
    (N_("Now"), (N_("Still open"), N_("Overdue"))),
)
CHANNEL_COLUMNS = (
    N_("People reached"),
    N_("Sent"),
    N_("Delivered"),
    N_("Failed"),
    N_("Waiting"),
)
FILE_COLUMNS = (N_("Part"), N_("Of what"), N_("Measure"), N_("Value"), N_("Unit"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: as it is read, and as it is exported."""

    words: str
    value: float | int | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What the figures of a row are about."""

    name: str
    figures: tuple[Figure, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the statistics; `groups` are headings over so many columns each."""

    code: str
    title: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def measures(self) -> Iterator[str]:
        """The columns as they are called where no heading stands over them."""
        over = [group for group, size in self.groups for _ in range(size)]
        for group, column in zip_longest(over, self.columns, fillvalue=""):
            yield f"{group}: {column}" if group else column


@dataclass(frozen=True, slots=True)
class Tile:
    """One number that is said first: what it is, and what belongs to it."""

    label: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that the page shows of a period."""

    period: Period
    tiles: tuple[Tile, ...]
    answered: tuple[Part, ...]
    rumours: tuple[Part, ...]
    answers: tuple[Part, ...]
    spreads: tuple[Spread, ...]
    received_chart: Svg
    heard_chart: Svg
    note: str

    @property
    def parts(self) -> tuple[Part, ...]:
        return (*self.answered, *self.rumours, *self.answers)


def statistics_of(
    period: Period,
    counted: signals.Answered,
    begun: rumours.RumourCounts,
    heard: Sequence[rumours.Heard],
    said: queries.Said,
) -> Statistics:
    """Return what was counted in words and drawings. No query."""
    return Statistics(
        period,
        tiles=tuple(_tiles(counted.total, begun, said)),
        answered=(_by_kind(counted), _by_place(counted)),
        rumours=tuple(_rumour_parts(begun)),
        answers=(_answers(begun, said), _channels(said)),
        spreads=spreads_of(heard),
        received_chart=_chart(
            period, dict(counted.by_day), gettext("Signals by the day on which they came in")
        ),
        heard_chart=_chart(
            period, _summed(heard), gettext("Rumours by the day on which they were heard")
        ),
        note=gettext(
            "Of fewer than %(median)s no median is given, of fewer than %(p90)s no ninetieth"
            " percentile: so few say nothing of how long it usually takes."
        )
        % {"median": FEWEST_FOR_MEDIAN, "p90": FEWEST_FOR_P90},
    )


def _summed(heard: Iterable[rumours.Heard]) -> Mapping[date, int]:
    by_day: Counter[date] = Counter()
    for one in heard:
        by_day[one.on] += one.sightings
    return by_day


def _tiles(total: Answering, begun: rumours.RumourCounts, said: queries.Said) -> Iterator[Tile]:
    """Return what is said first in an evaluation."""
    words = {
        "taken": rounded(total.hand.count),
        "closed": rounded(total.closing.count),
        "open": rounded(total.still_open),
        "rumours": rounded(begun.total),
        "people": rounded(sum(one.people for one in said.reached) + said.carried.listeners),
        "hand": _spans(total.hand)[1].words,
        "closing": _spans(total.closing)[1].words,
    }
    for label, figure, note in (
        (N_("Signals came in"), _count(total.received), N_("%(taken)s taken, %(closed)s closed")),
        (N_("Half taken within"), _spans(total.hand)[0], N_("nine of ten: %(hand)s")),
        (N_("Half closed within"), _spans(total.closing)[0], N_("nine of ten: %(closing)s")),
        (N_("Overdue now"), _count(total.overdue), N_("of %(open)s still open")),
        (
            N_("Answers released"),
            _count(said.counts.released),
            N_("rumours written down: %(rumours)s; people reached: %(people)s"),
        ),
    ):
        yield Tile(gettext(label), figure.words, gettext(note) % words)


def _by_kind(counted: signals.Answered) -> Part:
    rows = [(gettext(kind.label), one) for kind, one in counted.by_kind]
    return _signals("jenis", gettext("Signals by kind"), gettext("Kind"), rows, counted.total)


def _by_place(counted: signals.Answered) -> Part:
    title, first = gettext("Signals by place"), gettext("Place")
    return _signals("tempat", title, first, counted.by_place, counted.total)


def _signals(
    code: str, title: str, first: str, rows: Sequence[tuple[str, Answering]], total: Answering
) -> Part:
    whole = gettext("All together")
    all_rows = [*((name, one, False) for name, one in rows), (whole, total, True)] if rows else []
    return Part(
        code,
        title,
        first,
        tuple(gettext(column) for _, columns in SIGNAL_GROUPS for column in columns),
        tuple(Line(name, tuple(_answering(one)), is_total) for name, one, is_total in all_rows),
        tuple((gettext(name) if name else "", len(columns)) for name, columns in SIGNAL_GROUPS),
    )


def _answering(one: Answering) -> Iterator[Figure]:
    yield _count(one.received)
    for waits, late in ((one.hand, one.taken_late), (one.closing, one.answered_late)):
        yield from (_count(waits.count), *_spans(waits), _count(late))
    yield from (_count(one.still_open), _count(one.overdue))


def _rumour_parts(begun: rumours.RumourCounts) -> Iterator[Part]:
    tallies: tuple[tuple[str, str, Sequence[tuple[Choice | None, int]]], ...] = (
        ("kerja", gettext("Rumours by work"), begun.by_state),
        ("kebenaran", gettext("Rumours by veracity"), begun.by_veracity),
        ("tipe", gettext("Rumours by type"), begun.by_type),
    )
    for code, title, tally in tallies:
        lines = tuple(
            Line(gettext(word.label) if word else gettext("No type given"), (_count(number),))
            for word, number in tally
        )
        yield Part(code, title, title, (gettext("How many"),), lines)


def _answers(begun: rumours.RumourCounts, said: queries.Said) -> Part:
    counts, carried = said.counts, said.carried
    lines = (
        (N_("Rumours written down"), _count(begun.total)),
        (N_("First heard until verified: half within"), _spans(begun.decided)[0]),
        (N_("First heard until verified: nine of ten within"), _spans(begun.decided)[1]),
        (N_("Answers released"), _count(counts.released)),
        (N_("First heard until answered: half within"), _spans(counts.waited)[0]),
        (N_("First heard until answered: nine of ten within"), _spans(counts.waited)[1]),
        (N_("Answers corrected"), _count(counts.corrected)),
        (N_("Answers withdrawn"), _count(counts.withdrawn)),
        (N_("Carried to villages"), _count(carried.deliveries)),
        (N_("Villages that heard them told"), _count(carried.villages)),
        (N_("Listeners, as the carriers count"), _count(carried.listeners)),
        (N_("Still being carried"), _count(carried.on_the_way)),
        (N_("Votes: helpful"), _count(counts.helpful)),
        (N_("Votes: not helpful"), _count(counts.not_helpful)),
    )
    return Part(
        "jawaban",
        gettext("Rumours and their answers"),
        gettext("What was done"),
        (gettext("How many"),),
        tuple(Line(gettext(name), (figure,)) for name, figure in lines),
    )


def _channels(said: queries.Said) -> Part:
    lines = tuple(
        Line(
            gettext(one.channel.label),
            tuple(map(_count, (one.people, one.sent, one.delivered, one.failed, one.waiting))),
        )
        for one in said.reached
    )
    return Part(
        "saluran",
        gettext("Whom the answers reached, by channel"),
        gettext("Channel"),
        tuple(map(gettext, CHANNEL_COLUMNS)),
        lines,
    )


def _count(number: int) -> Figure:
    return Figure(rounded(number), number)


def _spans(waits: Waits) -> tuple[Figure, Figure]:
    return _span(waits.median, waits.count), _span(waits.p90, waits.count)


def _span(seconds: float | None, count: int) -> Figure:
    """Say how long it took, or why that is not said: of none, or of so few."""
    if seconds is None:
        few = gettext("too few") if count else NONE
        return Figure(few, None, gettext("hours"))
    return Figure(span_words(seconds), round(seconds / HOUR, 2), gettext("hours"))


def span_words(seconds: float) -> str:
    """
    Return a length of time as it is said.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     span_words(1500), span_words(3600 * 5.25), span_words(86400 * 3.4)
    ('25 min', '5.3 h', '3.4 days')
    """
    if seconds < HOUR:
        return gettext("%(count)s min") % {"count": rounded(seconds / 60)}
    if seconds < HOURS_UNTIL:
        return gettext("%(count)s h") % {"count": rounded(seconds / HOUR, 1)}
    return gettext("%(count)s days") % {"count": rounded(seconds / DAY, 1)}


def _chart(period: Period, counts: Mapping[date, int], title: str) -> Svg:
    """Return how many came in on each day, from the first on which one did."""
    columns = []
    first = min((day for day in counts if counts[day]), default=period.first)
    for day in (day for day in period.days if day >= first):
        count, name = counts.get(day, 0), date_format(day, "j M")
        words = f"{name}: {rounded(count)}"
        columns.append(Column(count, name, is_marked=count > 0, words=words))
    total = sum(counts.values())
    words = ngettext("%(count)s in all", "%(count)s in all", total) % {"count": rounded(total)}
    return counts_over_days(columns, expected=None, title=title, description=words)


def table_of(page: Statistics, area_name: str) -> Table:
    """Return all figures as one table in which each has a row of its own."""
    name = f"statistik-{page.period.first:%Y%m%d}-{page.period.last:%Y%m%d}"
    title = f"{gettext('Statistics')} {area_name}"
    return Table(name, title, [gettext(column) for column in FILE_COLUMNS], _cells(page))


def _cells(page: Statistics) -> Iterator[list[Cell]]:
    for part in page.parts:
        for line in part.lines:
            for column, figure in zip(part.measures, line.figures, strict=True):
                yield [part.title, line.name, column, figure.value, figure.unit]
    title = gettext("What spread where")
    for one in page.spreads:
        for column, value in (
            (gettext("Sightings"), one.sightings),
            (gettext("Villages"), one.village_count),
            (gettext("Days"), one.day_count),
        ):
            yield [title, one.claim, column, value, ""]

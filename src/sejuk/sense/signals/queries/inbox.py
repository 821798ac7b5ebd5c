"""The inbox: which signals wait, the most urgent first, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.models.signals import RUNG_URGENCY, urgency
from sejuk.sense.signals.queries.locking import grades_of
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.queries.wanted import Filter, in_hand_of, overdue, wanted_by
from sejuk.sense.signals.rules import (
    OPEN_STATES,
    ContentGrade,
    Form,
    Kind,
    Rung,
    SignalState,
    SourceGrade,
    deadline_of,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EXCERPT = 160
BADGES = {
    SignalState.NEW: "info",
    SignalState.TAKEN: "warning",
    SignalState.SETTLED: "good",
    SignalState.REFERRED: "",
    SignalState.SET_ASIDE: "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One signal in the inbox, in words."""

    id: int
    excerpt: str
    form: str
    kind: str
    channel: str
    rung: str
    rung_label: str
    severity: int
    grade: str
    grade_label: str
    cluster: str
    # As a form carries them: who grades must have seen what he overwrites.
    grades: str
    state: str
    state_label: str
    badge: str
    area_code: str
    # With its kecamatan: five names of villages repeat inside OKU.
    area: str
    heard_at: datetime
    received_at: datetime
    taken_by: str
    holder: int | None
    taken_until: datetime | None
    deadline: datetime | None
    is_overdue: bool
    # Taken once, but the claim has run out.
    is_free_again: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the inbox, and the mark at which the next one begins."""

    rows: tuple[Row, ...]
    next_mark: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How much waits, whatever is filtered."""

    new: int
    taken: int
    mine: int
    overdue: int


def inbox(actor: Actor, wanted: Filter, *, now: datetime, after: str = "") -> Page:
    """Return the signals that `actor` wants to see, from the mark `after` on."""
    rows = list(_after(ordered(actor, wanted, now=now), wanted, after)[: wanted.size + 1])
    more = len(rows) > wanted.size
    shown = tuple(_in_words(rows[: wanted.size], actor=actor, now=now))
    return Page(shown, mark_of(rows[wanted.size - 1], wanted) if more else "")


def inbox_rows(actor: Actor, wanted: Filter, *, now: datetime) -> list[tuple[Signal, Row]]:
    """Return all that is wanted, as it is exported."""
    signals = list(ordered(actor, wanted, now=now))
    return list(zip(signals, _in_words(signals, actor=actor, now=now), strict=True))


def _in_words(signals: Sequence[Signal], *, actor: Actor, now: datetime) -> Iterator[Row]:
    labels = places.area_labels({signal.area_id for signal in signals})
    for signal in signals:
        yield row_of(signal, labels[signal.area_id], actor=actor, now=now)


def totals(actor: Actor, *, now: datetime) -> Totals:
    """Return how many signals wait for anybody, and for `actor`."""
    waiting = visible_signals(actor).filter(state__in=OPEN_STATES)
    counts = waiting.aggregate(
        new=Count("id", filter=Q(state=SignalState.NEW)),
        taken=Count("id", filter=Q(state=SignalState.TAKEN)),
        mine=Count("id", filter=in_hand_of(actor.user_id, now)),
        overdue=Count("id", filter=overdue(now)),
    )
    return Totals(**counts)


def matching(actor: Actor, wanted: Filter, *, now: datetime) -> int:
    """Return how many signals there are of what `actor` wants, on all pages together."""
    return _found(actor, wanted, now).count()


def ordered(actor: Actor, wanted: Filter, *, now: datetime) -> QuerySet[Signal]:
    """Return what is wanted: open signals by urgency and age, closed ones newest first."""
    rows = _found(actor, wanted, now).select_related("taken_by").annotate(urgency=urgency())
    if wanted.shows_open:
        return rows.order_by("-urgency", "received_at", "id")
    return rows.order_by("-received_at", "-id")


def _found(actor: Actor, wanted: Filter, now: datetime) -> QuerySet[Signal]:
    rows = visible_signals(actor).filter(wanted_by(actor, wanted, now))
    if not wanted.words:
        return rows
    return rows.annotate(found=SearchVector("text", config="indonesian")).filter(
        found=SearchQuery(wanted.words, config="indonesian", search_type="websearch")
    )


def mark_of(signal: Signal, wanted: Filter) -> str:
    """Return where a page ends, as the address of the next one carries it."""
    micros = (signal.received_at - EPOCH) // timedelta(microseconds=1)
    weight = signal.severity + RUNG_URGENCY[Rung(signal.rung)] if wanted.shows_open else 0
    return f"{weight}.{micros}.{signal.pk}"


def _after(rows: QuerySet[Signal], wanted: Filter, mark: str) -> QuerySet[Signal]:
    """Return what comes after `mark`; everything when it is no mark of ours."""
    parts = mark.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004
        return rows
    least, micros, pk = (int(part[:18]) for part in parts)
    try:
        at = EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return rows
    if wanted.shows_open:
        # The first condition says nothing new: by it the index is entered where the page begins.
        return rows.filter(
            Q(urgency__lte=least)
            & (
                Q(urgency__lt=least)
                | Q(urgency=least, received_at__gt=at)
                | Q(urgency=least, received_at=at, pk__gt=pk)
            )
        )
    return rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk))


def row_of(signal: Signal, area: str, *, actor: Actor, now: datetime) -> Row:
    """Return a signal in words."""
    state = SignalState(signal.state)
    deadline = deadline_of(state, signal.received_at, timezone.get_current_timezone())
    until = signal.taken_until if state is SignalState.TAKEN else None
    is_held = until is not None and now < until
    return Row(
        id=signal.pk,
        excerpt=_excerpt(signal.text),
        form=gettext(Form(signal.form).label),
        kind=gettext(Kind(signal.kind).label),
        channel=gettext(Channel(signal.channel).label),
        rung=signal.rung,
        rung_label=gettext(Rung(signal.rung).label),
        severity=signal.severity,
        grade=f"{signal.source_grade}{signal.content_grade}",
        grade_label=", ".join(
            gettext(grade.label)
            for grade in (SourceGrade(signal.source_grade), ContentGrade(signal.content_grade))
        ),
        cluster=signal.cluster,
        grades=grades_of(signal).word,
        state=state.value,
        state_label=gettext(state.label),
        badge=BADGES[state],
        area_code=signal.area_id,
        area=area,
        heard_at=signal.heard_at,
        received_at=signal.received_at,
        taken_by=str(signal.taken_by) if is_held else "",
        holder=signal.taken_by_id if is_held else None,
        taken_until=until if is_held else None,
        deadline=deadline,
        is_overdue=deadline is not None and now > deadline,
        is_free_again=until is not None and not is_held,
        is_mine=until is not None and signal.taken_by_id == actor.user_id,
    )


def _excerpt(text: str) -> str:
    line = " ".join(shown_turns(text).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"

"""The inbox: which signals wait, the most urgent first, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.directions import shown_turns
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import (
    OPEN_STATES,
    TRIAGE_WITHIN,
    Form,
    Kind,
    Rung,
    SignalState,
    deadline_of,
    oldest_in_time,
)

PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Chosen: what happens now goes before what may come, whatever its severity (1 to 4).
RUNG_URGENCY = {Rung.POTENTIAL: 0, Rung.THRESHOLD: 2, Rung.ACTUAL: 4}
EXCERPT = 160
BADGES = {
    SignalState.NEW: "info",
    SignalState.TAKEN: "warning",
    SignalState.SETTLED: "good",
    SignalState.REFERRED: "",
    SignalState.SET_ASIDE: "",
}


class Shown(Choice):
    """Which states the inbox shows."""

    OPEN = "open", N_("Open")
    NEW = "new", N_("New")
    TAKEN = "taken", N_("Taken")
    SETTLED = "settled", N_("Settled")
    REFERRED = "referred", N_("Referred")
    SET_ASIDE = "set_aside", N_("Set aside")
    ALL = "all", N_("All")


class Whose(Choice):
    """In whose hand the signals of the inbox are."""

    ANYBODY = "", N_("All")
    MINE = "mine", N_("In my hand")
    FREE = "free", N_("In nobody's hand")
    OVERDUE = "overdue", N_("Overdue")


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see of the inbox."""

    shown: Shown = Shown.OPEN
    kind: Kind | None = None
    form: Form | None = None
    rung: Rung | None = None
    least_severity: int = 1
    area_codes: tuple[str, ...] = ()
    whose: Whose = Whose.ANYBODY
    words: str = ""

    @property
    def shows_open(self) -> bool:
        return self.shown in (Shown.OPEN, Shown.NEW, Shown.TAKEN)


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
    state: str
    state_label: str
    badge: str
    area_code: str
    # With its kecamatan: five names of villages repeat inside OKU.
    area: str
    heard_at: datetime
    received_at: datetime
    taken_by: str
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
    rows = list(_after(ordered(actor, wanted, now=now), wanted, after)[: PAGE + 1])
    more = len(rows) > PAGE
    shown = tuple(_in_words(rows[:PAGE], actor=actor, now=now))
    return Page(shown, mark_of(rows[PAGE - 1], wanted) if more else "")


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
        mine=Count("id", filter=_in_hand_of(actor, now)),
        overdue=Count("id", filter=_overdue(now)),
    )
    return Totals(**counts)


def ordered(actor: Actor, wanted: Filter, *, now: datetime) -> QuerySet[Signal]:
    """Return what is wanted: open signals by urgency and age, closed ones newest first."""
    rows = (
        visible_signals(actor)
        .filter(_wanted(actor, wanted, now))
        .select_related("taken_by")
        .annotate(urgency=_urgency())
    )
    if wanted.words:
        rows = rows.annotate(found=SearchVector("text", config="indonesian")).filter(
            found=SearchQuery(wanted.words, config="indonesian", search_type="websearch")
        )
    if wanted.shows_open:
        return rows.order_by("-urgency", "received_at", "id")
    return rows.order_by("-received_at", "-id")


def _wanted(actor: Actor, wanted: Filter, now: datetime) -> Q:
    exact = {"kind": wanted.kind, "form": wanted.form, "rung": wanted.rung}
    conditions = Q(severity__gte=wanted.least_severity) & _shown(wanted.shown)
    conditions &= Q(**{column: word for column, word in exact.items() if word})
    if wanted.area_codes:
        conditions &= within(wanted.area_codes)
    match wanted.whose:
        case Whose.MINE:
            return conditions & _in_hand_of(actor, now)
        case Whose.FREE:
            return conditions & (
                Q(state=SignalState.NEW) | Q(state=SignalState.TAKEN, taken_until__lte=now)
            )
        case Whose.OVERDUE:
            return conditions & _overdue(now)
        case Whose.ANYBODY:
            return conditions


def _shown(shown: Shown) -> Q:
    if shown is Shown.ALL:
        return Q()
    if shown is Shown.OPEN:
        return Q(state__in=OPEN_STATES)
    return Q(state=shown.value)


def _in_hand_of(actor: Actor, now: datetime) -> Q:
    return Q(state=SignalState.TAKEN, taken_by_id=actor.user_id, taken_until__gt=now)


def _overdue(now: datetime) -> Q:
    """Return `rules.deadline_of` as a filter."""
    first_day = oldest_in_time(timezone.localdate(now))
    midnight = datetime.combine(first_day, time(), tzinfo=timezone.get_current_timezone())
    return Q(state=SignalState.NEW, received_at__lt=now - TRIAGE_WITHIN) | Q(
        state=SignalState.TAKEN, received_at__lt=midnight
    )


def _urgency() -> Case:
    return Case(
        *(When(rung=rung, then=F("severity") + Value(more)) for rung, more in RUNG_URGENCY.items()),
        default=F("severity"),
        output_field=IntegerField(),
    )


def mark_of(signal: Signal, wanted: Filter) -> str:
    """Return where a page ends, as the address of the next one carries it."""
    micros = (signal.received_at - EPOCH) // timedelta(microseconds=1)
    urgency = signal.severity + RUNG_URGENCY[Rung(signal.rung)] if wanted.shows_open else 0
    return f"{urgency}.{micros}.{signal.pk}"


def _after(rows: QuerySet[Signal], wanted: Filter, mark: str) -> QuerySet[Signal]:
    """Return what comes after `mark`; everything when it is no mark of ours."""
    parts = mark.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004
        return rows
    urgency, micros, pk = (int(part[:18]) for part in parts)
    try:
        at = EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return rows
    if wanted.shows_open:
        return rows.filter(
            Q(urgency__lt=urgency)
            | Q(urgency=urgency, received_at__gt=at)
            | Q(urgency=urgency, received_at=at, pk__gt=pk)
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
        state=state.value,
        state_label=gettext(state.label),
        badge=BADGES[state],
        area_code=signal.area_id,
        area=area,
        heard_at=signal.heard_at,
        received_at=signal.received_at,
        taken_by=str(signal.taken_by) if is_held else "",
        taken_until=until if is_held else None,
        deadline=deadline,
        is_overdue=deadline is not None and now > deadline,
        is_free_again=until is not None and not is_held,
        is_mine=until is not None and signal.taken_by_id == actor.user_id,
    )


def _excerpt(text: str) -> str:
    line = " ".join(shown_turns(text).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"

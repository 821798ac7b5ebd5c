"""What somebody wants to see of the inbox, and the same as a filter of the database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Decision, Suggestion
from sejuk.sense.signals.queries.dialogue import newly_answered
from sejuk.sense.signals.queries.photos import photo_waits
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import (
    OPEN_STATES,
    TRIAGE_WITHIN,
    Aspect,
    Form,
    Kind,
    Rung,
    SignalState,
    oldest_in_time,
)
from sejuk.sense.signals.rules.triage import APART, SAME

# Chosen: a screen and a half; a hundred is what may be chosen at once.
SIZES = (25, 50, 100)


class Shown(Choice):
    """Which states the inbox shows."""

    OPEN = "open", N_("Open")
    NEW = "new", N_("New")
    TAKEN = "taken", N_("Taken")
    SETTLED = "settled", N_("Settled")
    REFERRED = "referred", N_("Referred")
    SET_ASIDE = "set_aside", N_("Set aside")
    ALL = "all", N_("All")
    ANSWERED = "answered", N_("New answer from who reported")


class Whose(Choice):
    """In whose hand the signals of the inbox are."""

    ANYBODY = "", N_("All")
    MINE = "mine", N_("In my hand")
    FREE = "free", N_("In nobody's hand")
    OTHERS = "others", N_("In another's hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What somebody wants to see of the inbox. The days are those on which signals came in."""

    shown: Shown = Shown.OPEN
    kind: Kind | None = None
    form: Form | None = None
    rung: Rung | None = None
    channel: Channel | None = None
    least_severity: int = 1
    area_codes: tuple[str, ...] = ()
    whose: Whose = Whose.ANYBODY
    # The number of one person who has them in hand.
    holder: int | None = None
    is_overdue: bool = False
    # The machine suggested something about which nobody has decided.
    waits_for_decision: bool = False
    # It has a photo at which the desk has not looked.
    has_photo_waiting: bool = False
    since: date | None = None
    until: date | None = None
    words: str = ""
    size: int = SIZES[0]

    @property
    def shows_open(self) -> bool:
        return self.shown in (Shown.OPEN, Shown.NEW, Shown.TAKEN)


def wanted_by(actor: Actor, wanted: Filter, now: datetime) -> Q:
    """Return the filter for what `actor` wants, apart from the words."""
    exact = {
        "kind": wanted.kind,
        "form": wanted.form,
        "rung": wanted.rung,
        "channel": wanted.channel,
    }
    conditions = Q(severity__gte=wanted.least_severity) & _shown(wanted.shown)
    conditions &= Q(**{column: word for column, word in exact.items() if word})
    if wanted.area_codes:
        conditions &= within(wanted.area_codes)
    if wanted.is_overdue:
        conditions &= overdue(now)
    if wanted.waits_for_decision:
        conditions &= Q(_undecided())
    if wanted.has_photo_waiting:
        conditions &= photo_waits(actor)
    return conditions & _came_in(wanted.since, wanted.until) & _in_hand(actor, wanted, now)


def in_hand_of(user_id: int | None, now: datetime) -> Q:
    """Return a filter for what somebody has in hand at this moment."""
    return Q(state=SignalState.TAKEN, taken_by_id=user_id, taken_until__gt=now)


def overdue(now: datetime) -> Q:
    """Return `rules.deadline_of` as a filter."""
    midnight = _midnight(oldest_in_time(timezone.localdate(now)))
    return Q(state=SignalState.NEW, received_at__lt=now - TRIAGE_WITHIN) | Q(
        state=SignalState.TAKEN, received_at__lt=midnight
    )


def holder_named(actor: Actor, user_id: int) -> str:
    """Return who that is, where `actor` sees a signal in his hand; else nothing."""
    taken = visible_signals(actor).filter(state=SignalState.TAKEN, taken_by_id=user_id)
    signal = taken.select_related("taken_by").first()
    return str(signal.taken_by) if signal else ""


def _in_hand(actor: Actor, wanted: Filter, now: datetime) -> Q:
    if wanted.holder is not None:
        return in_hand_of(wanted.holder, now)
    match wanted.whose:
        case Whose.MINE:
            return in_hand_of(actor.user_id, now)
        case Whose.FREE:
            return Q(state=SignalState.NEW) | Q(state=SignalState.TAKEN, taken_until__lte=now)
        case Whose.OTHERS:
            held = Q(state=SignalState.TAKEN, taken_until__gt=now)
            return held & ~Q(taken_by_id=actor.user_id)
        case Whose.ANYBODY:
            return Q()


def _shown(shown: Shown) -> Q:
    if shown is Shown.ALL:
        return Q()
    if shown is Shown.ANSWERED:
        return newly_answered()
    if shown is Shown.OPEN:
        return Q(state__in=OPEN_STATES)
    return Q(state=shown.value)


def _came_in(since: date | None, until: date | None) -> Q:
    days = Q()
    if since is not None:
        days &= Q(received_at__gte=_midnight(since))
    if until is not None:
        days &= Q(received_at__lt=_midnight(until + timedelta(days=1)))
    return days


def _undecided() -> Exists:
    """Return a filter for what was suggested anew about an aspect that nobody decided about."""
    as_it_is = (
        Q(aspect=Aspect.KIND, value=OuterRef("kind"))
        | Q(aspect=Aspect.AREA, value=OuterRef("area_id"))
        | Q(aspect=Aspect.URGENCY, value=Cast(OuterRef("severity"), CharField()))
    )
    pair = [Concat(Value(f"{word}:"), OuterRef("value")) for word in (SAME, APART)]
    still_so = (
        # What was undone decides nothing any more.
        Q(aspect=Aspect.KIND, after=OuterRef("signal__kind"))
        | Q(aspect__in=[Aspect.AREA, Aspect.URGENCY])
        # Each pair for itself, unless the signal was put into a matter altogether.
        | Q(aspect=Aspect.MATTER, after__in=pair)
        | Q(aspect=Aspect.MATTER) & ~Q(after__contains=":")
    )
    decided = Decision.objects.filter(
        still_so, signal=OuterRef("signal"), aspect=OuterRef("aspect")
    )
    return Exists(Suggestion.objects.filter(~Exists(decided), ~as_it_is, signal=OuterRef("pk")))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())

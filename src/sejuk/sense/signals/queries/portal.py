"""What the portal shows before a report is sent: matters that the desk released, near and alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from sejuk.engines import neutrality, triage
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import kecamatan_of
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Following, PublicMatter
from sejuk.sense.signals.queries.receipts import ReceiptStatus
from sejuk.sense.signals.queries.secrecy import receipt_hash
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import DESK, Kind, SignalState, deadline_of
from sejuk.sense.signals.rules.portal import MATTER_IS_FRESH_FOR, NEVER_BY_VILLAGE

# Chosen: what one reads on a phone before sending anyway.
MOST_SHOWN = 3
# Chosen: as many as a kecamatan's desk releases in its worst two weeks, three times over.
MOST_COMPARED = 300
ALIKE = (triage.Relation.SAME, triage.Relation.MAYBE, triage.Relation.RELATED)
# Chosen: who tells it in the next week may still mean the same.
NEAR_WEEKS = timedelta(weeks=1)
FOLLOWED_WORDS = {
    SignalState.NEW: (
        N_("The matter you follow is known"),
        N_("The command post reads the report next and decides who looks into it."),
    ),
    SignalState.TAKEN: (
        N_("The matter you follow is being looked into"),
        N_("An officer has it in hand."),
    ),
    SignalState.SETTLED: (
        N_("The matter you follow is settled"),
        N_("It was looked into and settled. If it goes on, tell us yourself."),
    ),
    SignalState.REFERRED: (
        N_("The matter you follow was passed on"),
        N_("It belongs to another authority, which has received it by letter."),
    ),
    SignalState.SET_ASIDE: (
        N_("The matter you follow is closed"),
        N_("It was looked into and needs nothing further. If it goes on, tell us yourself."),
    ),
}
STATE_WORDS = {
    SignalState.NEW: N_("waits to be read"),
    SignalState.TAKEN: N_("is being looked into"),
    SignalState.SETTLED: N_("is settled"),
    SignalState.REFERRED: N_("was passed on"),
    SignalState.SET_ASIDE: N_("is closed"),
}
WITHDRAWN_WORDS = (
    N_("The matter you followed is no longer shown"),
    N_("The command post took it off this page. If you saw something yourself, tell us."),
)


@dataclass(frozen=True, slots=True)
class ShownMatter:
    """A released matter as everybody sees it: title, kind, kecamatan, week, and how far it is."""

    id: int
    title: str
    kind: str
    kecamatan: str
    monday: date
    state: str


def matters_alike(
    text: str, *, area_code: str, kind: Kind, now: datetime
) -> tuple[ShownMatter, ...]:
    """
    Return released matters that a report may tell of again, the likeliest first. Three queries.

    Compared are titles that the desk wrote, never what another reported: who asks cannot find out
    what was told. Those of the same kecamatan from the last 14 days count; besides those that the
    engine finds alike, those of the same kind from this week and the one before. In which village
    and on which day it was decides nothing here: who asks for each in turn learns no more.
    """
    rows = list(_fresh_matters(area_code, now)[:MOST_COMPARED])
    around, week = kecamatan_of(area_code), _monday(timezone.localdate(now))
    told = triage.Told(text, (around,), week)
    known = [triage.Told(row.title, (around,), _monday(row.day)) for row in rows]
    alike = [
        rows[match.number]
        for match in triage.closest(told, known, limit=MOST_SHOWN)
        if match.relation in ALIKE
    ]
    near = [row for row in rows if kind is not Kind.OTHER and row.signal.kind == kind]
    recent = [row for row in near if week - _monday(row.day) <= NEAR_WEEKS]
    chosen = list(dict.fromkeys((*alike, *recent)))[:MOST_SHOWN]
    label = places.area_labels({around}).get(around, around) if chosen else ""
    return tuple(_shown(row, label) for row in chosen)


def _fresh_matters(area_code: str, now: datetime) -> QuerySet[PublicMatter]:
    since = timezone.localdate(now - MATTER_IS_FRESH_FOR)
    return (
        PublicMatter.objects.filter(
            within((kecamatan_of(area_code),)), withdrawn_at__isnull=True, day__gte=since
        )
        # Graded otherwise since it was released.
        .exclude(signal__kind__in=NEVER_BY_VILLAGE)
        .select_related("signal")
        .order_by("-day", "-id")
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _shown(row: PublicMatter, kecamatan: str) -> ShownMatter:
    state = SignalState(row.signal.state)
    return ShownMatter(
        row.pk,
        row.title,
        gettext(Kind(row.signal.kind).label),
        kecamatan,
        _monday(row.day),
        gettext(STATE_WORDS[state]),
    )


def matter_to_follow(matter_id: int, *, now: datetime) -> PublicMatter:
    """
    Return a matter that everybody may follow.

    :raises NotYours: when it is not there, was withdrawn, or is older than what is shown
    """
    found = _fresh_matters(EVERYWHERE, now).filter(pk=matter_id).first()
    if found is None:
        raise NotYours(f"matter {matter_id}")
    return found


def following_digits(digits: str, matter_id: int) -> str:
    """
    Return the digits by which a form's sender follows a matter: the same each time he asks.

    They come from the digits in the form's token, so that pressing twice gives one receipt, and a
    report sent from the same form has another one.
    """
    keyed = salted_hmac("sejuk.signals.following", f"{digits}:{matter_id}", algorithm="sha256")
    return f"{int(keyed.hexdigest(), 16) % 10**16:016}"


def following_status(digits: str) -> ReceiptStatus | None:
    """
    Return how far the followed matter has come; None for any wrong receipt.

    Without hours: they would tell when somebody else's report came in.
    """
    found = (
        Following.objects.filter(digits_hash=receipt_hash(digits))
        .select_related("matter__signal")
        .first()
    )
    if found is None:
        return None
    matter = found.matter
    signal, is_withdrawn = matter.signal, matter.withdrawn_at is not None
    state = SignalState(signal.state)
    heading, meaning = WITHDRAWN_WORDS if is_withdrawn else FOLLOWED_WORDS[state]
    due = deadline_of(state, signal.received_at, timezone.get_current_timezone())
    return ReceiptStatus(
        heading=gettext(heading),
        meaning=gettext(meaning),
        received_at=found.issued_at,
        changed_at=None,
        next_step_by=None,
        is_closed=is_withdrawn or due is None,
    )


@dataclass(frozen=True, slots=True)
class Release:
    """How a signal stands towards the public, as the desk sees it."""

    signal_id: int
    may_be_shown: bool
    kind: str
    matter: PublicMatter | None
    followers: int
    suggested: str


def release_of(actor: Actor, signal_id: int) -> Release:
    """
    Return what was released of a signal that `actor` sees.

    :raises NotYours: when it is outside his areas or kinds, or he does not work on the desk
    """
    signal = visible_signals(actor).filter(pk=signal_id).first()
    if signal is None or not actor.holds(*DESK, area_code=signal.area_id):
        raise NotYours(f"signal {signal_id}")
    matter = (
        signal.public_matters.filter(withdrawn_at__isnull=True)
        .annotate(followers=Count("followings"))
        .first()
    )
    kind = gettext(Kind(signal.kind).label)
    around = kecamatan_of(signal.area_id)
    area = places.area_labels([around]).get(around, around)
    return Release(
        signal_id=signal.pk,
        may_be_shown=signal.kind not in NEVER_BY_VILLAGE,
        kind=kind,
        matter=matter,
        followers=matter.followers if matter else 0,
        suggested=gettext("%(kind)s in %(area)s") % {"kind": kind, "area": area},
    )


def faults_of_title(title: str, area_code: str) -> tuple[int, int]:
    """Return how many personal data, and how many things that are not neutral, a title holds."""
    persons = places.without_persons(title, area_code=area_code).counts
    hits = neutrality.neutrality_hits(title, operations.contestants_to_check())
    return sum(count for _, count in persons), len(hits)

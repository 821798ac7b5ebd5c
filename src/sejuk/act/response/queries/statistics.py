"""Answers of a period in numbers: released, whom they reached by channel, carried, voted on."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)

from sejuk.act.response.models import Carrying, Sending, Version, Vote
from sejuk.act.response.queries.answers import Scope, answers_in
from sejuk.act.response.rules import CarryState, SendingKind
from sejuk.foundation.channels.rules import Channel, MessageState
from sejuk.kit.periods import Period
from sejuk.kit.scoping import within
from sejuk.kit.waits import Percentile, Waits, seconds_between, waits_of

ON_ITS_WAY = (MessageState.SENT, MessageState.DELIVERED, MessageState.READ)


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """
    Answers of a period: first released, released once more as a correction, withdrawn.

    `waited`: how long after a rumour was first heard its answer was first out. `helpful` and
    `not_helpful`: the votes of these days, whenever their answer was released.
    """

    released: int
    corrected: int
    withdrawn: int
    waited: Waits
    helpful: int
    not_helpful: int


@dataclass(frozen=True, slots=True)
class ReachedBy:
    """
    How many conversations the answers of a period reached by one channel.

    `sent` were handed to the provider, `delivered` of them he says have arrived.
    """

    channel: Channel
    people: int
    sent: int
    delivered: int
    failed: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers that people took to villages in a period, and to how many they told them."""

    deliveries: int
    villages: int
    listeners: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class Said:
    """All that was counted of the answers of a period."""

    counts: AnswerCounts
    reached: tuple[ReachedBy, ...]
    carried: Carried


def said_in(period: Period, scope: Scope) -> Said:
    """Return what was counted of the answers of a period and area. Three queries."""
    return Said(
        answer_counts(period, scope),
        reached_by_channel(period, scope),
        carried_in(period, scope),
    )


def answer_counts(period: Period, scope: Scope) -> AnswerCounts:
    """Return what became of answers in a period and area. One query."""
    earlier = Version.objects.filter(
        answer=OuterRef("answer"), released_at__isnull=False, number__lt=OuterRef("number")
    )
    out = period.holds("released_at")
    is_first = ~Exists(earlier)
    heard = Q(answer__rumour__sightings__withdrawn_at__isnull=True)
    waits = Version.objects.filter(_of(scope)).annotate(
        is_first=is_first,
        votes_for=_votes(period, helpful=True),
        votes_against=_votes(period, helpful=False),
        first_heard=Min("answer__rumour__sightings__heard_at", filter=heard),
    )
    wait = Case(
        When(out & Q(is_first=True), then=seconds_between(F("first_heard"), F("released_at")))
    )
    counts = waits.aggregate(
        released=Count("id", filter=out & Q(is_first=True)),
        corrected=Count("id", filter=out & Q(is_first=False)),
        withdrawn=Count("answer", distinct=True, filter=period.holds("answer__withdrawn_at")),
        timed=Count(wait),
        median=Percentile(0.5, wait),
        p90=Percentile(0.9, wait),
        helpful=Sum("votes_for", default=0),
        not_helpful=Sum("votes_against", default=0),
    )
    return AnswerCounts(
        counts["released"],
        counts["corrected"],
        counts["withdrawn"],
        waits_of(counts["timed"], counts["median"], counts["p90"]),
        counts["helpful"],
        counts["not_helpful"],
    )


def reached_by_channel(period: Period, scope: Scope) -> tuple[ReachedBy, ...]:
    """
    Return whom the answers that were sent in a period reached, by channel. One query.

    Corrections are sent as answers are; that something was withdrawn is not counted.
    """
    sent = Q(message__state__in=ON_ITS_WAY)
    rows = (
        Sending.objects.filter(
            period.holds("made_at"), _of(scope, "version__answer"), kind=SendingKind.ANSWER
        )
        .order_by()
        .values("conversation__channel")
        .annotate(
            people=Count("conversation", distinct=True, filter=sent),
            sent=Count("id", filter=sent),
            delivered=Count(
                "id",
                filter=Q(message__state__in=[MessageState.DELIVERED, MessageState.READ]),
            ),
            failed=Count("id", filter=Q(message__state=MessageState.FAILED)),
            waiting=Count(
                "id",
                filter=Q(message__isnull=True, dropped_at__isnull=True)
                | Q(message__state__in=[MessageState.QUEUED, MessageState.SENDING]),
            ),
        )
    )
    return tuple(
        sorted(
            (
                ReachedBy(
                    Channel(row["conversation__channel"]),
                    row["people"],
                    row["sent"],
                    row["delivered"],
                    row["failed"],
                    row["waiting"],
                )
                for row in rows
            ),
            key=lambda one: (-one.sent, one.channel),
        )
    )


def carried_in(period: Period, scope: Scope) -> Carried:
    """Return what was told in the villages of an area in a period. One query."""
    told = Q(state=CarryState.DELIVERED) & period.holds("delivered_at")
    counts = Carrying.objects.filter(within(scope)).aggregate(
        deliveries=Count("id", filter=told),
        villages=Count("area", distinct=True, filter=told),
        listeners=Sum("listeners", filter=told, default=0),
        on_the_way=Count("id", filter=Q(state=CarryState.ASSIGNED, assigned_at__lt=period.ends_at)),
    )
    return Carried(**counts)


def _votes(period: Period, *, helpful: bool) -> Subquery:
    rows = Vote.objects.filter(
        version=OuterRef("pk"), is_helpful=helpful, on__gte=period.first, on__lte=period.last
    )
    counted = rows.order_by().values("version").annotate(count=Count("pk"))
    return Subquery(counted.values("count"))


def _of(scope: Scope, column: str = "answer") -> Q:
    """Return a filter for rows of the answers of a scope, and of those that hold above it."""
    return Q(**{f"{column}__in": answers_in(scope).order_by().values("pk")})

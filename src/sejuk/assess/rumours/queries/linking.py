"""Signals that may tell of a rumour, for a person to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef

from sejuk.assess.rumours.models import Rumour, Sighting
from sejuk.engines import triage
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import SignalState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sejuk.sense.signals.models import Signal

MOST_FOUND = 20
# Chosen: the latest of two months in a busy district; each is compared in microseconds.
MOST_COMPARED = 2_000
EXCERPT = 220
# Chosen: what was heard longer ago than that belongs to another wave.
LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FoundSignal:
    """A signal that no rumour has yet; how it stands to the claim, where they were compared."""

    id: int
    excerpt: str
    area: str
    heard_at: datetime
    relation: triage.Relation | None = None


def signals_like(rumour: Rumour, actor: Actor, *, now: datetime) -> list[FoundSignal]:
    """Return signals of no rumour that may tell a claim, the likeliest first: a person decides."""
    rows = _rows(_free(actor, now).order_by("-heard_at", "-id")[:MOST_COMPARED])
    matches = triage.closest(
        triage.Told(rumour.claim), [triage.Told(text) for _, text, _, _ in rows], limit=MOST_FOUND
    )
    return _found([rows[one.number] for one in matches], [one.relation for one in matches])


def signals_with_words(words: str, actor: Actor, *, now: datetime) -> list[FoundSignal]:
    """Return signals of no rumour in which some words stand, the latest heard first."""
    found = (
        _free(actor, now)
        .annotate(found=SearchVector("text", config="indonesian"))
        .filter(found=SearchQuery(words, config="indonesian", search_type="websearch"))
        .order_by("-heard_at", "-id")[:MOST_FOUND]
    )
    rows = _rows(found)
    return _found(rows, [None] * len(rows))


def _free(actor: Actor, now: datetime) -> "QuerySet[Signal]":
    """Return what the actor reads, was heard lately, and no rumour has."""
    taken = Sighting.objects.filter(signal=OuterRef("pk"), withdrawn_at__isnull=True)
    return (
        signals.visible_signals(actor)
        .filter(~Exists(taken), heard_at__gte=now - LOOKS_BACK)
        .exclude(state=SignalState.SET_ASIDE)
    )


Row = tuple[int, str, str, datetime]


def _rows(found: "QuerySet[Signal]") -> list[Row]:
    return list(found.values_list("pk", "text", "area_id", "heard_at"))


def _found(rows: Sequence[Row], relations: Sequence[triage.Relation | None]) -> list[FoundSignal]:
    labels = places.area_labels({area_code for _, _, area_code, _ in rows})
    return [
        FoundSignal(pk, _excerpt(text), labels.get(code, code), heard_at, relation)
        for (pk, text, code, heard_at), relation in zip(rows, relations, strict=True)
    ]


def _excerpt(text: str) -> str:
    line = " ".join(shown_turns(text).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"

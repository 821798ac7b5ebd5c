"""Signals that may tell of a rumour, for a person to choose from."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef

from sejuk.assess.rumours.models import Rumour, Sighting
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import SignalState

MOST_FOUND = 20
EXCERPT = 220
# Chosen: what was heard longer ago than that belongs to another wave.
LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class FoundSignal:
    """A signal that no rumour has yet, as a person chooses it."""

    id: int
    excerpt: str
    area: str
    heard_at: datetime
    kind: str


def signals_to_link(
    rumour: Rumour, words: str, actor: Actor, *, now: datetime
) -> list[FoundSignal]:
    """Return signals in which some words stand, or those of the claim; of no other rumour."""
    asked = words.strip() or " or ".join(
        part.strip("\"'-.,")
        for part in rumour.claim.split()
        if len(part) > 4  # noqa: PLR2004
    )
    return signals_to_link_by_words(asked, actor, now=now)


def signals_to_link_by_words(words: str, actor: Actor, *, now: datetime) -> list[FoundSignal]:
    """Return signals of no rumour in which some words stand, the latest heard first."""
    taken = Sighting.objects.filter(signal=OuterRef("pk"), withdrawn_at__isnull=True)
    found = (
        signals.visible_signals(actor)
        .filter(~Exists(taken), heard_at__gte=now - LOOKS_BACK)
        .exclude(state=SignalState.SET_ASIDE)
        .annotate(found=SearchVector("text", config="indonesian"))
        .filter(found=SearchQuery(words, config="indonesian", search_type="websearch"))
        .order_by("-heard_at", "-id")[:MOST_FOUND]
    )
    rows = list(found.values_list("pk", "text", "area_id", "heard_at", "kind"))
    labels = places.area_labels({row[2] for row in rows})
    return [
        FoundSignal(pk, _excerpt(text), labels.get(code, code), heard_at, kind)
        for pk, text, code, heard_at, kind in rows
    ]


def _excerpt(text: str) -> str:
    line = " ".join(shown_turns(text).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rsplit(' ', 1)[0]} …"

"""Keep what a person decided about a signal, beside what was suggested to him."""

from collections.abc import Mapping
from datetime import datetime

from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import Decision, Signal, Suggestion
from sejuk.sense.signals.rules import Aspect

# Beside which suggestion something is decided; None where the actor looked at none in particular.
Beside = Mapping[Aspect, int | None]


def note_decision(
    signal: Signal,
    aspect: Aspect,
    before: str,
    after: str,
    *,
    suggestion_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """
    Keep a decision. Where no suggestion is named, it is the one that says so, else the likeliest.

    :raises NotYours: when the suggestion is of another signal or aspect
    """
    said = Suggestion.objects.filter(signal=signal, aspect=aspect)
    if suggestion_id is not None and not said.filter(pk=suggestion_id).exists():
        raise NotYours(f"suggestion {suggestion_id}")
    if suggestion_id is None and aspect is not Aspect.MATTER:
        likeliest = said.order_by("-probability", "pk").values_list("pk", "value")
        known = sorted(likeliest, key=lambda row: row[1] != after)
        suggestion_id = known[0][0] if known else None
    Decision.objects.create(
        signal=signal,
        aspect=aspect,
        suggestion_id=suggestion_id,
        before=before,
        after=after,
        by_user_id=actor.user_id,
        by=actor.name,
        at=now,
    )


def note_grading(
    signal: Signal,
    before: Mapping[Aspect, str],
    *,
    kind_is_said: bool,
    beside: Beside,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what a grading decided: what changed, the kind that was said, what was accepted."""
    after = judged(signal)
    for aspect, value in after.items():
        is_said = aspect in beside or (aspect is Aspect.KIND and kind_is_said)
        if value != before[aspect] or is_said:
            note_decision(
                signal,
                aspect,
                before[aspect],
                value,
                suggestion_id=beside.get(aspect),
                actor=actor,
                now=now,
            )


def judged(signal: Signal) -> dict[Aspect, str]:
    """Return what a grading may decide, as decisions keep it."""
    return {
        Aspect.KIND: str(signal.kind),
        Aspect.URGENCY: str(signal.severity),
        Aspect.MATTER: signal.cluster,
    }

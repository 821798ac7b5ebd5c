"""Keep what a person decided about a signal, beside what was suggested to him."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import Decision, Signal, Suggestion
from sejuk.sense.signals.rules import Aspect

# Beside which suggestion something is decided; None where the actor looked at none in particular.
Beside = Mapping[Aspect, int | None]


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, and when."""

    actor: Actor
    now: datetime

    def note(
        self, signal: Signal, aspect: Aspect, before: str, after: str, *, beside: int | None = None
    ) -> None:
        """
        Keep a decision. Without a named suggestion it is the one that says so, or the likeliest.

        :raises NotYours: when the suggestion is of another signal or aspect
        """
        said = Suggestion.objects.filter(signal=signal, aspect=aspect)
        if beside is not None and not said.filter(pk=beside).exists():
            raise NotYours(f"suggestion {beside}")
        if beside is None and aspect is not Aspect.MATTER:
            likeliest = said.order_by("-probability", "pk").values_list("pk", "value")
            known = sorted(likeliest, key=lambda row: row[1] != after)
            beside = known[0][0] if known else None
        Decision.objects.create(
            signal=signal,
            aspect=aspect,
            suggestion_id=beside,
            before=before,
            after=after,
            by_user_id=self.actor.user_id,
            by=self.actor.name,
            at=self.now,
        )

    def note_grading(
        self,
        signal: Signal,
        before: Mapping[Aspect, str],
        *,
        kind_is_said: bool,
        beside: Beside,
    ) -> None:
        """Keep what a grading decided: what changed, the kind that was said, what was accepted."""
        for aspect, value in self.judged(signal).items():
            is_said = aspect in beside or (aspect is Aspect.KIND and kind_is_said)
            if value != before[aspect] or is_said:
                self.note(signal, aspect, before[aspect], value, beside=beside.get(aspect))

    @staticmethod
    def judged(signal: Signal) -> dict[Aspect, str]:
        """Return what a grading may decide, as decisions keep it."""
        return {
            Aspect.KIND: str(signal.kind),
            Aspect.URGENCY: str(signal.severity),
            Aspect.MATTER: signal.cluster,
        }

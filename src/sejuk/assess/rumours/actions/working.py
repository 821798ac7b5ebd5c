"""One person's work on one rumour: what changes, the step it leaves, the entry in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.models import Rumour, Sighting, Step
from sejuk.assess.rumours.rules import (
    GRADES,
    Deed,
    HeardAt,
    Priority,
    RumourState,
    Standing,
    Veracity,
    due_after,
    matter_of,
    may_stay_nameless,
    state_after_decision,
    voice_of,
)
from sejuk.foundation.ledger.actions import record, subject_of
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.actions import Judgement
from sejuk.sense.signals.rules import ContentGrade


@dataclass(frozen=True, slots=True)
class Work:
    """A rumour that is locked for a change, who changes it, and when."""

    rumour: Rumour
    actor: Actor
    now: datetime

    @property
    def standing(self) -> Standing:
        return queries.standing_of(self.rumour)

    def change(self, **columns: object) -> None:
        """Change the rumour itself: from now on an older page of it is out of date."""
        columns |= {
            "version": self.rumour.version + 1,
            "changed_by": self.actor.name,
            "changed_at": self.now,
        }
        self.keep(**columns)

    def keep(self, **columns: object) -> None:
        """Change what does not make an older page wrong, such as in whose hand it is."""
        for name, value in columns.items():
            setattr(self.rumour, name, value)
        self.rumour.save(update_fields=list(columns))

    def owed_in(self, state: RumourState) -> dict[str, object]:
        """Return the columns of a new deadline: with whom it began, and not minded yet."""
        due_at = due_after(state, Priority(self.rumour.priority), self.now)
        return {"due_at": due_at, "reminded_at": None, "with_role": Role.OPERATOR.value}

    def undecided(self) -> dict[str, object]:
        """Return the columns of a rumour whose veracity nobody has decided."""
        state = state_after_decision(Veracity.UNVERIFIED)
        return {
            "veracity": Veracity.UNVERIFIED.value,
            "rests_on": None,
            "decided_reason": "",
            "decided_by": "",
            "decided_at": None,
            "state": state.value,
            **self.owed_in(state),
        }

    def step(self, deed: Deed, *, reason: str = "", **detail: object) -> None:
        """Write down what was done."""
        self.rumour.steps_taken += 1
        self.rumour.save(update_fields=["steps_taken"])
        Step.objects.create(
            rumour=self.rumour,
            number=self.rumour.steps_taken,
            deed=deed.value,
            detail=detail,
            reason=reason.strip(),
            by=self.actor.name,
            by_user_id=self.actor.user_id,
            at=self.now,
        )

    def note(self, deed: str, **detail: object) -> None:
        """Leave the entry in the ledger; the last thing that an action does."""
        record(
            verb=f"rumours.rumour.{deed}",
            subject=self.rumour,
            actor=self.actor,
            now=self.now,
            area_code=self.rumour.area_id,
            detail=detail,
        )

    def judge(self, sightings: Iterable[Sighting]) -> None:
        """Let the temperature hear what the rumour is worth, in the signals of some sightings."""
        told = [_judgement(self.rumour, one) for one in sightings if one.signal_id is not None]
        if told:
            signals.judge_signals(
                judgements=told,
                because=subject_of(self.rumour),
                actor=self.actor,
                now=self.now,
            )

    def judge_all(self) -> None:
        self.judge(queries.sightings_of(self.rumour))

    def name_nobody(self, **words: str) -> None:
        """Refuse words that name a person or a private number."""
        for where, text in words.items():
            may_stay_nameless(where, queries.personal_kinds(text)).or_refuse()


def _judgement(rumour: Rumour, sighting: Sighting) -> Judgement:
    """Return what the signal of a sighting is worth now: as the rumour, or as it was before."""
    before = ContentGrade(sighting.grade_before)
    number, heard_on = sighting.signal_id or 0, timezone.localdate(sighting.heard_at)
    # After the rumour that it was written down for: a telling stays one when rumours are merged.
    voice = voice_of(sighting.written_for_id, heard_on, HeardAt(sighting.place))
    if sighting.withdrawn_at is not None:
        return Judgement(number, before, sighting.cluster_before, source_before=voice)
    grade = GRADES[Veracity(rumour.veracity)] or before
    return Judgement(number, grade, matter_of(rumour.pk), source=voice)

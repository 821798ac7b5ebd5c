"""One person's work on one answer: the words that may be kept, the entry in the ledger."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sejuk.act.response import queries
from sejuk.act.response.models import Answer, Version
from sejuk.act.response.rules import Wording, may_be_worded, may_name_nobody
from sejuk.foundation.ledger.actions import record
from sejuk.kit.actors import Actor


@dataclass(frozen=True, slots=True)
class Work:
    """An answer that is locked for a change, who changes it, and when."""

    answer: Answer
    actor: Actor
    now: datetime

    def keep(self, number: int, words: Wording) -> Version:
        """
        Keep what the answer says as its next version.

        :raises Refused: when it is not whole or too long for a message, repeats the claim in its
            title or names somebody
        """
        is_correction = self.answer.released_id is not None
        claim = self.answer.rumour.claim if self.answer.rumour else ""
        may_be_worded(
            words,
            title_repeats_claim=queries.repeats_claim(words.title, claim),
            is_correction=is_correction,
        ).or_refuse()
        queries.may_be_sent(words, is_correction=is_correction).or_refuse()
        for where, text in words.told.items():
            may_name_nobody(where, queries.personal_kinds(text)).or_refuse()
        return Version.objects.create(
            answer=self.answer,
            number=number,
            **asdict(words),
            search_key=queries.search_key(words, claim),
            written_by=self.actor.name,
            written_by_user_id=self.actor.user_id,
            written_at=self.now,
        )

    def note(self, deed: str, **detail: object) -> None:
        """Leave the entry in the ledger; the last thing that an action does."""
        record(
            verb=f"response.answer.{deed}",
            subject=self.answer,
            actor=self.actor,
            now=self.now,
            area_code=self.answer.area_id,
            detail=detail,
        )

"""What a message says in full, sealed where its row must not hold it. For actions alone."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Direction
from sejuk.foundation.custody.actions import forget_seal, reach_words, seal_words
from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.custody.rules import Forgetting, Forgotten, Part, Purpose, SealedKind
from sejuk.foundation.ledger.actions import subject_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole of a message, who deals with it, and when."""

    message: Message
    actor: Actor
    now: datetime

    def seal(self, text: str) -> None:
        """Seal the whole; what we write ourselves is for the gateway alone."""
        is_ours = self.message.direction == Direction.OUT
        self.message.unredacted = seal_words(
            kind=SealedKind.OUTGOING if is_ours else SealedKind.WHOLE,
            words={Part.TEXT: text},
            about=subject_of(self.message),
            # Whoever asks to be forgotten is forgotten with all that he wrote, and we to him.
            sender=self.message.conversation.fingerprint,
            area_code=self.message.area_id or "",
            actor=self.actor,
            now=self.now,
        )
        self.message.save(update_fields=["unredacted"])

    def keep_still(self) -> None:
        """Keep others from changing address and words: who hands over opens both."""
        if self.message.unredacted is not None:
            keep_still([self.message.conversation.seal, self.message.unredacted])

    def text(self) -> str:
        """
        Return what goes out.

        :raises NotYours: when there is no such seal.
        :raises Refused: when it was forgotten, or the key file is away.
        """
        if self.message.unredacted is None:
            return self.message.text
        words = reach_words(
            seal_id=self.message.unredacted,
            purpose=Purpose(self.message.purpose),
            actor=self.actor,
            now=self.now,
        )
        if not words:
            raise Forgotten
        return words

    def forget(self) -> None:
        """Forget what is sealed of a message that has arrived."""
        if self.message.unredacted is None:
            return
        with suppress(Forgotten, NotYours):
            forget_seal(
                seal_id=self.message.unredacted,
                why=Forgetting.RETENTION,
                actor=self.actor,
                now=self.now,
            )

"""One turn of a conversation: what somebody wrote, where the talk stands, what we say."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from sejuk.act.response import queries
from sejuk.act.response.actions.sending import note_asked
from sejuk.act.response.models import Answer, Sending
from sejuk.act.response.rules import (
    CONVERSATION_KEY,
    RECEIPT_DIGITS,
    SHORTEST_TELLING,
    SendingKind,
    Understood,
    Wish,
    answer_in,
    is_nearly_receipt,
    may_hide_receipt,
    receipt_in,
    understood,
)
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.foundation.custody.actions import reach_words
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.actions import subject_of
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as receipts
from sejuk.sense.signals.rules import NOTICE_CHANNELS, Form, Kind, NewSignal

if TYPE_CHECKING:
    from sejuk.foundation.channels.models import Conversation, Message

# Where a talk stands.
TELLING, PLACING, CHOOSING, DECIDING = "telling", "placing", "choosing", "deciding"
# Chosen: who could not say twice where it was is asked no third time.
MOST_TRIES = 2
# Chosen: as on the page for receipts.
MOST_WRONG = 10
REMEMBERS = timedelta(hours=12)
GROUP = 4


@dataclass
class Talk:
    """A message within its conversation; `step` and `told` are what is remembered afterwards."""

    conversation: "Conversation"
    message: "Message"
    actor: Actor
    now: datetime
    wish: Wish = Wish.MENU
    step: str = ""
    told: dict[str, object] = field(default_factory=dict)

    def reply(self) -> str:
        """Return what we say, and remember where the talk stands then."""
        before, known = self._remembered()
        if not self.message.is_text:
            self.wish, self.step, self.told = Wish.NOT_TEXT, before, known
            return gettext("We can read text only. Please write what happened, and in which"
                           " village. Emergency: 110.")  # fmt: skip
        said = understood(self.message.text)
        self.wish = said.wish
        if said.wish is Wish.STATUS or self._is_receipt_hidden():
            return self._status(known)
        return self._asked(before, known, said)

    def _asked(self, step: str, known: dict[str, object], said: Understood) -> str:
        match said.wish:
            case Wish.CHECK:
                return self._check(said.words)
            case Wish.REPORT:
                return self._report(said.words, said.place)
            case Wish.ANSWER:
                return self._answer(known)
            case Wish.STOP:
                return self._stop()
            case _:
                return self._in_between(step, known, said)

    def _remembered(self) -> tuple[str, dict[str, object]]:
        """Return where the talk stood; what is half a day old is forgotten."""
        told = dict(self.conversation.told)
        at = str(told.get("at", ""))
        if not at or datetime.fromisoformat(at) < self.now - REMEMBERS:
            return "", {}
        return self.conversation.step, told

    def _go_on(self, step: str, **told: object) -> None:
        self.step = step
        self.told = told | {"at": self.now.isoformat()}

    def _in_between(self, step: str, known: dict[str, object], said: Understood) -> str:
        text = self.message.text.strip()
        match step:
            case "telling" if said.wish is not Wish.MENU:
                return self._report(text, "")
            case "placing":
                return self._place(str(known.get("text", "")), text, known)
            case "choosing":
                return self._choose(known, said)
            case "deciding" if said.wish is Wish.CHOICE:
                return self._decide(str(known.get("text", "")), said.words)
        if said.wish is Wish.TOLD:
            self._go_on(DECIDING, text=text)
            return gettext("Reply 1 to report this, 2 to check whether it is true.")
        self.wish = Wish.MENU
        return self._menu()

    def _menu(self) -> str:
        return gettext(
            "Sejuk, police of the district. LAPOR village # what happened. STATUS receipt. CEK"
            " what you heard. Emergency: 110. Nobody learns who you are."
        )

    # Reports

    def _report(self, text: str, place: str) -> str:
        self.wish = Wish.REPORT
        if len(text) < SHORTEST_TELLING:
            self._go_on(TELLING)
            return gettext("Write what happened and in which village. Example: LAPOR Ujanmas #"
                           " bridge damaged since this morning")  # fmt: skip
        codes = queries.meant_areas(place or text, named=bool(place))
        return self._with_areas(text, codes, tries=0)

    def _with_areas(self, text: str, codes: tuple[str, ...], *, tries: int) -> str:
        if len(codes) == 1:
            return self._received(text, codes[0])
        if not codes and tries >= MOST_TRIES:
            return self._received(text, operations.shared_area())
        if not codes:
            self._go_on(PLACING, text=text, tries=tries + 1)
            return gettext("In which village was it? Write its name and the kecamatan.")
        labels = queries.labels_of(codes)
        self._go_on(CHOOSING, text=text, codes=list(codes), tries=tries + 1)
        offered = " ".join(
            f"{number}. {labels.get(code, code)}" for number, code in enumerate(codes, start=1)
        )
        return gettext("Which one? %(offered)s. Reply the number.") % {"offered": offered}

    def _place(self, text: str, words: str, known: dict[str, object]) -> str:
        self.wish = Wish.REPORT
        codes = queries.meant_areas(words, named=True)
        return self._with_areas(text, codes, tries=_number(known.get("tries")))

    def _choose(self, known: dict[str, object], said: Understood) -> str:
        self.wish = Wish.REPORT
        codes = [str(code) for code in known.get("codes", ())]  # type: ignore[attr-defined]  # as _with_areas kept it
        chosen = int(said.words) - 1 if said.wish is Wish.CHOICE else -1
        if 0 <= chosen < len(codes):
            return self._received(str(known.get("text", "")), codes[chosen])
        return self._place(str(known.get("text", "")), self.message.text, known)

    def _received(self, text: str, area_code: str) -> str:
        digits = f"{secrets.randbelow(10**RECEIPT_DIGITS):0{RECEIPT_DIGITS}}"
        new = NewSignal(
            form=Form.REPORT,
            kind=Kind.OTHER,
            channel=Channel(self.conversation.channel),
            text=text,
            area_code=area_code,
            heard_at=self.now,
            created_by="resident",
            source_key=f"{CONVERSATION_KEY}{self.conversation.pk}",
            idempotency_key=f"message:{self.message.pk}",
        )
        try:
            arrival = signals.receive_once(
                new=new, receipt_digits=digits, actor=Actor.resident(), now=self.now
            )
        except Refused as refused:
            return explained(refused)
        rumour = queries.rumour_asked_about(text)
        if rumour is not None:
            self._note_asked(rumour_id=rumour)
        grouped = " ".join(digits[at : at + GROUP] for at in range(0, RECEIPT_DIGITS, GROUP))
        label = queries.labels_of((area_code,)).get(area_code, area_code)
        said = {"area": label, "receipt": grouped}
        if not self._is_told(arrival.signal.pk):
            return gettext("Received, %(area)s. Receipt %(receipt)s. Ask with STATUS and this"
                           " number. Emergency: 110.") % said  # fmt: skip
        return gettext("Received, %(area)s. Receipt %(receipt)s. Ask: STATUS and this number. News"
                       " comes here; no more: BERHENTI. Emergency: 110.") % said  # fmt: skip

    def _is_told(self, signal_id: int) -> bool:
        """Let him hear of news where he reported; tell whether news can come there."""
        channel = Channel(self.conversation.channel)
        if channel not in NOTICE_CHANNELS:
            return False
        signals.tell_in_conversation(
            signal_id=signal_id,
            conversation_id=self.conversation.pk,
            channel=channel,
            language=get_language() or "id",
            actor=Actor.resident(),
            now=self.now,
        )
        return True

    # Receipts

    def _is_receipt_hidden(self) -> bool:
        """Tell whether he asked by a receipt, and it or a part of it was taken out."""
        # What somebody typed in brackets himself hides nothing.
        if self.message.unredacted is None or not may_hide_receipt(self.message.text):
            return False
        return understood(self._whole).wish is Wish.STATUS or is_nearly_receipt(self._whole)

    def _status(self, known: dict[str, object]) -> str:
        self.wish = Wish.STATUS
        wrong = _number(known.get("wrong"))
        if wrong >= MOST_WRONG:
            return self._refuse_guesses(wrong)
        digits = receipt_in(self.message.text) or receipt_in(self._whole)
        found = receipts.receipt_status(digits) if digits else None
        if found is None:
            self._go_on("", wrong=wrong + 1)
            return gettext("We know no report with this number. It has 16 digits. Example: STATUS"
                           " 4821 7736 5001 9254")  # fmt: skip
        words = [f"{found.heading}. {found.meaning}"]
        if late := found.late_words_at(self.now):
            words.append(late)
        elif found.next_step_by is not None:
            by = date_format(localtime(found.next_step_by), "j M H.i")
            words.append(gettext("Next step by %(day)s.") % {"day": by})
        return " ".join([*words, *self._what_waits(digits)])

    def _refuse_guesses(self, wrong: int) -> str:
        self._go_on("", wrong=wrong)
        return gettext("Too many wrong numbers. Please try again tomorrow, or call 110.")

    def _what_waits(self, digits: str) -> Iterator[str]:
        """Tell that we wrote to him, never what: a telephone lies open on many a table."""
        signal_id = receipts.signal_of_receipt(digits)
        if signal_id and receipts.unseen_entries(signal_id, Direction.OUT).exists():
            yield gettext(
                "We wrote to you: read it with your receipt at %(address)s. To answer here, write"
                " JAWAB, the number, # and your words."
            ) % {"address": receipts.where_to_look()}

    def _answer(self, known: dict[str, object]) -> str:
        """Take down under his receipt what he answers; it proves here what it does on the page."""
        wrong = _number(known.get("wrong"))
        if wrong >= MOST_WRONG:
            return self._refuse_guesses(wrong)
        digits, text = answer_in(self._whole or self.message.text)
        if not digits or receipts.signal_of_receipt(digits) is None:
            self._go_on("", wrong=wrong + 1)
            return gettext("We know no report with this number. Write: JAWAB 4821 7736 5001 9254 #"
                           " your answer")  # fmt: skip
        try:
            signals.write_by_receipt(
                receipt_digits=digits,
                text=text,
                form_key=f"message:{self.message.pk}",
                actor=Actor.resident(),
                now=self.now,
            )
        except Refused as refused:
            return explained(refused)
        return gettext("Your answer has come in. We read it. Emergency: 110.")

    @cached_property
    def _whole(self) -> str:
        """Return what was written, with what looked like the number of an identity card."""
        if self.message.unredacted is None:
            return ""
        try:
            return reach_words(
                seal_id=self.message.unredacted,
                purpose=Purpose.REPLY,
                actor=self.actor,
                now=self.now,
            )
        except NotYours:
            # Forgotten at his own request meanwhile.
            return ""

    def _stop(self) -> str:
        """Send him no more of his reports and of answers; what he asks is answered still."""
        count = signals.end_notices_to(
            conversation_id=self.conversation.pk, actor=self.actor, now=self.now
        )
        if not count:
            return gettext("You get no more messages from us, until you ask or report again.")
        return gettext("We send you no more notices. With your receipt you still find answers.")

    # Rumours

    def _decide(self, text: str, choice: str) -> str:
        if choice == "1":
            return self._report(text, "")
        return self._check(text) if choice == "2" else self._menu()

    def _check(self, words: str) -> str:
        self.wish = Wish.CHECK
        if not words.strip():
            return gettext("Write CEK and what you have heard. Example: CEK voting postponed")
        answer = queries.best_answer(words)
        if answer is not None:
            return self._told_answer(answer)
        rumour = queries.rumour_asked_about(words)
        if rumour is not None:
            self._note_asked(rumour_id=rumour)
            return gettext("We are asking who must know. You will hear from us here. Please do"
                           " not pass it on yet.")  # fmt: skip
        self._go_on(DECIDING, text=words)
        return gettext("We have not heard this yet. Reply 1 to report it, and we look into it.")

    def _told_answer(self, answer: Answer) -> str:
        """Send the answer as one that its correction will follow; nothing more is to be said."""
        version = answer.released
        assert version is not None  # noqa: S101 - only what is out is found
        self._note_asked(answer_id=answer.pk)
        channel = Channel(self.conversation.channel)
        message = channels.send_message(
            conversation_id=self.conversation.pk,
            text=queries.words_for(version, SendingKind.ANSWER, channel, is_new=True),
            purpose=Purpose.ANSWER,
            about=subject_of(answer),
            area_code=answer.area_id,
            actor=self.actor,
            now=self.now,
        )
        waiting = queries.sent_before(answer, self.conversation.pk)
        if waiting.exists():
            waiting.filter(message__isnull=True).update(message=message, dropped_at=None)
        else:
            Sending.objects.create(
                version=version,
                conversation=self.conversation,
                kind=SendingKind.ANSWER.value,
                message=message,
                made_at=self.now,
            )
        return ""

    def _note_asked(self, *, rumour_id: int | None = None, answer_id: int | None = None) -> None:
        note_asked(
            conversation_id=self.conversation.pk,
            rumour_id=rumour_id,
            answer_id=answer_id,
            actor=self.actor,
            now=self.now,
        )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0

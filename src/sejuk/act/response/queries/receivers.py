"""Who asked, whom an answer reached, and what is still to be sent."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from sejuk.act.response.models import Answer, Asked, Reply, Sending, Version
from sejuk.act.response.queries.reading import searched_answers
from sejuk.act.response.rules import (
    CONVERSATION_KEY,
    AnswerState,
    SendingKind,
    Wish,
    best_of,
    understood,
)
from sejuk.assess.rumours import queries as rumours
from sejuk.engines import triage
from sejuk.sense.signals import queries as signals

# Chosen: what one job sends or tells before it hands on; a broadcast of 200 takes some seconds.
MOST_AT_ONCE = 500
# As a reply keeps it: somebody wrote that he wants no more.
STOP = "stop"
# Chosen: who reported looks at his receipt for two months, as long as the operation answers.
TOLD_FOR = timedelta(days=60)
# Chosen: an answer that comes later than two weeks after the question surprises who asked; and as
# many questions as a district asks in them, the newest of a flood.
ASKED_WITHIN, MOST_ASKED = timedelta(days=14), 5_000


def who_asked(answer: Answer) -> set[int]:
    """
    Return the conversations in which somebody asked about a rumour, or reported it.

    Also who asked in his own words before anybody wrote the rumour down.
    """
    about = Q(answer=answer)
    if answer.rumour_id is not None:
        numbers = [answer.rumour_id, *rumours.merged_into(answer.rumour_id)]
        # Also who asked when another answer to it was out, which was withdrawn since.
        about |= Q(rumour_id__in=numbers) | Q(answer__rumour_id__in=numbers)
    asked = Asked.objects.filter(about).values_list("conversation_id", flat=True)
    return set(asked) | _who_reported(answer) | _who_asked_in_words(answer)


def _who_asked_in_words(answer: Answer) -> set[int]:
    """Return in which conversations a question was asked that this answer fits best of all."""
    version = answer.released
    if version is None or version.released_at is None:
        return set()
    asked = Reply.objects.filter(
        wish=Wish.CHECK, at__gt=version.released_at - ASKED_WITHIN, at__lte=version.released_at
    ).order_by("-id")
    rows = asked.values_list("message__text", "message__conversation_id")[:MOST_ASKED]
    by_text: dict[str, set[int]] = defaultdict(set)
    for text, conversation in rows:
        by_text[triage.folded(understood(text).words)].add(conversation)
    fitting = [text for text in by_text if best_of(text, [(0, version.search_key)], most=1)]
    known = searched_answers() if fitting else []
    best = (text for text in fitting if best_of(text, known, most=1) == [answer.pk])
    return {number for text in best for number in by_text[text]}


def _who_reported(answer: Answer) -> set[int]:
    """Return the conversations whose reports somebody linked to the rumour of an answer."""
    if answer.rumour is None:
        return set()
    keys = rumours.sightings_of(answer.rumour).values_list("signal__source_key", flat=True)
    return {
        int(key.removeprefix(CONVERSATION_KEY))
        for key in keys
        if key and key.startswith(CONVERSATION_KEY)
    }


def whom_it_reached(answer: Answer) -> set[int]:
    """Return the conversations into which any version of an answer was sent."""
    rows = Sending.objects.filter(version__answer=answer, message__isnull=False)
    return set(rows.values_list("conversation_id", flat=True))


def who_waits(answer: Answer) -> set[int]:
    """Return the conversations for which a version was meant that has not gone yet."""
    rows = Sending.objects.filter(
        version__answer=answer, message__isnull=True, dropped_at__isnull=True
    )
    return set(rows.values_list("conversation_id", flat=True))


def waiting_sendings() -> list[int]:
    """Return what is still to be sent, oldest first, as much as one job takes."""
    rows = Sending.objects.filter(message__isnull=True, dropped_at__isnull=True)
    return list(rows.order_by("id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def was_told(answer: Answer, conversation_id: int) -> bool:
    """Test whether an earlier version of an answer was sent into a conversation."""
    return Sending.objects.filter(
        version__answer=answer,
        conversation_id=conversation_id,
        kind=SendingKind.ANSWER,
        message__isnull=False,
    ).exists()


def is_out(version: Version) -> bool:
    """Test whether a version is the one that is out."""
    return Answer.objects.filter(pk=version.answer_id, released=version).exists()


def who_stopped(conversations: Collection[int]) -> set[int]:
    """Return in which of these conversations somebody asked for no more, and nothing since."""
    rows = Reply.objects.filter(
        message__conversation_id__in=conversations, wish__in=[STOP, Wish.CHECK, Wish.REPORT]
    )
    last = rows.order_by("message__conversation_id", "-message_id").distinct(
        "message__conversation_id"
    )
    found = last.values_list("message__conversation_id", "wish")
    return {number for number, wish in found if wish == STOP}


@dataclass(frozen=True, slots=True)
class Untold:
    """A report whose receipt does not tell yet what was answered, or that it was withdrawn."""

    signal_id: int
    answer_id: int
    version_id: int
    is_withdrawn: bool
    # By which the conversation is known in which it was told, if it was.
    source_key: str = ""

    @property
    def mark(self) -> str:
        return f"{self.version_id}{'-' if self.is_withdrawn else ''}"

    @property
    def key(self) -> str:
        return signals.announcement_key(self.signal_id, self.answer_id, self.mark)


def gets_it_himself(untold: Untold) -> bool:
    """Test whether who reported gets what was answered in the conversation where he reported."""
    if not untold.source_key.startswith(CONVERSATION_KEY):
        return False
    return Sending.objects.filter(
        version_id=untold.version_id,
        conversation_id=int(untold.source_key.removeprefix(CONVERSATION_KEY)),
        kind=SendingKind.WITHDRAWAL if untold.is_withdrawn else SendingKind.ANSWER,
        dropped_at__isnull=True,
    ).exists()


@dataclass(frozen=True, slots=True)
class ToTell:
    """An answer of which some receipt may not tell yet."""

    answer_id: int
    # What all receipts were told of, once none is left.
    told_of: str


def answers_to_tell(now: datetime) -> list[ToTell]:
    """
    Return the answers that changed, or whose rumours did, since all receipts were told. One query.

    A rumour counts its steps, and whatever it hears, gains by a merge or loses is one: of what was
    told before, no row is read again.
    """
    rows = Answer.objects.filter(
        operation__is_current=True, rumour__isnull=False, released__released_at__gt=now - TOLD_FOR
    ).values_list("pk", "released_id", "state", "rumour__steps_taken", "all_told_of")
    found = [
        (ToTell(pk, f"{version_id} {state} {steps}"), before)
        for pk, version_id, state, steps, before in rows.order_by("pk")
    ]
    return [one for one, before in found if one.told_of != before]


def untold_reports(answers: Collection[ToTell]) -> list[Untold]:
    """
    Return the reports by receipt of rumours whose answer they do not tell yet. Two queries.

    Also those that were linked after the answer was out.
    """
    report = "rumour__sightings__signal"
    rows = Answer.objects.filter(
        pk__in=[one.answer_id for one in answers],
        rumour__sightings__withdrawn_at__isnull=True,
        rumour__sightings__signal__receipt__isnull=False,
    ).values_list(f"{report}_id", "pk", "released_id", "state", f"{report}__source_key")
    found = [
        Untold(signal_id, answer_id, version_id, state == AnswerState.WITHDRAWN, source_key or "")
        for signal_id, answer_id, version_id, state, source_key in rows.order_by("pk")
    ]
    before = [one.key.replace(one.mark, str(one.version_id)) for one in found]
    known = signals.announced({one.key for one in found} | set(before))
    return [
        one
        for one, answered in zip(found, before, strict=True)
        # Of a withdrawal hears who had the answer.
        if one.key not in known and (not one.is_withdrawn or answered in known)
    ]

"""Who asked, whom an answer reached, and what is still to be sent."""

from sejuk.act.response.models import Answer, Asked, Sending, Version
from sejuk.act.response.rules import CONVERSATION_KEY, SendingKind
from sejuk.assess.rumours import queries as rumours

# Chosen: what one job sends before it hands on; a broadcast of 200 takes some seconds.
MOST_AT_ONCE = 500


def who_asked(answer: Answer) -> set[int]:
    """Return the conversations in which somebody asked about a rumour, or reported it."""
    asked = set(Asked.objects.filter(answer=answer).values_list("conversation_id", flat=True))
    if answer.rumour_id is not None:
        numbers = rumours.merged_into(answer.rumour_id)
        rows = Asked.objects.filter(rumour_id__in=[answer.rumour_id, *numbers])
        asked |= set(rows.values_list("conversation_id", flat=True))
    return asked | _who_reported(answer)


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

"""What a conversation asks for: which area is meant, what is known of a rumour."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from sejuk.act.response.models import Answer, Reply, Sending
from sejuk.act.response.queries.reading import MOST_COMPARED, found_answers
from sejuk.act.response.rules import SendingKind, best_of
from sejuk.assess.rumours import queries as rumours
from sejuk.assess.rumours.rules import OPEN_STATES
from sejuk.engines import triage
from sejuk.foundation.channels import queries as messages
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places

# Chosen: what fits into one SMS as a numbered list.
MOST_OFFERED = 4
# Chosen: a job waits no longer than this for its turn, and what a day could not answer nobody waits
# for any more. More messages than that in a day are a flood, whose newest are taken up later.
SHOULD_BE_ANSWERED, LOOKS_BACK, MOST_LATE = timedelta(minutes=3), timedelta(days=1), 20_000
AS_GOOD_AS = (triage.Relation.SAME, triage.Relation.MAYBE)


def is_replied(message_id: int) -> bool:
    """Test whether a message that came in was answered before."""
    return Reply.objects.filter(message_id=message_id).exists()


def not_replied(now: datetime) -> list[int]:
    """Return the messages of the last day that should long have been answered. Two queries."""
    late = messages.received_between(now - LOOKS_BACK, now - SHOULD_BE_ANSWERED, most=MOST_LATE)
    replied = set(Reply.objects.filter(message_id__in=late).values_list("message_id", flat=True))
    return [number for number in late if number not in replied]


def meant_areas(words: str, *, named: bool) -> tuple[str, ...]:
    """
    Return the areas of the operation that words may mean: one is an answer, several a question.

    `named` says that the words are a place and nothing else.
    """
    scope = (operations.shared_area(),)
    if named and (found := places.area_named(words, scope, villages_only=False)):
        return tuple(one.code for one in found[:MOST_OFFERED])
    mentions = triage.located(words, _gazetteer(scope[0]))
    sure = [one for one in mentions if one.candidates]
    if not sure:
        return ()
    best = max(sure, key=lambda one: (one.candidates[0].code.count("."), one.candidates[0].score))
    codes = tuple(one.code for one in best.candidates[:MOST_OFFERED])
    return codes if best.is_ambiguous else codes[:1]


def _gazetteer(area_code: str) -> triage.Gazetteer:
    rows = places.areas_below(area_code).values_list("code", "name", "level", "parent_id")
    return triage.gazetteer_of(
        triage.AreaName(code, name, level, parent or "") for code, name, level, parent in rows
    )


def labels_of(codes: tuple[str, ...]) -> dict[str, str]:
    """Return what areas are called, with what tells them from their namesakes."""
    return places.area_labels(set(codes))


def best_answer(words: str) -> Answer | None:
    """Return the answer that fits best what somebody asks, if one does."""
    found = found_answers(words)
    return found[0] if found else None


def rumour_asked_about(words: str) -> int | None:
    """
    Return the open rumour that somebody asks about, if one tells the same. Two queries.

    Who tells it at length is compared as messages are; who asks in three words is found by them.
    """
    scope = (operations.shared_area(),)
    for one in rumours.similar_rumours(words, scope):
        if one.relation in AS_GOOD_AS and one.rumour.state in OPEN_STATES:
            return one.rumour.pk
    open_ones = rumours.rumours_in(scope).filter(state__in=[one.value for one in OPEN_STATES])
    rows = open_ones.order_by("-id").values_list("pk", "claim")[:MOST_COMPARED]
    claims = [(number, triage.folded(claim)) for number, claim in rows]
    return next(iter(best_of(triage.folded(words), claims, most=1)), None)


def sent_before(answer: Answer, conversation_id: int) -> QuerySet[Sending]:
    """Return the row that says that a conversation has the version that is out."""
    return Sending.objects.filter(
        version=answer.released, conversation_id=conversation_id, kind=SendingKind.ANSWER
    )

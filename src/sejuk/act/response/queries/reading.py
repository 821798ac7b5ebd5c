"""What pages show of answers: lists, one with all that was done, what residents find."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from sejuk.act.response.models import Answer, Approval, Sending, Version, Vote
from sejuk.act.response.queries.answers import Scope, answer_called, answers_in, standing_with
from sejuk.act.response.rules import AnswerState, Standing, best_of
from sejuk.assess.rumours.queries import rumours_in
from sejuk.assess.rumours.rules import RumourState
from sejuk.engines import triage
from sejuk.kit.decisions import NotYours

if TYPE_CHECKING:
    from sejuk.assess.rumours.models import Rumour

# Chosen: what stands on one page of a phone.
MOST_FOUND = 10
MOST_LATEST = 20
# Chosen: as many as the search compares; a district answers some hundreds in a campaign.
MOST_COMPARED = 2_000
# Chosen: each vote is an entry of the ledger, so that nobody can add any in silence. A district has
# never so many in a day; what is above it is a machine with many addresses, and fills no ledger.
MOST_VOTES_A_DAY = 5_000


def listed_answers(scope: Scope, *, state: str = "") -> QuerySet[Answer]:
    """Return the answers of a scope with how many versions each has, newest first."""
    found = answers_in(scope).annotate(version_count=Count("versions"))
    return found.filter(state=state) if state else found


def unanswered_rumours(scope: Scope, *, most: int = 20) -> "list[Rumour]":
    """Return the rumours that wait for an answer nobody has begun, the most urgent first."""
    begun = Answer.objects.filter(rumour=OuterRef("pk")).exclude(state=AnswerState.WITHDRAWN)
    waiting = rumours_in(scope).filter(~Q(Exists(begun)), state=RumourState.ANSWERING)
    return list(waiting.select_related("area").order_by(F("due_at").asc(nulls_last=True))[:most])


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an answer reached so far, and what they thought of it."""

    sent: int
    waiting: int
    # Not sent, since a channel takes no such message; why the last of them was not.
    refused: int
    refused_why: str | None
    helpful: int
    not_helpful: int


@dataclass(frozen=True, slots=True)
class Details:
    """One answer with its versions, newest first, the approvals of the newest, and its reach."""

    answer: Answer
    versions: tuple[Version, ...]
    approvals: tuple[Approval, ...]
    reach: Reach


def answer_details(answer_id: int, scope: Scope) -> Details:
    """
    Return one answer of a scope with all about it. Five queries.

    :raises NotYours: when there is none
    """
    answer = answer_called(answer_id, scope)
    approvals = Prefetch("approvals", Approval.objects.select_related("user").order_by("id"))
    versions = tuple(answer.versions.order_by("-number").prefetch_related(approvals))
    return Details(
        answer=answer,
        versions=versions,
        approvals=tuple(versions[0].approvals.all()),
        reach=reach_of(answer),
    )


def standing_from(details: Details) -> Standing:
    """Return how an answer stands that was read with all about it. No query."""
    approved_by = tuple(one.user_id for one in details.approvals)
    return standing_with(details.answer, details.versions[0], approved_by)


def reach_of(answer: Answer) -> Reach:
    """Return whom an answer reached. Two queries."""
    is_refused = Q(dropped_at__isnull=False) & ~Q(dropped_why="")
    sent = Sending.objects.filter(version__answer=answer).aggregate(
        sent=Count("pk", filter=Q(message__isnull=False)),
        waiting=Count("pk", filter=Q(message__isnull=True, dropped_at__isnull=True)),
        refused=Count("pk", filter=is_refused),
        refused_why=Max("dropped_why", filter=is_refused),
    )
    votes = Vote.objects.filter(version__answer=answer).aggregate(
        helpful=Count("pk", filter=Q(is_helpful=True)),
        not_helpful=Count("pk", filter=Q(is_helpful=False)),
    )
    return Reach(**sent, **votes)


def with_newest_title(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with the title of the newest version of each, released or not."""
    newest = Version.objects.filter(answer=OuterRef("pk")).order_by("-number")
    return answers.annotate(newest_title=Subquery(newest.values("title")[:1]))


def published_answers() -> QuerySet[Answer]:
    """Return what is out, the last released first."""
    return _public().order_by("-released__released_at", "-id")


def may_be_voted(now: datetime) -> bool:
    """Test whether votes are still counted today. One query."""
    today = timezone.localdate(now)
    return not Vote.objects.filter(on=today)[MOST_VOTES_A_DAY - 1 :].exists()


def latest_answers() -> list[Answer]:
    """Return what is out, the last released first."""
    return list(published_answers()[:MOST_LATEST])


def searched_answers() -> list[tuple[int, str]]:
    """Return what is out with the words by which it is found. One query."""
    rows = _public().order_by("-id").values_list("pk", "released__search_key")
    return list(rows[:MOST_COMPARED])


def found_answers(asked: str) -> list[Answer]:
    """Return what is out and fits what somebody typed, the best first. Two queries."""
    numbers = best_of(triage.folded(asked), searched_answers(), most=MOST_FOUND)
    by_number = {answer.pk: answer for answer in _public().filter(pk__in=numbers)}
    return [by_number[number] for number in numbers if number in by_number]


def public_answer(number: int) -> Answer:
    """
    Return an answer that is or was out, for everybody.

    :raises NotYours: when there is none
    """
    found = (
        Answer.objects.select_related("released", "rumour", "operation")
        .filter(pk=number, released__isnull=False)
        .first()
    )
    if found is None:
        raise NotYours(f"answer {number}")
    return found


def released_versions(answer: Answer) -> list[Version]:
    """Return the versions that were out, newest first."""
    return list(answer.versions.filter(released_at__isnull=False).order_by("-number"))


def changed_at(answer: Answer) -> datetime | None:
    """Return when what stands on the public page changed last."""
    if answer.withdrawn_at is not None:
        return answer.withdrawn_at
    return answer.released.released_at if answer.released else None


def _public() -> QuerySet[Answer]:
    out = Answer.objects.filter(state=AnswerState.RELEASED, operation__is_current=True)
    return out.select_related("released", "rumour")

"""Answers for programs: what is out, for everybody; how each stands, for who works on them."""

from datetime import datetime
from typing import Annotated

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status
from ninja.security import SessionAuth

from sejuk.act.response import queries, web
from sejuk.act.response.models import Answer, Version
from sejuk.act.response.rules import READERS, AnswerKind, AnswerState, LocalLanguage
from sejuk.assess.rumours.rules import Veracity
from sejuk.foundation.accounts.web import actor_of
from sejuk.kit.choices import N_
from sejuk.kit.sentences import ON_A_PAGE, Number, PageNumber, Sentence, Text, told, told_to_all

NOT_READ = N_("Your role does not read answers.")

router = Router(tags=["answers"])


class Words(Schema):
    """What an answer says beneath its title."""

    fact: str
    warning: str
    source: str
    reference: str
    advice: str
    local: str
    local_language: LocalLanguage | None
    local_other: str
    local_tag: str


class PublishedAnswer(Words):
    """What is out: the fact first, one warning, the source, what to do."""

    number: int
    url: str
    title: str
    veracity: Veracity | None
    released_at: datetime


class Published(Schema):
    """A page of what is out, the last released first, or what fits best first."""

    answers: list[PublishedAnswer]
    next: int | None


class Correction(Schema):
    """What an answer said before, and why it says something else now."""

    released_at: datetime
    title: str
    change: str


class ReadAnswer(PublishedAnswer):
    """An answer that is or was out, with its corrections and whether it was withdrawn."""

    claim: str
    first_released_at: datetime
    withdrawn_at: datetime | None
    corrections: list[Correction]


class ListedAnswer(Schema):
    """An answer as it stands at the desk."""

    id: int
    kind: AnswerKind
    state: AnswerState
    area_code: str
    rumour_id: int | None
    title: str
    released: int | None
    written_at: datetime


class Answers(Schema):
    """A page of the desk, newest first."""

    answers: list[ListedAnswer]
    count: int
    next: int | None


class WorkedAnswer(ListedAnswer, Words):
    """One answer with its newest words, how many approved them, and whom it reached."""

    newest: int
    approvals: int
    sent: int
    waiting: int
    helpful: int
    not_helpful: int


@router.get("/public/answers", auth=None, response={200: Published, **told_to_all()})
def list_published(
    request: HttpRequest, q: Annotated[Text, Field(max_length=200)] = "", page: PageNumber = 1
) -> Status[object]:
    """List what is out; with `q` what fits the words of somebody, typing errors and all."""
    if asked := q.strip():
        rows = queries.found_answers(asked) if page == 1 else []
        return Status(200, {"answers": [_published(request, one) for one in rows], "next": None})
    start = (page - 1) * ON_A_PAGE
    rows = list(queries.published_answers()[start : start + ON_A_PAGE + 1])
    shown = [_published(request, one) for one in rows[:ON_A_PAGE]]
    return Status(200, {"answers": shown, "next": page + 1 if len(rows) > ON_A_PAGE else None})


@router.get(
    "/public/answers/{number}",
    auth=None,
    response={200: ReadAnswer, **told_to_all(404)},
)
def read_published(request: HttpRequest, number: Number) -> Status[object]:
    """Read an answer that is or was out, with its corrections."""
    answer = queries.public_answer(number)
    page = web.public_page(answer)
    more = {
        "claim": page.claim,
        "first_released_at": page.first_released_at,
        "withdrawn_at": page.withdrawn_at,
        "corrections": [
            {"released_at": one.released_at, "title": one.title, "change": one.change}
            for one in page.corrections
        ],
    }
    return Status(200, _published(request, answer) | more)


@router.get("/answers", auth=SessionAuth(), response={200: Answers, **told()})
def list_answers(
    request: HttpRequest, state: AnswerState | None = None, page: PageNumber = 1
) -> Status[object]:
    """List the answers of one's areas and those that hold above them, newest first."""
    actor = actor_of(request).only(*READERS)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_READ)))
    found = queries.answers_in(actor.scope)
    if state is not None:
        found = found.filter(state=state)
    count = Paginator(found, ON_A_PAGE).count
    start = (page - 1) * ON_A_PAGE
    rows = queries.with_newest_title(found)[start : start + ON_A_PAGE]
    following = page + 1 if page * ON_A_PAGE < count else None
    shown = [_listed(answer, str(vars(answer)["newest_title"])) for answer in rows]
    return Status(200, {"answers": shown, "count": count, "next": following})


@router.get("/answers/{answer_id}", auth=SessionAuth(), response={200: WorkedAnswer, **told(404)})
def read_answer(request: HttpRequest, answer_id: Number) -> Status[object]:
    """Read one answer with its newest words and whom it reached. Nobody is named."""
    actor = actor_of(request).only(*READERS)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_READ)))
    details = queries.answer_details(answer_id, actor.scope)
    newest, reach = details.versions[0], details.reach
    more = {
        "newest": newest.number,
        "approvals": len(details.approvals),
        "sent": reach.sent,
        "waiting": reach.waiting,
        "helpful": reach.helpful,
        "not_helpful": reach.not_helpful,
    }
    return Status(200, _listed(details.answer, newest.title) | _words(newest) | more)


def _words(version: Version) -> dict[str, object]:
    return {
        "title": version.title,
        "fact": version.fact,
        "warning": version.warning,
        "source": version.source,
        "reference": version.reference,
        "advice": version.advice,
        "local": version.local,
        "local_language": version.local_language or None,
        "local_other": version.local_other,
        "local_tag": web.tag_of(queries.wording_of(version)),
    }


def _published(request: HttpRequest, answer: Answer) -> dict[str, object]:
    version = answer.released
    assert version is not None  # noqa: S101 - as the query asks for
    address = reverse("response:public", args=[answer.pk])
    return _words(version) | {
        "number": answer.pk,
        "url": request.build_absolute_uri(address),
        "veracity": answer.rumour.veracity if answer.rumour else None,
        "released_at": version.released_at,
    }


def _listed(answer: Answer, title: str) -> dict[str, object]:
    return {
        "id": answer.pk,
        "kind": answer.kind,
        "state": answer.state,
        "area_code": answer.area_id,
        "rumour_id": answer.rumour_id,
        "title": title,
        "released": answer.released.number if answer.released else None,
        "written_at": answer.written_at,
    }

"""Rumours for programs: list and read them, and say where one was heard. Never a person."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Field, Header, Query, Router, Schema, Status
from ninja.security import SessionAuth
from pydantic import AfterValidator, AwareDatetime

from sejuk.assess.rumours import actions, queries
from sejuk.assess.rumours.actions import Heard
from sejuk.assess.rumours.models import Check, Rumour, Sighting
from sejuk.assess.rumours.queries import Details, Filter, Shown
from sejuk.assess.rumours.rules import (
    LONGEST_WORDS,
    OWING_STATES,
    READERS,
    TELLERS,
    Authority,
    HeardAt,
    RumourState,
    Veracity,
)
from sejuk.foundation.accounts.web import actor_of
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.days import is_known
from sejuk.kit.sentences import ON_A_PAGE, Number, PageNumber, Sentence, Text, told
from sejuk.sense.signals.rules import LONGEST_KEY

NOT_READ = N_("Your role does not read rumours.")
NOT_TOLD = N_("Your role does not write down where rumours are heard.")
ANOTHER = N_("Something else was sent under this key before.")

router = Router(tags=["rumours"], auth=SessionAuth())


def _an_area(code: str) -> str:
    if not AREA_CODE.fullmatch(code):
        raise ValueError("no code of an area, such as 16.01.08.2018")
    return code


def _known(moment: datetime) -> datetime:
    if not is_known(moment):
        raise ValueError("no day that Sejuk knows")
    return moment


AreaCode = Annotated[str, Field(max_length=13), AfterValidator(_an_area)]
Moment = Annotated[AwareDatetime, AfterValidator(_known)]


class Asked(Schema):
    """Which rumours are wanted; the open ones unless something else is said."""

    shown: Shown = Shown.OPEN
    veracity: Veracity | None = None
    area_code: AreaCode | None = None
    mine: bool = False
    overdue: bool = False
    q: Annotated[Text, Field(max_length=200)] = ""
    page: PageNumber = 1


class ListedRumour(Schema):
    """A rumour with where it began, how often it was heard, and what is owed until when."""

    id: int
    claim: str
    content_type: str
    state: RumourState
    veracity: Veracity
    priority: str
    area_code: str
    area: str
    told: int
    places: int
    first_heard: datetime | None
    last_heard: datetime | None
    with_role: Role | None
    due_at: datetime | None
    is_overdue: bool


class Rumours(Schema):
    """A page of rumours; `next` is the page after it, if there is one."""

    rumours: list[ListedRumour]
    count: int
    next: int | None


class AuthorityAsked(Schema):
    """Which office was asked what, and what it answered."""

    authority: Authority
    office: str
    question: str
    asked_at: datetime
    answer: str
    reference: str


class ReadRumour(ListedRumour):
    """A rumour with who was asked, and how it was resolved on whose word."""

    checks: list[AuthorityAsked]
    resolution: str
    authority: Authority | None
    office: str
    reference: str
    closed_at: datetime | None
    merged_into: int | None
    split_from: int | None


class ListedSighting(Schema):
    """That it was heard: when, where, on which way it reached us."""

    id: int
    area_code: str
    area: str
    heard_at: datetime
    place: HeardAt
    channel: Channel
    words: str
    is_first: bool


class Sightings(Schema):
    """A page of sightings, oldest first; `elsewhere` are those outside the reader's areas."""

    sightings: list[ListedSighting]
    count: int
    elsewhere: int
    next: int | None


class NewSighting(Schema):
    """Where and when a rumour was heard, and whose word it is by function, never by name."""

    area_code: AreaCode
    heard_at: Moment | None = None
    place: HeardAt = HeardAt.UNKNOWN
    told_by: Annotated[Text, Field(min_length=1, max_length=150)] = "resident"
    words: Annotated[Text, Field(max_length=LONGEST_WORDS)] = ""


class KeptSighting(Schema):
    """The number under which a sighting is kept."""

    id: int


Key = Annotated[Text, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)]


@router.get("/rumours", response={200: Rumours, **told()})
def list_rumours(request: HttpRequest, asked: Query[Asked]) -> Status[object]:
    """List rumours that begin or were heard in one's areas, as the board orders them."""
    actor, now = actor_of(request).only(*READERS), now_of(request)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_READ)))
    found = queries.listed_rumours(
        actor,
        Filter(
            shown=asked.shown,
            veracity=asked.veracity,
            area_code=asked.area_code or "",
            is_mine=asked.mine,
            is_overdue=asked.overdue,
            words=asked.q.strip(),
        ),
        now=now,
    )
    pages = Paginator(found, ON_A_PAGE)
    start = (asked.page - 1) * ON_A_PAGE
    rows = [_listed(rumour, now) for rumour in found[start : start + ON_A_PAGE]]
    return Status(
        200, {"rumours": rows, "count": pages.count, "next": _next(asked.page, pages.count)}
    )


@router.get("/rumours/{rumour_id}", response={200: ReadRumour, **told(404)})
def read_rumour(request: HttpRequest, rumour_id: Number) -> Status[object]:
    """Read one rumour with who was asked about it, and how it was resolved."""
    actor = actor_of(request).only(*READERS)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_READ)))
    rumour = queries.described_rumour(rumour_id, actor.scope)
    checks = [_asked(check) for check in rumour.checks.order_by("asked_at", "pk")]
    more = {
        "checks": checks,
        "resolution": rumour.resolution,
        "authority": rumour.authority or None,
        "office": rumour.authority_name,
        "reference": rumour.reference,
        "closed_at": rumour.closed_at,
        "merged_into": rumour.merged_into_id,
        "split_from": rumour.split_from_id,
    }
    return Status(200, _listed(rumour, now_of(request)) | more)


@router.get("/rumours/{rumour_id}/sightings", response={200: Sightings, **told(404)})
def list_sightings(request: HttpRequest, rumour_id: Number, page: PageNumber = 1) -> Status[object]:
    """List where and when a rumour was heard, in one's own areas."""
    actor = actor_of(request).only(*READERS)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_READ)))
    details = queries.rumour_details(actor, rumour_id)
    start = (page - 1) * ON_A_PAGE
    return Status(
        200,
        {
            "sightings": _told(details)[start : start + ON_A_PAGE],
            "count": len(details.sightings),
            "elsewhere": details.hidden_sightings,
            "next": _next(page, len(details.sightings)),
        },
    )


@router.post(
    "/rumours/{rumour_id}/sightings",
    response={200: KeptSighting, 201: KeptSighting, **told(404, 409, 413)},
)
def report_sighting(
    request: HttpRequest, rumour_id: Number, key: Key, sent: NewSighting
) -> Status[object]:
    """Write down that a rumour was heard; sent again under the same key it counts once."""
    actor, now = actor_of(request).only(*TELLERS), now_of(request)
    if not actor.grants:
        return Status(403, Sentence(detail=gettext(NOT_TOLD)))
    own_key = _own_key(actor, rumour_id, key)
    before = queries.sighting_keyed(own_key)
    if before is None:
        heard = _heard(sent, own_key, now)
        actions.add_sightings(rumour_id=rumour_id, heard=[heard], actor=actor, now=now)
    kept = before or queries.sighting_keyed(own_key)
    assert kept is not None  # noqa: S101 - it was just kept
    if not _says_the_same(kept, sent):
        return Status(409, Sentence(detail=gettext(ANOTHER), where="Idempotency-Key"))
    return Status(200 if before else 201, KeptSighting(id=kept.pk))


def _own_key(actor: Actor, rumour_id: int, key: str) -> str:
    named = "\n".join((actor.identity, str(rumour_id), key))
    return f"api:{sha256(named.encode()).hexdigest()}"


def _heard(sent: NewSighting, key: str, now: datetime) -> Heard:
    return Heard(
        place=sent.place,
        words=sent.words,
        area_code=sent.area_code,
        heard_at=sent.heard_at or now,
        channel=Channel.API,
        told_by=sent.told_by,
        key=key,
    )


def _says_the_same(kept: Sighting, sent: NewSighting) -> bool:
    return (
        (kept.area_id, kept.place, kept.words) == (sent.area_code, sent.place, sent.words.strip())
        and sent.heard_at in (None, kept.heard_at)
    )  # fmt: skip


def _next(page: int, count: int) -> int | None:
    return page + 1 if page * ON_A_PAGE < count else None


def _listed(rumour: Rumour, now: datetime) -> dict[str, object]:
    counted = vars(rumour)
    is_owing = rumour.state in OWING_STATES
    within = rumour.area.parent.name if rumour.area.parent else ""
    return {
        "id": rumour.pk,
        "claim": rumour.claim,
        "content_type": rumour.content_type,
        "state": rumour.state,
        "veracity": rumour.veracity,
        "priority": rumour.priority,
        "area_code": rumour.area_id,
        "area": f"{rumour.area.name}, {within}" if within else rumour.area.name,
        "told": counted["told"],
        "places": counted["village_count"],
        "first_heard": counted["first_heard"],
        "last_heard": counted["last_heard"],
        "with_role": rumour.with_role if is_owing else None,
        "due_at": rumour.due_at if is_owing else None,
        "is_overdue": is_owing and rumour.due_at is not None and rumour.due_at <= now,
    }


def _asked(check: Check) -> dict[str, object]:
    return {
        "authority": check.authority,
        "office": check.authority_name,
        "question": check.question,
        "asked_at": check.asked_at,
        "answer": check.answer,
        "reference": check.reference,
    }


def _told(details: Details) -> list[dict[str, object]]:
    return [
        {
            "id": one.row.pk,
            "area_code": one.row.area_id,
            "area": one.row.area.name,
            "heard_at": one.row.heard_at,
            "place": one.row.place,
            "channel": one.row.channel,
            "words": one.row.words,
            "is_first": one.is_first,
        }
        for one in details.sightings
    ]

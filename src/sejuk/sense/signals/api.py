"""Signals for programs: post one, list what the inbox shows."""

from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Router, Schema, Status
from ninja.security import HttpBearer, SessionAuth
from pydantic import AfterValidator, AwareDatetime

from sejuk.foundation.accounts.web import actor_of
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.days import FIRST_DAY, LAST_DAY, is_known
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained
from sejuk.kit.sentences import Sentence, Text, told, told_to_all
from sejuk.sense.signals import actions, forms, queries
from sejuk.sense.signals.queries.public_figures import public_area
from sejuk.sense.signals.rules import (
    LONGEST_KEY,
    READERS,
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Origin,
    Rung,
    SourceGrade,
)

KEY_MISSING = N_(
    "Send the header Idempotency-Key, up to 200 characters, and repeat it when sending again."
)

# Read by hand, so that who leaves it out is told what it is for.
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
}

router = Router(tags=["signals"])


class GatewayKey(HttpBearer):
    """`Authorization: Bearer sejuk_…`, a key that an administrator made."""

    def authenticate(
        self,
        request: HttpRequest,  # noqa: ARG002 - the shape ninja calls
        token: str,
    ) -> Actor | None:
        return queries.actor_with_key(token)


def known(moment: datetime) -> datetime:
    if not is_known(moment):
        raise ValueError(f"the year must lie between {FIRST_DAY.year} and {LAST_DAY.year}")
    return moment


class PostedSignal(Schema):
    """One signal as a gateway sends it."""

    text: Text
    area_code: Text
    heard_at: Annotated[AwareDatetime, AfterValidator(known)] | None = None
    form: Form = Form.REPORT
    kind: Kind = Kind.OTHER
    channel: Channel = Channel.API
    created_by: Text = "resident"
    rung: Rung = Rung.POTENTIAL
    severity: int = 1
    origin: Origin = Origin.REPORTED
    source_grade: SourceGrade = SourceGrade.F
    content_grade: ContentGrade = ContentGrade.SIX
    cluster: Text = ""
    source_key: Text = ""
    latitude: float | None = None
    longitude: float | None = None


class Kept(Schema):
    """The number under which a signal is kept."""

    id: int


class ListedSignal(Schema):
    """One signal of the inbox."""

    id: int
    excerpt: str
    form: str
    kind: str
    channel: str
    rung: str
    severity: int
    grade: str
    state: str
    area_code: str
    area: str
    heard_at: datetime
    received_at: datetime
    taken_by: str
    deadline: datetime | None
    is_overdue: bool


class Listed(Schema):
    """A page of the inbox; `next` is the `after` of the next one."""

    signals: list[ListedSignal]
    next: str


@router.post(
    "/signals",
    auth=[GatewayKey(), SessionAuth()],
    openapi_extra={"parameters": [KEY]},
    response={201: Kept, 200: Kept, **told(409, 413)},
)
def post_signal(request: HttpRequest, posted: PostedSignal) -> Status[object]:
    """Keep a signal; sent again under the same `Idempotency-Key` it is the same signal."""
    actor, now = _sender(request), now_of(request)
    fields = posted.dict() | {"heard_at": posted.heard_at or now}
    idempotency_key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(idempotency_key) <= LONGEST_KEY:
        return Status(422, Sentence(detail=gettext(KEY_MISSING), where="Idempotency-Key"))
    digest = sha256(f"{actor.identity}\n{idempotency_key}".encode()).hexdigest()
    try:
        arrival = actions.receive_once(
            new=NewSignal(**fields, idempotency_key=f"api:{digest}"), actor=actor, now=now
        )
    except Refused as refused:
        where = str(refused.values.get("where", ""))
        code = 409 if where == "idempotency_key" or not where else 422
        return Status(code, Sentence(detail=explained(refused), where=where))
    return Status(201 if arrival.is_new else 200, Kept(id=arrival.signal.pk))


def _sender(request: HttpRequest) -> Actor:
    gateway: object = vars(request).get("auth")
    return gateway if isinstance(gateway, Actor) else actor_of(request)


@router.get("/signals", auth=SessionAuth(), response={200: Listed, **told()})
def list_signals(request: HttpRequest, after: Text = "") -> Status[object]:
    """List signals with the filter of the inbox, in its order."""
    actor, now = actor_of(request), now_of(request)
    if not actor.holds(*READERS):
        return Status(403, Sentence(detail=gettext("Your role does not read signals.")))
    wanted = forms.InboxFilter(request.GET).wanted(actor.scope)
    page = queries.inbox(actor, wanted, now=now, after=after)
    return Status(200, {"signals": [asdict(row) for row in page.rows], "next": page.next_mark})


class ListedFigure(Schema):
    """One published count: each report stands in one of them at most, so they may be added up."""

    monday: date
    sunday: date
    area_code: str
    area: str
    is_rest: bool
    kind_code: str
    kind: str
    reported: int
    answered: int | None


class ListedArea(Schema):
    """What everybody may know of an area, as its page shows it."""

    code: str
    name: str
    published_to: date | None
    own: list[ListedFigure]
    around: list[ListedFigure]


@router.get("/public/reports", auth=None, response={200: ListedArea, **told_to_all(404)})
def list_public_figures(request: HttpRequest, area: str = "") -> Status[object]:
    """Tell how many reports came in and were answered by week, place and kind; small ones never."""
    now = now_of(request)
    bounds = queries.operation_bounds(now)
    code = area or bounds.area_code
    if area and not (area_covers(bounds.area_code, area) and queries.area_exists(area)):
        return Status(404, Sentence(detail=gettext("There is no such area here."), where="area"))
    return Status(200, asdict(public_area(code, now=now)))

"""Duty for programs, and for what a phone kept without a network."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status
from ninja.security import SessionAuth

from sejuk.act.guard import actions
from sejuk.act.guard.queries import arrivals
from sejuk.act.guard.queries.people import own_person
from sejuk.act.guard.rules import KEPT_AT_MOST, ON_DUTY, Method
from sejuk.act.guard.rules.checking import Blocked, Blocker, WrongCodeGiven, blockers
from sejuk.foundation.accounts.web import actor_of
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision, NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.kit.sentences import Number, Sentence, Text, told

NOT_THIS_PERSON = N_("This was kept for somebody else who used this phone. He signs in to send it.")
NOWHERE = N_("You have no duty at this post at that hour.")
# Chosen: twice as far back as anything counts; more is a clock that was never set.
LONGEST_AGE_SECONDS = int(2 * KEPT_AT_MOST.total_seconds())

# Chosen: a code has six digits; more is a mistake of a scanner.
LONGEST_CODE = 200

router = Router(tags=["duty"])


class Arrival(Schema):
    """
    Somebody came to a duty, or left it.

    `seconds_ago` is how long ago by the phone's own clock, so that a wrong clock does no harm.
    """

    person_id: Number
    key: UUID
    code: Annotated[Text, Field(max_length=LONGEST_CODE)] = ""
    post_id: Number | None = None
    duty_id: Number | None = None
    seconds_ago: int = Field(0, ge=0, le=LONGEST_AGE_SECONDS)
    leaves: bool = False
    scanned: bool = False


class Noted(Schema):
    """For which duty it counts."""

    duty_id: int


class ShownBlocker(Schema):
    """What stands in the way: a code for programs, a sentence for people."""

    code: str
    sentence: str
    qualification: str = ""


class Hindrance(Sentence):
    """Why not, with all that stands in the way."""

    blockers: list[ShownBlocker] = []


class Blockers(Schema):
    """What stands in the way of checking in now; empty when nothing does."""

    blockers: list[ShownBlocker]


@router.post(
    "/duty/arrivals",
    auth=SessionAuth(),
    response={200: Noted, 201: Noted, **told(404, 413), 409: Hindrance},
)
def post_arrival(request: HttpRequest, sent: Arrival) -> Status[object]:
    """Note an arrival or a departure; sent again under the same key it counts once."""
    actor = actor_of(request).only(*ON_DUTY)
    person = own_person(actor)
    if person is None or person.pk != sent.person_id:
        return Status(403, Sentence(detail=gettext(NOT_THIS_PERSON)))
    try:
        return _noted(request, sent, actor)
    except NotYours:
        return Status(404, Sentence(detail=gettext(NOWHERE)))
    except Blocked as blocked:
        shown = [_shown(one) for one in blocked.blockers]
        return Status(409, Hindrance(detail=explained(blocked), blockers=shown))
    except Refused as refused:
        return Status(409, Hindrance(detail=explained(refused)))


def _noted(request: HttpRequest, sent: Arrival, actor: Actor) -> Status[object]:
    now = now_of(request)
    at = now - timedelta(seconds=sent.seconds_ago)
    duty_id = sent.duty_id
    if duty_id is None:
        meant = arrivals.duty_meant(sent.post_id or 0, actor=actor, at=at)
        if meant is None:
            raise NotYours(f"post {sent.post_id}")
        duty_id = meant.duty_id
    if sent.leaves:
        actions.check_out(duty_id=duty_id, at=at, actor=actor, now=now)
        return Status(200, Noted(duty_id=duty_id))
    is_known = arrivals.check_in_keyed(sent.key) is not None
    try:
        actions.check_in(
            duty_id=duty_id,
            code=sent.code,
            method=Method.QR if sent.scanned else Method.CODE,
            key=sent.key,
            at=at,
            actor=actor,
            now=now,
        )
    except WrongCodeGiven:
        actions.note_wrong_code(duty_id=duty_id, actor=actor, now=now)
        raise
    return Status(200 if is_known else 201, Noted(duty_id=duty_id))


@router.get("/duty/arrivals", auth=SessionAuth(), response={200: Blockers, **told(404)})
def list_blockers(request: HttpRequest, duty_id: Number) -> Status[object]:
    """Say what stands in the way of checking in on one's own duty now."""
    actor = actor_of(request).only(*ON_DUTY)
    person = own_person(actor)
    if person is None:
        raise NotYours("no person is linked")
    duty = arrivals.own_duty(duty_id, actor=actor)
    found = blockers(
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        at=now_of(request),
        is_holder=True,
        qualification=duty.qualification,
        held=person.qualifications,
    )
    return Status(200, Blockers(blockers=[_shown(one) for one in found]))


def _shown(blocker: Blocker) -> ShownBlocker:
    wanted = blocker.values.get("qualification")
    return ShownBlocker(
        code=blocker.code,
        sentence=explained(Decision.no(blocker.message, **blocker.values)),
        qualification=wanted.value if isinstance(wanted, Choice) else "",
    )

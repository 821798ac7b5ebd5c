"""A post opened by somebody on duty there or by who leads, and what it keeps."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from sejuk.act.guard.models import PostItem
from sejuk.act.guard.queries.shifts import person_id_of
from sejuk.act.guard.rules import LEADERS, ItemKind
from sejuk.act.guard.rules.book import AROUND_A_SHIFT, may_open_book
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.queries.posts import post_called


@dataclass(frozen=True, slots=True)
class OpenedPost:
    """A post, and as what the actor opened it."""

    id: int
    name: str
    area_code: str
    leads: bool
    person_id: int | None
    is_on_duty: bool


def opened_post(post_id: int, *, actor: Actor, now: datetime) -> OpenedPost:
    """
    Return the post whose book the actor may open.

    :raises NotYours: when it lies outside his area and he has no duty there
    :raises Refused: when he neither leads the area nor is on open duty there
    """
    person_id = person_id_of(actor)
    duties = _duties_around(post_id, person_id, now)
    if duties:
        name, area_code = duties[0].post_name, duties[0].area_code
    else:
        post = post_called(post_id, actor.scope)
        name, area_code = post.name, post.area_id
    may_open_book(actor, area_code=area_code, is_on_duty=bool(duties)).or_refuse()
    return OpenedPost(
        id=post_id,
        name=name,
        area_code=area_code,
        leads=actor.holds(*LEADERS, area_code=area_code),
        person_id=person_id,
        is_on_duty=bool(duties),
    )


def _duties_around(post_id: int, person_id: int | None, now: datetime) -> list[StandingDuty]:
    if person_id is None:
        return []
    return published_duties(
        starts_at=now - AROUND_A_SHIFT,
        ends_at=now + AROUND_A_SHIFT,
        post_id=post_id,
        person_id=person_id,
        covert=False,
    )


def led_post(post_id: int, *, actor: Actor) -> OpenedPost:
    """
    Return a post of the area that the actor leads.

    :raises NotYours: when it is not there, or he does not lead there
    """
    post = post_called(post_id, actor.scope)
    if not actor.holds(*LEADERS, area_code=post.area_id):
        raise NotYours(f"post {post_id}")
    return OpenedPost(
        id=post.pk,
        name=post.name,
        area_code=post.area_id,
        leads=True,
        person_id=person_id_of(actor),
        is_on_duty=False,
    )


@dataclass(frozen=True, slots=True)
class ShownItem:
    id: int
    kind: str
    kind_words: str
    name: str
    count: int
    is_active: bool


def items_of(post_id: int) -> list[ShownItem]:
    """Return what a post keeps: what is counted first, then what is not kept any more."""
    order = {kind.value: place for place, kind in enumerate(ItemKind)}
    rows = sorted(
        PostItem.objects.filter(post_id=post_id),
        key=lambda row: (not row.is_active, order[row.kind], row.name),
    )
    return [
        ShownItem(
            row.pk,
            row.kind,
            gettext(ItemKind(row.kind).label),
            row.name,
            row.count,
            row.is_active,
        )
        for row in rows
    ]

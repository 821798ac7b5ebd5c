"""What a post keeps: keys, equipment, books."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sejuk.act.guard.models import PostItem
from sejuk.act.guard.queries.posts import led_post
from sejuk.act.guard.rules import ItemKind
from sejuk.act.guard.rules.items import may_be_kept
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused


@traced
def set_item(
    *,
    post_id: int,
    item_id: int | None,
    kind: ItemKind,
    name: str,
    count: int,
    is_active: bool,
    actor: Actor,
    now: datetime,
) -> PostItem:
    """
    Say what a post keeps, or (with `item_id`) what has changed about it.

    :raises NotYours: when the actor does not lead there, or the post keeps no such thing
    :raises Refused: when the name stands on the list already, or nobody can mean it
    """
    post = led_post(post_id, actor=actor)
    may_be_kept(name=name, count=count).or_refuse()
    item = _item(post.id, item_id)
    item.kind, item.name, item.count, item.is_active = kind.value, name.strip(), count, is_active
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise Refused(
            N_("“%(name)s” stands on the list of this post already."), where="name", name=name
        ) from None
    record(
        verb="guard.postitem.set",
        subject=item,
        actor=actor,
        now=now,
        area_code=post.area_code,
        detail={"post": post.id, "count": count, "active": is_active},
    )
    return item


def _item(post_id: int, item_id: int | None) -> PostItem:
    if item_id is None:
        return PostItem(post_id=post_id)
    found = PostItem.objects.select_for_update().filter(id=item_id, post_id=post_id).first()
    if found is None:
        raise NotYours(f"item {item_id}")
    return found

"""Keep, change and remove views of the inbox. What they search for stays out of the ledger."""

from datetime import datetime

from django.db.models import QuerySet

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.storing import refused_when_there
from sejuk.sense.signals.models import SavedView
from sejuk.sense.signals.rules.views import may_keep_view, may_rename_view

THERE_ALREADY = N_("You keep a view of this name already.")


@traced
def save_view(
    *,
    name: str,
    address: str,
    is_default: bool,
    shared_in: str | None,
    actor: Actor,
    now: datetime,
) -> SavedView:
    """
    Keep a filter of the inbox under a name; `shared_in` names an area whose colleagues see it.

    :raises Refused: for a name that is none or is there already, when there are too many, or for
        an area that is not one's own
    """
    if actor.user_id is None:
        raise Refused(N_("Only who has signed in keeps views."))
    own = list(_own(actor).select_for_update().order_by("pk"))
    may_keep_view(name=name, address=address, own=len(own)).or_refuse()
    may_rename_view(name=name, area_code=shared_in, actor=actor).or_refuse()
    if is_default:
        _own(actor).update(is_default=False)
    with refused_when_there(THERE_ALREADY, where="name"):
        view = SavedView.objects.create(
            owner_id=actor.user_id,
            name=name.strip(),
            address=address,
            is_shared=shared_in is not None,
            area_code=shared_in or "",
            is_default=is_default,
            saved_at=now,
        )
    return _noted("saved", view, actor=actor, now=now)


@traced
def change_view(
    *,
    view_id: int,
    name: str,
    is_default: bool,
    shared_in: str | None,
    actor: Actor,
    now: datetime,
) -> SavedView:
    """
    Call one's view otherwise, share it or stop sharing it, begin with it or no longer.

    :raises Refused: for a name that is none or is there already, or an area that is not one's own
    :raises NotYours: when it is another's, shared or not
    """
    view = _locked(view_id, actor)
    may_rename_view(name=name, area_code=shared_in, actor=actor).or_refuse()
    if is_default:
        _own(actor).exclude(pk=view_id).update(is_default=False)
    view.name, view.is_default = name.strip(), is_default
    view.is_shared, view.area_code = shared_in is not None, shared_in or ""
    with refused_when_there(THERE_ALREADY, where="name"):
        view.save(update_fields=["name", "is_default", "is_shared", "area_code"])
    return _noted("changed", view, actor=actor, now=now)


@traced
def remove_view(*, view_id: int, actor: Actor, now: datetime) -> None:
    """
    Remove one's view. The signals stay as they are.

    :raises NotYours: when it is another's, shared or not
    """
    view = _locked(view_id, actor)
    SavedView.objects.filter(pk=view_id).delete()
    _noted("removed", view, actor=actor, now=now)


def _own(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner_id=actor.user_id)


def _locked(view_id: int, actor: Actor) -> SavedView:
    own = {view.pk: view for view in _own(actor).select_for_update().order_by("pk")}
    if view_id not in own:
        raise NotYours(f"view {view_id}")
    return own[view_id]


def _noted(deed: str, view: SavedView, *, actor: Actor, now: datetime) -> SavedView:
    record(
        verb=f"signals.savedview.{deed}",
        subject=view,
        actor=actor,
        now=now,
        area_code=view.area_code,
        detail={"shared": view.is_shared},
    )
    return view

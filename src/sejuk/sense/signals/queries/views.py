"""Views of the inbox that somebody kept, and those that colleagues share with him."""

from dataclasses import dataclass

from django.db.models import Q

from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import SavedView
from sejuk.sense.signals.rules.views import areas_to_share


@dataclass(frozen=True, slots=True)
class View:
    """A kept view as its readers see it."""

    id: int
    name: str
    address: str
    is_mine: bool
    owner: str
    # Where it is shared; None where it is its owner's alone.
    shared_in: str | None
    is_default: bool


def views_for(actor: Actor) -> list[View]:
    """Return one's own views and those shared where one works, one's own first. One query."""
    shared = Q(is_shared=True) & within(areas_to_share(actor), "area_code")
    rows = SavedView.objects.filter(Q(owner_id=actor.user_id) | shared).select_related("owner")
    views = [_view(row, actor) for row in rows]
    return sorted(views, key=lambda view: (not view.is_mine, view.name.casefold(), view.id))


def view_for(actor: Actor, view_id: int) -> View:
    """
    Return one of the views that `actor` may open.

    :raises NotYours: when it is another's own
    """
    found = [view for view in views_for(actor) if view.id == view_id]
    if not found:
        raise NotYours(f"view {view_id}")
    return found[0]


def default_view_of(actor: Actor) -> str:
    """Return the filter with which somebody wants to begin, as an address; else nothing."""
    own = SavedView.objects.filter(owner_id=actor.user_id, is_default=True)
    return own.values_list("address", flat=True).first() or ""


def _view(row: SavedView, actor: Actor) -> View:
    is_mine = row.owner_id == actor.user_id
    return View(
        id=row.pk,
        name=row.name,
        address=row.address,
        is_mine=is_mine,
        owner=str(row.owner),
        shared_in=row.area_code if row.is_shared else None,
        is_default=is_mine and row.is_default,
    )

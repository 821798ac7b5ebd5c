"""Sites by scope and kind."""

from django.db.models import QuerySet

from sejuk.foundation.places.models import Site
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


def sites(scope: Scope, kinds: tuple[SiteKind, ...] = (), area_code: str = "") -> QuerySet[Site]:
    """Return sites with their areas, of all kinds when none are named, in the order of codes."""
    found = Site.objects.filter(within(scope)).select_related("area__parent")
    found = found.defer(
        "area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline"
    )
    if kinds:
        found = found.filter(kind__in=kinds)
    if area_code:
        found = found.filter(within((area_code,)))
    return found.order_by("code")


def sites_there(actor: Actor) -> QuerySet[Site]:
    """Return the sites of an actor, for counting."""
    return Site.objects.filter(within(actor.scope))

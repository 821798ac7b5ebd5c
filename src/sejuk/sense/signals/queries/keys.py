"""Keys of gateways: what the administrator looks after, and whom a key lets in."""

from django.db.models import F, QuerySet

from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import ApiKey
from sejuk.sense.signals.queries.secrecy import key_hash


def api_keys(actor: Actor) -> QuerySet[ApiKey]:
    """Return the keys in the areas that `actor` administers, those in use first."""
    codes = tuple(
        sorted(grant.area_code for grant in actor.grants if grant.role is Role.ADMINISTRATOR)
    )
    return ApiKey.objects.filter(within(codes, "area_code")).order_by(
        F("revoked_at").desc(nulls_first=True), "name"
    )


def actor_with_key(key: str) -> Actor | None:
    """Return the gateway that holds `key`; None when there is none or it is revoked."""
    row = ApiKey.objects.filter(key_hash=key_hash(key), revoked_at__isnull=True).first()
    if row is None:
        return None
    return Actor(f"gateway:{row.name}", frozenset({Grant(Role.OPERATOR, row.area_code)}))

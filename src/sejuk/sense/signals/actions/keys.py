"""Keys by which a gateway posts signals."""

import secrets
from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.storing import refused_when_there
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import ApiKey
from sejuk.sense.signals.rules import may_manage_keys


@traced
def make_api_key(*, name: str, area_code: str, actor: Actor, now: datetime) -> str:
    """
    Make a key and return it: this is the only time that anybody sees it.

    :raises Refused: for a name in use, an unknown area, or an actor who is no administrator there.
    """
    may_manage_keys(area_code=area_code, actor=actor).or_refuse()
    if area_code != EVERYWHERE and not queries.area_exists(area_code):
        raise Refused(
            N_("There is no area with the code “%(code)s”."), where="area", code=area_code
        )
    key = f"sejuk_{secrets.token_urlsafe(32)}"
    with refused_when_there(N_("There is a key of this name already."), where="name"):
        row = ApiKey.objects.create(
            name=name,
            key_hash=queries.key_hash(key),
            area_code=area_code,
            made_by=actor.name,
            made_at=now,
        )
    record(
        verb="signals.apikey.made",
        subject=row,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"name": name},
    )
    return key


@traced
def revoke_api_key(*, key_id: int, actor: Actor, now: datetime) -> ApiKey:
    """
    Make a key useless from now on.

    :raises Refused: when it is revoked already.
    """
    row = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if row is None or not may_manage_keys(area_code=row.area_code, actor=actor):
        raise NotYours(f"key {key_id}")
    if row.revoked_at is not None:
        raise Refused(N_("The key is revoked already."))
    row.revoked_at, row.revoked_by = now, actor.name
    row.save(update_fields=["revoked_at", "revoked_by"])
    record(
        verb="signals.apikey.revoked",
        subject=row,
        actor=actor,
        now=now,
        area_code=row.area_code,
        detail={"name": row.name},
    )
    return row

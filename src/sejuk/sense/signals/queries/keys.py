"""What custodian and administrator look after: seals and keys, never what is behind them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import ApiKey, SealedIdentity
from sejuk.sense.signals.queries.secrecy import key_hash
from sejuk.sense.signals.queries.visibility import in_custody_of
from sejuk.sense.signals.rules import Kind, SignalState

MOST_SEALS = 100


@dataclass(frozen=True, slots=True)
class Seal:
    """A sealed contact, without a word of the report it belongs to."""

    signal_id: int
    area: str
    area_code: str
    kind: str
    state: str
    sealed_at: datetime


def seals(actor: Actor) -> list[Seal]:
    """Return the seals in the custody of `actor`, newest first."""
    return _seals(_in_custody(actor).order_by("-sealed_at", "-id")[:MOST_SEALS])


def seal_of(actor: Actor, signal_id: int) -> Seal:
    """
    Return the seal of one signal.

    :raises NotYours: when there is none in the custody of `actor`
    """
    found = _seals(_in_custody(actor).filter(signal_id=signal_id))
    if not found:
        raise NotYours(f"seal {signal_id}")
    return found[0]


def _in_custody(actor: Actor) -> QuerySet[SealedIdentity]:
    return SealedIdentity.objects.filter(in_custody_of(actor))


def _seals(rows: QuerySet[SealedIdentity]) -> list[Seal]:
    facts = rows.values_list(
        "signal_id",
        "signal__area_id",
        "signal__kind",
        "signal__state",
        "sealed_at",
    )
    found = list(facts)
    labels = places.area_labels({code for _, code, _, _, _ in found})
    return [
        Seal(
            signal_id=signal_id,
            area=labels.get(code, code),
            area_code=code,
            kind=gettext(Kind(kind).label),
            state=gettext(SignalState(state).label),
            sealed_at=sealed_at,
        )
        for signal_id, code, kind, state, sealed_at in found
    ]


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

"""Reports that an actor sees."""

from datetime import date

from django.db.models import Max, QuerySet

from sejuk.kit.actors import Actor, Grant
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import READERS, SitrepState, content_hash


def sitreps_for(actor: Actor) -> QuerySet[Sitrep]:
    """Return the reports about the actor's areas, the newest day first."""
    held = (grant for grant in actor.grants if grant.role in READERS)
    scope = Actor(actor.name, frozenset(Grant(one.role, one.area_code) for one in held)).scope
    return (
        Sitrep.objects.filter(within(scope))
        .select_related("area", "signed_by")
        .order_by("-day", "area_id", "-version")
    )


def sitrep_for(actor: Actor, sitrep_id: int) -> Sitrep:
    """
    Return one report.

    :raises NotYours: when there is none that the actor sees.
    """
    sitrep = sitreps_for(actor).filter(pk=sitrep_id).first()
    if sitrep is None:
        raise NotYours
    return sitrep


def sitrep_to_change(actor: Actor, sitrep_id: int) -> Sitrep:
    """
    Return one report, and keep others from changing it until this transaction ends.

    :raises NotYours: when there is none that the actor sees.
    """
    sitrep_for(actor, sitrep_id)
    return Sitrep.objects.select_for_update().get(pk=sitrep_id)


def versions_of(area_code: str, day: date) -> QuerySet[Sitrep]:
    return Sitrep.objects.filter(area_id=area_code, day=day).order_by("version")


def last_version(area_code: str, day: date) -> int:
    """Return the number of the newest version, 0 before the first."""
    found = versions_of(area_code, day).aggregate(newest=Max("version"))["newest"]
    return int(found or 0)


def draft_of(area_code: str, day: date) -> Sitrep | None:
    return versions_of(area_code, day).filter(state=SitrepState.DRAFT).first()


def signed_content(sitrep: Sitrep) -> dict[str, object]:
    """Return everything that a signature stands for."""
    return {
        "number": sitrep.number,
        "area_code": sitrep.area_id,
        "day": sitrep.day,
        "version": sitrep.version,
        "compiled_at": sitrep.compiled_at,
        "figures": sitrep.figures,
        "situation": sitrep.situation,
        "analysis": sitrep.analysis,
        "plan": sitrep.plan,
        "drafted_by": sitrep.drafted_by,
        "signed_by": sitrep.signed_by_id,
        "signed_with_account": account_of_signer(sitrep),
        "signer_name": sitrep.signer_name,
        "signer_rank": sitrep.signer_rank,
        "signer_position": sitrep.signer_position,
        "signed_at": sitrep.signed_at,
        "ledger_head": sitrep.ledger_head,
    }


def account_of_signer(sitrep: Sitrep) -> str:
    """Return the name of the account that signed: the name under a report is only written."""
    return sitrep.signed_by.get_username() if sitrep.signed_by else ""


def is_as_signed(sitrep: Sitrep) -> bool:
    """Test whether a signed report still is what was signed, to the last character."""
    return sitrep.content_hash == content_hash(signed_content(sitrep))

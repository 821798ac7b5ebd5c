"""Draft a situation report, write its words, compile its figures anew, sign it."""

from datetime import date, datetime

from django.utils import timezone

from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.storing import refused_when_there
from sejuk.review.sitreps import queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import (
    DRAFT_THERE,
    SitrepState,
    content_hash,
    document_number,
    may_draft,
    may_hold,
    may_sign,
    may_write,
)


@traced
def draft_sitrep(*, area_code: str, day: date, actor: Actor, now: datetime) -> Sitrep:
    """
    Begin the report of a day: compile its figures, leave its words to a person.

    After a signed report this begins its correction, the next version.

    :raises Refused: when there is a draft already, or the day has not come.
    """
    may_draft(
        day,
        today=timezone.localdate(now),
        has_draft=queries.draft_of(area_code, day) is not None,
        area_code=area_code,
        actor=actor,
    ).or_refuse()
    figures = queries.compiled_figures(area_code, day, now)
    version = queries.last_version(area_code, day) + 1
    with refused_when_there(DRAFT_THERE):
        sitrep = Sitrep.objects.create(
            area_id=area_code,
            day=day,
            version=version,
            number=document_number(
                day, area_code=area_code, operation_day=figures.operation_day, version=version
            ),
            state=SitrepState.DRAFT,
            figures=figures.as_json(),
            compiled_at=now,
            drafted_by=actor.name,
        )
    return _noted("drafted", sitrep, actor=actor, now=now, version=version)


@traced
def compile_sitrep(*, sitrep_id: int, actor: Actor, now: datetime) -> Sitrep:
    """
    Replace the figures of a draft by those of this moment.

    :raises Refused: when it is signed.
    """
    sitrep = _draft(sitrep_id, actor)
    figures = queries.compiled_figures(sitrep.area_id, sitrep.day, now)
    sitrep.figures = figures.as_json()
    sitrep.compiled_at = now
    sitrep.save(update_fields=["figures", "compiled_at"])
    return _noted("compiled", sitrep, actor=actor, now=now)


@traced
def write_sitrep(
    *, sitrep_id: int, situation: str, analysis: str, plan: str, actor: Actor, now: datetime
) -> Sitrep:
    """
    Write the words of a draft, beside its figures, which nobody writes.

    :raises Refused: when it is signed, or a text is too long.
    """
    sitrep = _draft(sitrep_id, actor)
    for text in (situation, analysis, plan):
        may_hold(text).or_refuse()
    sitrep.situation, sitrep.analysis, sitrep.plan = situation, analysis, plan
    sitrep.save(update_fields=["situation", "analysis", "plan"])
    # The words themselves stay out of the ledger until they are signed.
    return _noted("written", sitrep, actor=actor, now=now)


@traced
def sign_sitrep(
    *,
    sitrep_id: int,
    signer_name: str,
    signer_rank: str,
    signer_position: str,
    actor: Actor,
    now: datetime,
) -> Sitrep:
    """
    Sign a draft: from here on it is frozen, and its hash stands in the ledger.

    The head of the ledger at this moment is printed on it, so that paper holds the chain fast.

    :raises Refused: without the role, a name, or a word on the situation.
    """
    sitrep = queries.sitrep_to_change(actor, sitrep_id)
    may_sign(
        SitrepState(sitrep.state),
        area_code=sitrep.area_id,
        actor=actor,
        signer_name=signer_name,
        situation=sitrep.situation,
    ).or_refuse()
    sitrep.state = SitrepState.SIGNED
    sitrep.signed_by_id = actor.user_id
    sitrep.signed_at = now
    sitrep.signer_name = signer_name.strip()
    sitrep.signer_rank = signer_rank.strip()
    sitrep.signer_position = signer_position.strip()
    sitrep.ledger_head = ledger.head().hash
    sitrep.content_hash = content_hash(queries.signed_content(sitrep))
    sitrep.save(
        update_fields=[
            "state",
            "signed_by",
            "signed_at",
            "signer_name",
            "signer_rank",
            "signer_position",
            "ledger_head",
            "content_hash",
        ]
    )
    return _noted(
        "signed",
        sitrep,
        actor=actor,
        now=now,
        day=sitrep.day,
        number=sitrep.number,
        content_hash=sitrep.content_hash,
        ledger_head=sitrep.ledger_head,
    )


def _draft(sitrep_id: int, actor: Actor) -> Sitrep:
    sitrep = queries.sitrep_to_change(actor, sitrep_id)
    may_write(SitrepState(sitrep.state), area_code=sitrep.area_id, actor=actor).or_refuse()
    return sitrep


def _noted(deed: str, sitrep: Sitrep, *, actor: Actor, now: datetime, **detail: object) -> Sitrep:
    record(
        verb=f"sitreps.sitrep.{deed}",
        subject=sitrep,
        actor=actor,
        now=now,
        area_code=sitrep.area_id,
        detail=detail,
    )
    return sitrep

"""Make what tests of rumours need: somebody at work, a rumour that was heard somewhere."""

from datetime import datetime, timedelta

from sejuk.assess.rumours import actions
from sejuk.assess.rumours.actions import Heard
from sejuk.assess.rumours.models import Check, Rumour
from sejuk.assess.rumours.rules import Authority, HeardAt, Priority, Veracity
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor, Role
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area

CLAIM = "Surat suara di gudang dikabarkan sudah dicoblos sebelum hari pemungutan."
REASON = "KPU menjawab dengan surat resmi hari ini."
RESOLUTION = "KPU memperlihatkan segel gudang kepada saksi dan warga; semua masih utuh."


def somebody(role: Role = Role.OPERATOR, *, area_code: str = "16.01", name: str = "") -> Actor:
    user = a_user(role, area_code=area_code, username=name)
    return an_actor(role, area_code=area_code, user=user)


def heard(
    area_code: str = VILLAGE, *, at: datetime = NOON - timedelta(hours=3), **said: object
) -> Heard:
    an_area(area_code)
    values = {
        "place": HeardAt.MARKET,
        "area_code": area_code,
        "heard_at": at,
        "channel": Channel.TELEPHONE,
        "told_by": "warga",
    } | said
    return Heard(**values)


def a_rumour(actor: Actor | None = None, *, now: datetime = NOON, **said: object) -> Rumour:
    values = {"claim": CLAIM, "priority": Priority.NORMAL, "first": heard()} | said
    return actions.write_rumour(**values, actor=actor or somebody(), now=now)


def tell(rumour: Rumour, *all_heard: Heard, actor: Actor, now: datetime = NOON) -> None:
    actions.add_sightings(rumour_id=rumour.pk, heard=list(all_heard), actor=actor, now=now)


def an_answer(rumour: Rumour, *, actor: Actor, now: datetime = NOON) -> Check:
    """Ask the KPU and note what it says."""
    check = actions.ask_authority(
        rumour_id=rumour.pk,
        authority=Authority.KPU,
        authority_name="KPU Kabupaten OKU",
        question="Apakah segel gudang masih utuh?",
        actor=actor,
        now=now,
    )
    return actions.note_answer(
        rumour_id=rumour.pk,
        check_id=check.pk,
        answer="Segel gudang utuh dan dijaga 24 jam.",
        reference="Surat 112/PP.08/XI/2024",
        answered_on=now.date(),
        actor=actor,
        now=now,
    )


def decided(
    rumour: Rumour,
    veracity: Veracity = Veracity.FALSE,
    *,
    actor: Actor,
    now: datetime = NOON,
    **said: object,
) -> Rumour:
    """Decide a veracity as the page would, on the last answer."""
    rumour.refresh_from_db()
    answer = rumour.checks.filter(noted_at__isnull=False).order_by("-pk").first()
    values = {
        "veracity": veracity,
        "check_id": answer.pk if answer else None,
        "reason": REASON,
        "version_seen": rumour.version,
    } | said
    return actions.decide_veracity(rumour_id=rumour.pk, **values, actor=actor, now=now)


def closed(rumour: Rumour, *, actor: Actor, now: datetime = NOON, **said: object) -> Rumour:
    rumour.refresh_from_db()
    answer = rumour.checks.filter(noted_at__isnull=False).order_by("-pk").first()
    values = {
        "resolution": RESOLUTION,
        "check_id": answer.pk if answer else None,
        "version_seen": rumour.version,
    } | said
    return actions.close_rumour(rumour_id=rumour.pk, **values, actor=actor, now=now)

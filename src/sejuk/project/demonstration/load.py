"""Load the demonstration into an empty database: set it up, raise the curtain, play the story."""

import random
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from sejuk.foundation.accounts import actions as accounts
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.actions import CARE, LEAVE, ORGANISATIONS, PEOPLE, UNITS
from sejuk.foundation.imports.actions import import_rows
from sejuk.foundation.operations import actions as operations
from sejuk.foundation.partners.actions import CONTACTS, PARTNERS
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.actions import AREAS, SITES, draw_schematic_boundaries
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role
from sejuk.plan.deployment.actions.files import NEEDS, POST_KINDS, POSTS, SHIFT_PATTERNS
from sejuk.plan.deployment.actions.station_files import STATION_GRADES
from sejuk.project.demonstration import (
    alarming,
    answering,
    asking,
    calendar,
    failing,
    force,
    forecasting,
    guarding,
    learning,
    partners,
    photographing,
    reviewing,
    rounds,
    rumouring,
    showing,
    standing,
    story,
    surveying,
    territory,
    triaging,
    viewing,
    weighing,
)
from sejuk.project.demonstration.play import Stage, plan_messages, play

DISTRICT = territory.DISTRICT
SETTING_UP = datetime(2024, 9, 23, 8, 0, tzinfo=story.WIB)
DIRECTOR = Actor(
    "demonstrasi",
    frozenset(
        Grant(role, EVERYWHERE) for role in (Role.ADMINISTRATOR, Role.OPS_HEAD, Role.OPERATOR)
    ),
)
SOURCE = "generator data contoh"
# Who acts in the story: histories show the names with which they sign in. Nobody can sign in as one of them: their passwords are thrown away at once.
CAST = (
    ("contoh.siaga", "Aipda Contoh Siaga", Role.OPERATOR),
    ("contoh.ronda", "Bripka Contoh Ronda", Role.OPERATOR),
    ("contoh.wibawa", "Kompol Contoh Wibawa", Role.OPS_HEAD),
    ("contoh.warta", "Aiptu Contoh Warta", Role.PUBLIC_RELATIONS),
    ("contoh.kabar", "Bripka Contoh Kabar", Role.PUBLIC_RELATIONS),
    ("contoh.setia", "Penata Contoh Setia", Role.CUSTODIAN),
)


@transaction.atomic
def load(seed: int, *, real_now: datetime) -> int:
    """Make the demonstration of this seed, whole or not at all; return how many things happened."""
    rng = random.Random(seed)
    villages = _set_ground(rng)
    _set_force(rng, villages)
    _set_partners()
    weighing.set_indicators(random.Random(f"index {seed}"), [row["code"] for row in villages])
    operation_id = _open_operation(real_now)
    chance = random.Random(f"guard {seed}")
    _set_posts(chance)
    cast = _invite_cast()
    names = {row["code"]: row["name"] for row in villages}
    stage = Stage(
        operators=(cast["contoh.siaga"], cast["contoh.ronda"]),
        custodian=cast["contoh.setia"],
        officer_in_care=_officers_in_care(),
        rng=rng,
    )
    reviewing.plan_reviews(stage, cast["contoh.wibawa"])
    weighing.plan_weighing(stage, cast["contoh.wibawa"], random.Random(f"second look {seed}"))
    standing.plan_rosters(
        stage, standing.Cast(operation_id, cast["contoh.siaga"], cast["contoh.wibawa"], chance)
    )
    reviewing.plan_nights(stage)
    forecasting.plan_forecasts(stage)
    alarming.plan_alarms(stage, cast["contoh.wibawa"])
    rumouring.plan_rumours(stage)
    rounds.plan_rounds(stage)
    learning.plan_questions(stage)
    answering.enter_contestants(operation_id, actor=DIRECTOR, now=SETTING_UP)
    answering.plan_answers(stage, (cast["contoh.warta"], cast["contoh.kabar"]))
    asking.plan_dialogues(stage)
    showing.plan_portal(stage)
    viewing.plan_views(stage)
    photographing.plan_photos(stage)
    plan_messages(stage, story.messages())
    failing.plan_dead_letter(stage)
    told = story.signals(rng, names)
    surveying.plan_surveys(stage, told)
    done = play(stage, told, story.visits(rng, names))
    triaging.tell_and_decide(cast["contoh.siaga"])
    reviewing.store_what_changed(Actor.system("risk"), now=story.CURTAIN)
    _let_cast_go(cast)
    return done


def _set_ground(rng: random.Random) -> list[territory.Row]:
    areas = territory.areas()
    villages = [row for row in areas if territory.is_village(row)]
    people = territory.residents(rng, villages)
    rows = [{**row, "residents": str(people.get(row["code"], ""))} for row in areas]
    import_rows(importer=AREAS, rows=rows, actor=DIRECTOR, now=SETTING_UP, source=SOURCE)
    draw_schematic_boundaries(area_code=DISTRICT, actor=DIRECTOR, now=SETTING_UP)
    sites = territory.sites(rng, villages, people)
    import_rows(importer=SITES, rows=list(sites), actor=DIRECTOR, now=SETTING_UP, source=SOURCE)
    return villages


def _set_force(rng: random.Random, villages: list[territory.Row]) -> None:
    areas = territory.areas()
    subdistricts = {row["code"]: row["name"] for row in areas if row["level"] == "kecamatan"}
    people = force.people(rng, {row["code"]: row["parent"] for row in villages})
    tables = (
        (ORGANISATIONS, force.organisation_rows()),
        (UNITS, force.unit_rows(subdistricts)),
        (PEOPLE, [force.person_row(person) for person in people]),
        (CARE, [row for person in people for row in force.care_rows(person)]),
        (LEAVE, force.leave_rows(people)),
    )
    for importer, rows in tables:
        import_rows(importer=importer, rows=rows, actor=DIRECTOR, now=SETTING_UP, source=SOURCE)


def _set_partners() -> None:
    for importer, rows in (
        (PARTNERS, partners.partner_rows(territory.areas())),
        (CONTACTS, partners.contact_rows(territory.areas())),
    ):
        import_rows(importer=importer, rows=rows, actor=DIRECTOR, now=SETTING_UP, source=SOURCE)


def _set_posts(rng: random.Random) -> None:
    subdistricts = {
        row["code"]: row["name"] for row in territory.areas() if row["level"] == "kecamatan"
    }
    sites = places.sites((DISTRICT,), (SiteKind.POLLING_STATION,))
    stations = {
        code: area.rpartition(".")[0] for code, area in sites.values_list("code", "area_id")
    }
    for importer, rows in (
        (SHIFT_PATTERNS, guarding.pattern_rows()),
        (POST_KINDS, guarding.kind_rows()),
        (POSTS, guarding.post_rows(subdistricts)),
        (NEEDS, guarding.need_rows()),
        (STATION_GRADES, guarding.station_grades(rng, stations)),
    ):
        import_rows(importer=importer, rows=rows, actor=DIRECTOR, now=SETTING_UP, source=SOURCE)


def _open_operation(real_now: datetime) -> int:
    operation = operations.open_operation(
        code="mantap-praja-musi-2024",
        name="Operasi Mantap Praja Musi 2024",
        area_code=DISTRICT,
        starts_on=calendar.OPERATION_STARTS,
        ends_on=calendar.OPERATION_ENDS,
        stated_strength=calendar.STATED_STRENGTH,
        is_demonstration=True,
        clock_shift_seconds=round((story.CURTAIN - real_now).total_seconds()),
        actor=DIRECTOR,
        now=SETTING_UP,
    )
    for planned in calendar.STAGES:
        first, *later = planned.versions
        stage = operations.add_stage(
            operation_id=operation.pk,
            code=planned.code,
            name=planned.name,
            phase=planned.phase,
            starts_on=first.starts_on,
            ends_on=first.ends_on,
            source=first.source,
            actor=DIRECTOR,
            now=SETTING_UP,
        )
        for dates in later:
            operations.move_stage(
                stage_id=stage.pk,
                starts_on=dates.starts_on,
                ends_on=dates.ends_on,
                source=dates.source,
                actor=DIRECTOR,
                now=SETTING_UP,
            )
    _give_order(operation.pk)
    return operation.pk


def _give_order(operation_id: int) -> None:
    officers = sorted(set(_officers_in_care().values()))
    operations.record_order(
        operation_id=operation_id,
        number="Sprin/1024/IX/OPS.1.1/2024",
        basis="Rencana Operasi Mantap Praja Musi 2024 (contoh).",
        text="Melaksanakan sambang dan dialog di desa binaan selama tahapan pemilihan; bersikap netral.",
        starts_on=calendar.OPERATION_STARTS,
        ends_on=calendar.OPERATION_ENDS,
        issued_on=date(2024, 9, 23),
        issued_by="Kapolres Ogan Komering Ulu (contoh)",
        person_ids=officers,
        actor=DIRECTOR,
        now=SETTING_UP,
    )


def _officers_in_care() -> Mapping[str, int]:
    return {
        code: officer.person_id
        for officer in forces.officers_in_care((DISTRICT,), story.FIRST_DAY)
        for code in officer.area_codes
    }


def _invite_cast() -> dict[str, Actor]:
    cast = {}
    for username, name, role in CAST:
        grants = [Grant(role, DISTRICT)]
        invited = accounts.invite_person(
            display_name=name, grants=grants, actor=DIRECTOR, now=SETTING_UP
        )
        user = accounts.accept_invitation(
            token=invited.token,
            username=username,
            password=secrets.token_urlsafe(32),
            display_name=name,
            actor=DIRECTOR,
            now=SETTING_UP,
        )
        cast[username] = Actor(name, frozenset(grants), user.pk, username)
    return cast


def _let_cast_go(cast: Mapping[str, Actor]) -> None:
    for actor in cast.values():
        accounts.deactivate_user(
            user_id=actor.user_id or 0,
            reason="Tokoh data contoh: tidak pernah masuk sendiri.",
            actor=DIRECTOR,
            now=story.CURTAIN,
        )

"""Make what a test needs, with defaults that are valid and dull."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sejuk.act.outreach.models import Visit
from sejuk.act.outreach.rules import PartyMet, VisitKind
from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.forces.models import Organisation, Person, Unit, VillageCare
from sejuk.foundation.forces.rules import ForceKind
from sejuk.foundation.operations.models import Operation, Stage, StageVersion
from sejuk.foundation.places.models import Area, AreaName
from sejuk.foundation.places.rules import Level, parent_code, search_keys
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.plan.programme.models import Proposal, VisitNote
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import Form, Kind

DISTRICT = "16.01"
VILLAGE = "16.01.08.2018"
# A Tuesday in the last week of the campaign, 12.00 WIB.
NOON = datetime(2024, 11, 19, 5, tzinfo=UTC)
_serial = count(1)

LEVEL_BY_PARTS = {1: Level.PROVINCE, 2: Level.DISTRICT, 3: Level.SUBDISTRICT, 4: Level.VILLAGE}
NAMES = {"16": "Sumatera Selatan", "16.01": "Ogan Komering Ulu", "16.01.08": "Pengandonan"}


def an_actor(*roles: Role, area_code: str = DISTRICT, user: User | None = None) -> Actor:
    return Actor(
        name=user.username if user else "alya",
        user_id=user.pk if user else None,
        grants=frozenset(Grant(role, area_code) for role in roles),
    )


def a_user(*roles: Role, area_code: str = DISTRICT, username: str = "") -> User:
    """Make one who can sign in, with `roles` in an area ("" is everywhere)."""
    user = User.objects.create(username=username or f"user{next(_serial)}")
    area = an_area(area_code) if area_code else None
    for role in roles:
        HeldRole.objects.create(user=user, role=role, area=area)
    return user


def an_area(code: str = VILLAGE, name: str = "", **columns: object) -> Area:
    """Make an area and those above it, or give back the one that is there."""
    there = Area.objects.filter(code=code).first()
    if there:
        return there
    above = parent_code(code)
    area = Area.objects.create(
        code=code,
        name=name or NAMES.get(code) or f"Desa {code[-4:]}",
        level=LEVEL_BY_PARTS[code.count(".") + 1],
        parent=an_area(above) if above else None,
        latitude=-4.1,
        longitude=104.1,
        **columns,
    )
    AreaName.objects.bulk_create(
        AreaName(area=area, name=area.name, key=key) for key in search_keys(area.name)
    )
    return area


def a_unit(area_code: str = DISTRICT) -> Unit:
    organisation, _ = Organisation.objects.get_or_create(
        code="polres", defaults={"name": "Polres OKU", "kind": ForceKind.POLICE}
    )
    unit, _ = Unit.objects.get_or_create(
        code=f"unit-{area_code}",
        defaults={"name": "Polsek", "organisation": organisation, "area": an_area(area_code)},
    )
    return unit


def an_officer(
    *, area_code: str = VILLAGE, user: User | None = None, name: str = "Budi Contoh"
) -> Person:
    """Make a village officer who has the village `area_code` in care."""
    officer = Person.objects.create(
        service_number=f"8801{next(_serial):04}",
        name=name,
        rank="Aipda",
        position="Bhabinkamtibmas",
        unit=a_unit(parent_code(area_code)),
        user=user,
    )
    VillageCare.objects.create(person=officer, area=an_area(area_code), starts_on=date(2024, 1, 1))
    return officer


def an_operation(**columns: object) -> Operation:
    """Make the current operation with its campaign stage, on the real clock."""
    values = {
        "code": f"ops{next(_serial)}",
        "name": "Operasi Mantap Praja",
        "area": an_area(DISTRICT),
        "starts_on": date(2024, 8, 24),
        "ends_on": date(2024, 12, 31),
    } | columns
    operation = Operation.objects.create(**values)
    stage = Stage.objects.create(operation=operation, code="kampanye", name="Kampanye")
    StageVersion.objects.create(
        stage=stage,
        version=1,
        starts_on=date(2024, 9, 25),
        ends_on=date(2024, 11, 23),
        source="PKPU 2/2024",
        recorded_by="alya",
        recorded_at=NOON,
    )
    return operation


def a_signal(
    *, area_code: str = VILLAGE, heard_at: datetime = NOON - timedelta(hours=2), **columns: object
) -> Signal:
    values = {
        "form": Form.REPORT,
        "kind": Kind.RUMOUR,
        "channel": Channel.WEB,
        "text": "Katanya surat suara sudah dicoblos.",
        "area": an_area(area_code),
        "heard_at": heard_at,
        "received_at": heard_at + timedelta(minutes=30),
        "created_by": "resident",
        "entered_by": "resident",
    } | columns
    if values.get("state_changed_at"):
        values.setdefault("state_changed_by", "alya")
    return Signal.objects.create(**values)


MONDAY = date(2024, 11, 18)


def a_proposal(officer: Person | None = None, **columns: object) -> Proposal:
    """Make a proposal of NOON's week for a village of the officer, as the engine would leave it."""
    who = officer or an_officer()
    values = {
        "week_starts_on": MONDAY,
        "officer": who,
        "area": who.villages_in_care.get().area,
        "rank": 1,
        "score_tenths": 432,
        "reasons": [
            {"code": "temperature", "tenths": 232, "value": 58.0, "hint": "panas"},
            {"code": "never_visited", "tenths": 300, "value": 0.0, "hint": ""},
            {"code": "distance", "tenths": -100, "value": 7.0, "hint": "station"},
        ],
        "proposed_at": NOON - timedelta(days=2),
    } | columns
    return Proposal.objects.create(**values)


def a_visit_note(
    area_code: str = VILLAGE, *, held_on: date = date(2024, 11, 12), **columns: object
) -> VisitNote:
    """Make the note that a village was visited."""
    values = {
        "area": an_area(area_code),
        "held_on": held_on,
        "visit_id": 10_000 + next(_serial),
        "noted_by": "budi",
        "noted_at": NOON,
    } | columns
    return VisitNote.objects.create(**values)


def a_visit(
    area_code: str = VILLAGE,
    *,
    officer: Person | None = None,
    held_at: datetime = NOON - timedelta(hours=3),
    **columns: object,
) -> Visit:
    """Make a visit of the officer, or of a new one who has the village in care."""
    values = {
        "kind": VisitKind.COURTESY,
        "area": an_area(area_code),
        "held_at": held_at,
        "officer": officer or an_officer(area_code=area_code),
        "parties_met": [PartyMet.VILLAGE_HEAD, PartyMet.RESIDENTS],
        "recorded_by": "budi",
        "recorded_at": NOON,
    } | columns
    return Visit.objects.create(**values)

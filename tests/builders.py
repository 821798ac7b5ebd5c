"""Make what a test needs, with defaults that are valid and dull."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from math import ceil
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import localdate, localtime

from sejuk.act.outreach.models import Visit
from sejuk.act.outreach.rules import PartyMet, VisitKind
from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.foundation.channels.actions import make_hook
from sejuk.foundation.channels.models import Hook
from sejuk.foundation.channels.rules import Channel, HookEvent
from sejuk.foundation.custody.actions import seal_words
from sejuk.foundation.custody.rules import SealedKind
from sejuk.foundation.forces.models import Organisation, Person, Unit, VillageCare
from sejuk.foundation.forces.rules import ForceKind
from sejuk.foundation.operations.models import Operation, Stage, StageVersion
from sejuk.foundation.places.models import Area, AreaName
from sejuk.foundation.places.rules import Level, parent_code, search_keys
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.plan.deployment.models import (
    Band,
    Duty,
    Need,
    Pattern,
    Post,
    PostKind,
    Roster,
    StationPlan,
)
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


def shift_to(moment: datetime) -> int:
    """Return the seconds that put an operation's clock at a moment, or up to one after it."""
    return ceil((moment - timezone.now()).total_seconds())


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


def a_hook(url: str = "https://hook.example/sejuk") -> Hook:
    make_hook(
        name="Kominfo",
        url=url,
        events=[HookEvent.SIGNAL],
        area_code=DISTRICT,
        may_be_inside=True,
        actor=an_actor(Role.ADMINISTRATOR),
        now=NOON,
    )
    return Hook.objects.latest("pk")


def a_seal(*, area_code: str = VILLAGE, about: str = "signals.signal:7", **words: str) -> UUID:
    """Seal what somebody said about himself, and give the number of the seal."""
    return seal_words(
        kind=SealedKind.REPORTER,
        words=words or {"name": "Siti Rahma", "reach": "0812 3456 7890"},
        about=about,
        area_code=an_area(area_code).pk,
        actor=Actor.resident(),
        now=NOON,
    )


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


THREE_SHIFTS = (("pagi", "Pagi", 6), ("siang", "Siang", 14), ("malam", "Malam", 22))


def a_pattern(code: str = "3x8") -> Pattern:
    """Make the pattern of three shifts of eight hours, or give back the one that is there."""
    pattern, is_new = Pattern.objects.get_or_create(code=code, defaults={"name": "3 x 8 jam"})
    if is_new:
        for band, name, hour in THREE_SHIFTS:
            Band.objects.create(
                pattern=pattern, code=band, name=name, starts=time(hour), minutes=480
            )
    return pattern


def a_post(code: str = "", *, area_code: str = DISTRICT, **columns: object) -> Post:
    """Make a post of the kind "election office"; `kind` may be another."""
    kind = columns.pop("kind", None)
    if kind is None:
        kind, _ = PostKind.objects.get_or_create(
            code="kantor", defaults={"name": "Kantor penyelenggara", "pattern": a_pattern()}
        )
    number = next(_serial)
    values = {
        "code": code or f"pos{number}",
        "name": f"Pos {number}",
        "kind": kind,
        "area": an_area(area_code),
    } | columns
    return Post.objects.create(**values)


def a_person(name: str = "", *, area_code: str = DISTRICT, **columns: object) -> Person:
    """Make one of the joint force in the unit of an area."""
    number = next(_serial)
    values = {
        "service_number": f"9001{number:04}",
        "name": name or f"Orang {number} Contoh",
        "rank": "Aipda",
        "unit": a_unit(area_code),
    } | columns
    return Person.objects.create(**values)


def a_roster(
    operation: Operation | None = None,
    *,
    starts_on: date = date(2024, 11, 18),
    ends_on: date = date(2024, 11, 24),
    published: bool = False,
    **columns: object,
) -> Roster:
    """Make a draft of the current operation, or (`published`) its next version."""
    whose = operation or Operation.objects.filter(is_current=True).first() or an_operation()
    values = {
        "operation": whose,
        "name": "Jaga KPU dan Bawaslu",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "created_by": "alya",
        "created_at": NOON - timedelta(days=7),
    }
    if published:
        values |= {
            "state": "published",
            "version": Roster.objects.filter(operation=whose, version__isnull=False).count() + 1,
            "proposed_by": a_user(),
            "proposed_at": NOON - timedelta(days=6),
            "published_by": a_user(),
            "published_at": NOON - timedelta(days=5),
        }
    return Roster.objects.create(**values | columns)


def a_duty(
    roster: Roster | None = None,
    *,
    person: Person | None = None,
    starts_at: datetime = NOON,
    post: Post | None = None,
    published: bool = True,
    **columns: object,
) -> Duty:
    """Make a seat of eight hours in the published roster of these days, or in a draft of them."""
    day = localdate(starts_at)
    if roster is None:
        state = "published" if published else "draft"
        there = Roster.objects.filter(state=state, starts_on__lte=day, ends_on__gte=day).first()
        roster = there or a_roster(
            starts_on=day - timedelta(days=day.weekday()),
            ends_on=day + timedelta(days=6 - day.weekday()),
            published=published,
        )
    where = post or Post.objects.first() or a_post()
    hour = localtime(starts_at).hour
    band, name = next(
        ((code, label) for code, label, starts in reversed(THREE_SHIFTS) if hour >= starts),
        ("malam", "Malam"),
    )
    demand = str(columns.pop("demand", f"{where.code}|{day}|{band}|{next(_serial)}"))
    ends_at = starts_at + timedelta(hours=8)
    values = {
        "roster": roster,
        "post": where,
        "demand": demand,
        "seat": Duty.objects.filter(roster=roster, demand=demand).count() + 1,
        "day": day,
        "band_code": band,
        "band_name": name,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "counted_minutes": 480,
        "posture": "overt",
        "role": "member",
        "person": person,
    } | columns
    return Duty.objects.create(**values)


def a_need(operation: Operation | None = None, *, count: int = 1, **columns: object) -> Need:
    """Make a need of the current operation for all posts; `kind` or `post` make it narrower."""
    whose = operation or Operation.objects.filter(is_current=True).first() or an_operation()
    return Need.objects.create(**{"operation": whose, "count": count} | columns)


def a_station_plan(operation: Operation) -> StationPlan:
    """Make a plan of polling stations that was asked for and not computed yet."""
    return StationPlan.objects.create(
        operation=operation,
        name="Pam TPS",
        day=date(2024, 11, 27),
        asked={
            "patterns": {"rawan": "2:2:4"},
            "within": "kecamatan",
            "most_minutes": 30,
            "platoons": 0,
            "platoon_size": 30,
            "goal_minutes": 30,
            "ungraded": "rawan",
        },
        created_by="alya",
        created_at=NOON,
    )

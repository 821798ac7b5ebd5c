"""The rosters of the demonstration, and how people stand them until the curtain."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.timezone import localdate

from sejuk.act.guard.actions.arrivals import check_in_colleague
from sejuk.act.guard.actions.book import record_entry
from sejuk.act.guard.actions.handing import give_handover, open_shift, take_handover
from sejuk.act.guard.actions.items import set_item
from sejuk.act.guard.actions.sickness import tell_sick
from sejuk.act.guard.actions.watches import answer_watch, raise_alarms, set_watch
from sejuk.act.guard.rules import EntryKind, ItemKind
from sejuk.act.guard.rules.handing import CountedItem, GivenOver, Matter
from sejuk.engines import roster as engine
from sejuk.foundation.operations import actions as operations
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.plan.deployment.actions.drafts import make_draft
from sejuk.plan.deployment.actions.publishing import propose_roster, publish_roster
from sejuk.plan.deployment.actions.solving import ask_solve, begin_solve, finish_solve
from sejuk.plan.deployment.actions.stations import (
    move_station_plan,
    plan_stations,
    store_station_plan,
)
from sejuk.plan.deployment.actions.substituting import substitute_person
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.queries.posts import posts
from sejuk.plan.deployment.queries.replacing import replacements_for
from sejuk.plan.deployment.queries.station_problems import Asked, begun_computing
from sejuk.plan.deployment.queries.verdicts import by_rule, verdict_of
from sejuk.plan.deployment.rules import Cause, RosterState
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import CURTAIN, at

if TYPE_CHECKING:
    from sejuk.plan.deployment.models import Roster

FIRST_DAY, LAST_DAY = date(2024, 11, 25), date(2024, 12, 8)
POLLING_DAY = date(2024, 11, 27)
BOOKED = ("KPU", "BWS", "GDG")
# Chosen: nearly everybody comes in time; some come late, a few do not come at all.
LATE, MISSING = 0.03, 0.01
WHY_IN_SPITE = "Menjelang hari pemungutan suara; dikendalikan langsung oleh Kabag Ops (contoh)."
ITEMS = (
    (ItemKind.KEY, "Kunci pintu utama", 2),
    (ItemKind.EQUIPMENT, "HT (radio genggam)", 4),
    (ItemKind.EQUIPMENT, "Rompi", 10),
    (ItemKind.DOCUMENT, "Buku tamu", 1),
)
ENTRIES = (
    (10.2, EntryKind.VISITOR, "Tamu: dua anggota Bawaslu, membawa surat tugas; diantar ke rapat."),
    (13.4, EntryKind.GOODS, "Kiriman formulir cadangan diterima KPU, satu dus, segel utuh."),
    (21.5, EntryKind.PATROL, "Keliling halaman dan pagar belakang: aman."),
    (2.3, EntryKind.PATROL, "Keliling gedung: lampu belakang padam, dilaporkan ke petugas KPU."),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The operation, who plans for it, and who publishes."""

    operation_id: int
    planner: Actor
    head: Actor
    rng: random.Random


def plan_rosters(stage: Stage, cast: Cast) -> None:
    """Plan how the roster of polling week comes about, and how it is stood."""
    stage.plan(at(date(2024, 11, 20), 9), _publishing(stage, cast))
    stage.plan(at(date(2024, 11, 21), 10), _stations(cast))
    stage.plan(at(date(2024, 11, 26), 20), _drafting(cast))


def _publishing(stage: Stage, cast: Cast) -> Doing:
    def publish(now: datetime) -> None:
        roster = _drafted("Pekan pemungutan suara", (FIRST_DAY, LAST_DAY), cast, now)
        _solved(roster, seed=1, rounds=6, actor=cast.planner, now=now)
        propose_roster(roster_id=roster.pk, actor=cast.planner, now=now + timedelta(hours=1))
        broken = by_rule(verdict_of(roster).breaches)
        publish_roster(
            roster_id=roster.pk,
            overrides={group[0].rule.value: WHY_IN_SPITE for group in broken},
            order_id=_order(roster, cast, now),
            actor=cast.head,
            now=now + timedelta(hours=2),
        )
        _plan_standing(stage, cast)

    return publish


def _drafted(name: str, days: tuple[date, date], cast: Cast, now: datetime) -> "Roster":
    return make_draft(
        operation_id=cast.operation_id,
        name=name,
        starts_on=days[0],
        ends_on=days[1],
        actor=cast.planner,
        now=now,
    )


def _solved(roster: "Roster", *, seed: int, rounds: int, actor: Actor, now: datetime) -> None:
    """Compute a draft here and now; by rounds, so that it is the same on every machine."""
    asked = ask_solve(roster_id=roster.pk, seed=seed, seconds=60, workers=1, actor=actor, now=now)
    begun = begin_solve(solve_id=asked.pk, alive_at=now, actor=actor, now=now)
    found = engine.solve(begun.problem, seed=seed, start=begun.start, rounds=rounds)
    finish_solve(begun=begun, solution=found, actor=actor, now=now)


def _order(roster: "Roster", cast: Cast, now: datetime) -> int:
    people = roster.duties.filter(person__isnull=False).values_list("person_id", flat=True)
    order = operations.record_order(
        operation_id=cast.operation_id,
        number="Sprin/1312/XI/OPS.1.3./2024",
        basis="Rencana Operasi Mantap Praja Musi 2024 (contoh).",
        text="melaksanakan pengamanan kantor KPU, Bawaslu, gudang logistik, patroli, dan cadangan;",
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        issued_on=localdate(now),
        issued_by="Kapolres Ogan Komering Ulu (contoh)",
        person_ids=sorted(set(people)),
        actor=cast.head,
        now=now,
    )  # fmt: skip
    return order.pk


def _stations(cast: Cast) -> Doing:
    """Publish one plan; another, with fewer stations to a pair, is left to the worker."""

    def plan(now: datetime) -> None:
        _asked_for("Pam TPS pola 2:8:16", "2:8:16", cast, now)
        plan_id = _asked_for("Pam TPS pola 2:10:20", "2:10:20", cast, now)
        begun = begun_computing(plan_id, actor=cast.planner)
        found = engine.deploy(begun.problem)
        store_station_plan(begun=begun, found=found, actor=cast.planner, now=now)
        for to, actor in ((RosterState.PROPOSED, cast.planner), (RosterState.PUBLISHED, cast.head)):
            move_station_plan(plan_id=plan_id, to=to, actor=actor, now=now)

    return plan


def _asked_for(name: str, calm: str, cast: Cast, now: datetime) -> int:
    asked = Asked(
        patterns={
            "kurang_rawan": calm,
            "rawan": "2:2:4",
            "sangat_rawan": "2:1:2",
            "khusus": "2:1:2",
        },
        within="kecamatan",
        most_minutes=30,
        platoons=3,
        platoon_size=30,
        goal_minutes=30,
        ungraded="",
    )
    plan = plan_stations(
        operation_id=cast.operation_id,
        name=name,
        day=POLLING_DAY,
        asked=asked,
        actor=cast.planner,
        now=now,
    )
    return plan.pk


def _drafting(cast: Cast) -> Doing:
    """Make two drafts of the week after, to be laid side by side."""

    def draft(now: datetime) -> None:
        days = date(2024, 12, 9), date(2024, 12, 15)
        for name, rounds in (("Pekan rekapitulasi, rancangan A", 0), ("Rancangan B", 8)):
            roster = _drafted(name, days, cast, now)
            _solved(roster, seed=2, rounds=rounds, actor=cast.planner, now=now)

    return draft


def _plan_standing(stage: Stage, cast: Cast) -> None:
    duties = published_duties(
        starts_at=at(FIRST_DAY, 0), ends_at=CURTAIN + timedelta(hours=1), covert=True
    )
    _equip(stage, cast)
    for duty in duties:
        fate = cast.rng.random()
        if fate >= MISSING:
            first, last = (17, 28) if fate < MISSING + LATE else (-25, 4)
            minutes = cast.rng.randint(first, last)
            stage.plan(duty.starts_at + timedelta(minutes=minutes), _arriving(stage, duty))
    _plan_handovers(stage, [one for one in duties if one.post_code in BOOKED])
    _plan_sickness(stage, cast)


def _equip(stage: Stage, cast: Cast) -> None:
    """Give the guarded places keys and radios, a watch, and what is written in their books."""
    opens = at(FIRST_DAY, 5.5)
    for post in posts((EVERYWHERE,)):
        if post.code not in BOOKED:
            continue
        stage.plan(opens, _equipping(post.pk, cast))
        stage.plan(at(FIRST_DAY, 6.05), _opening(stage, post.pk))
        for day in (FIRST_DAY, FIRST_DAY + timedelta(days=1), POLLING_DAY):
            for hour, kind, text in ENTRIES:
                when = at(day, hour + cast.rng.random() / 2)
                stage.plan(when, _writing(stage, _key(cast.rng), post.pk, (kind, text)))
        answered = at(FIRST_DAY, 6.5)
        # The store falls silent an hour and a half before the curtain: its Padal is called.
        silent_from = CURTAIN - timedelta(minutes=95 if post.code == "GDG" else 0)
        while answered < silent_from:
            stage.plan(answered, _answering(stage, post.pk))
            answered += timedelta(minutes=50)
    for minutes in (30, 14, 1):
        stage.plan(CURTAIN - timedelta(minutes=minutes), _looking)


def _equipping(post_id: int, cast: Cast) -> Doing:
    def equip(now: datetime) -> None:
        for kind, name, count in ITEMS:
            set_item(
                post_id=post_id, item_id=None, kind=kind, name=name, count=count, is_active=True,
                actor=cast.head, now=now,
            )  # fmt: skip
        set_watch(
            post_id=post_id, period_minutes=60, grace_minutes=15, is_on=True, actor=cast.head,
            now=now,
        )  # fmt: skip

    return equip


def _opening(stage: Stage, post_id: int) -> Doing:
    def begin(now: datetime) -> None:
        open_shift(
            post_id=post_id, day=FIRST_DAY, band_code="pagi", actor=stage.operator_at(now), now=now
        )

    return begin


def _writing(stage: Stage, key: UUID, post_id: int, entry: tuple[EntryKind, str]) -> Doing:
    kind, text = entry

    def write(now: datetime) -> None:
        record_entry(
            post_id=post_id, kind=kind, text=text, happened_at=now, key=key,
            actor=stage.operator_at(now), now=now + timedelta(minutes=2),
        )  # fmt: skip

    return write


def _key(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _answering(stage: Stage, post_id: int) -> Doing:
    def answer(now: datetime) -> None:
        answer_watch(post_id=post_id, actor=stage.operator_at(now), now=now)

    return answer


def _looking(now: datetime) -> None:
    raise_alarms(actor=Actor.system("guard.watch"), now=now)


def _arriving(stage: Stage, duty: StandingDuty) -> Doing:
    def arrive(now: datetime) -> None:
        check_in_colleague(
            duty_id=duty.duty_id, post_id=duty.post_id, actor=stage.operator_at(now), now=now
        )

    return arrive


def _plan_handovers(stage: Stage, duties: Iterable[StandingDuty]) -> None:
    shifts = {(one.post_id, one.day, one.band_code, one.ends_at) for one in duties}
    people = [(one.post_id, one.day, one.band_code) for one in duties]
    for post_id, day, band_code, ends_at in sorted(shifts):
        there = people.count((post_id, day, band_code))
        doing = _handing(stage, (post_id, day, band_code), there)
        stage.plan(ends_at - timedelta(minutes=6), doing)


def _handing(stage: Stage, shift: tuple[int, date, str], there: int) -> Doing:
    post_id, day, band_code = shift

    def hand(now: datetime) -> None:
        first, second = stage.operators
        items = tuple(CountedItem(name, kind.value, count, count) for kind, name, count in ITEMS)
        matters = (Matter("Lampu halaman belakang padam, menunggu perbaikan.", day),)
        given = GivenOver(there, items, "Situasi aman, tertib dan terkendali.", matters)
        handover = give_handover(
            post_id=post_id, day=day, band_code=band_code, given=given, actor=first, now=now
        )
        taken = now + timedelta(minutes=5)
        stage.plan(taken, _taking(handover.pk, handover.given_at, second))

    return hand


def _taking(handover_id: int, given_at: datetime, actor: Actor) -> Doing:
    def take(now: datetime) -> None:
        take_handover(
            handover_id=handover_id, seen_given_at=given_at, remarks="", actor=actor, now=now
        )

    return take


def _plan_sickness(stage: Stage, cast: Cast) -> None:
    """One falls ill and is replaced; another does so before the curtain and waits for somebody."""
    stage.plan(at(date(2024, 11, 25), 20), _falling_ill("BWS", date(2024, 11, 26), cast, mend=True))
    stage.plan(at(POLLING_DAY, 14.4), _falling_ill("KPU", POLLING_DAY, cast, mend=False))


def _falling_ill(post_code: str, day: date, cast: Cast, *, mend: bool) -> Doing:
    def fall_ill(now: datetime) -> None:
        duty = next(
            one
            for one in published_duties(
                starts_at=max(now, at(day, 0)), ends_at=at(day, 23.9), covert=False
            )
            if one.post_code == post_code and one.starts_at > now and one.role == "member"
        )
        tell_sick(
            person_id=duty.person_id, starts_at=now, ends_on=day + timedelta(days=1),
            actor=cast.planner, now=now,
        )  # fmt: skip
        if mend:
            [best, *_] = replacements_for(duty.duty_id, actor=cast.planner, now=now)
            substitute_person(
                duty_id=duty.duty_id, person_id=best.person_id, cause=Cause.SICK,
                reason="Sakit; pengganti menurut usulan (contoh).",
                expected_person_id=duty.person_id, actor=cast.planner, now=now,
            )  # fmt: skip

    return fall_ill

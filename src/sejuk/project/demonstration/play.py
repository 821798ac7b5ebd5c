"""Play the story through the same actions that people use, in order of time."""

import heapq
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.utils.translation import override

from sejuk.act.outreach import actions as outreach
from sejuk.act.outreach.rules import Concern
from sejuk.act.response import actions as response
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Direction, Incoming
from sejuk.kit.actors import Actor
from sejuk.project.demonstration import opening, texts
from sejuk.project.demonstration.delivering import delivered
from sejuk.project.demonstration.pictures import village_scene
from sejuk.project.demonstration.story import (
    CURTAIN,
    Finish,
    PlannedMessage,
    PlannedSignal,
    PlannedVisit,
    in_time,
)
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as heard
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    NewSignal,
    Origin,
    ReferralTarget,
    Rung,
    SignalState,
    SourceGrade,
)

Doing = Callable[[datetime], None]
# Every ninth visit brings a picture; chosen so that the demonstration stays small.
PICTURE_EVERY = 9
SOON_SETTLED = 0.85


@dataclass
class Stage:
    """Who acts, who has which village in care, and what is still to happen."""

    operators: tuple[Actor, ...]
    custodian: Actor
    officer_in_care: Mapping[str, int]
    rng: random.Random
    _agenda: list[tuple[datetime, int, Doing]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    seals_seen: int = 0

    def plan(self, at: datetime, doing: Doing) -> None:
        """Note what happens at an instant; what lies behind the curtain never does."""
        if at <= CURTAIN:
            heapq.heappush(self._agenda, (at, next(self._order), doing))

    def run(self) -> int:
        """Let everything happen in order; what happens may plan more. Return how much it was."""
        done = 0
        while self._agenda:
            at, _, doing = heapq.heappop(self._agenda)
            doing(at)
            done += 1
        return done

    def operator_at(self, at: datetime) -> Actor:
        """Return who has the desk: the operators change at two and at fourteen o'clock."""
        return self.operators[int((at.timestamp() // 3600 + 5) // 12) % len(self.operators)]


def play(stage: Stage, planned: Iterable[PlannedSignal], visits: Iterable[PlannedVisit]) -> int:
    for signal in planned:
        stage.plan(signal.received_at, _receiving(stage, signal))
    for number, visit in enumerate(visits):
        # Written down within the hour, on the phone.
        held_at = visit.held_at
        stage.plan(held_at + timedelta(minutes=40), _visiting(stage, visit, number))
    return stage.run()


def _receiving(stage: Stage, plan: PlannedSignal) -> Doing:
    def receive(now: datetime) -> None:
        new = NewSignal(
            form=plan.form,
            kind=plan.kind,
            channel=plan.channel,
            text=plan.text,
            area_code=plan.area_code,
            heard_at=plan.heard_at,
            created_by="resident",
            rung=plan.rung,
            severity=plan.severity,
            origin=Origin.DISCOVERED if plan.form is Form.OBSERVATION else Origin.REPORTED,
            cluster=plan.cluster,
        )
        # Who leaves his number typed it himself, on the public page.
        arrival = signals.receive_once(
            new=new,
            contact=Contact(plan.left.name, plan.left.number) if plan.left else None,
            receipt_digits=plan.receipt,
            # Read in the last nights, and when the story is over: see `learning` and `triaging`.
            is_one_of_many=True,
            actor=Actor.resident() if plan.left or plan.receipt else stage.operator_at(now),
            now=now,
        )
        _follow_up(stage, arrival.signal.pk, plan)
        if arrival.signal.seal_id:
            opening.plan_opening(stage, arrival.signal.seal_id, sealed_at=now)

    return receive


def plan_messages(stage: Stage, planned: Iterable[PlannedMessage]) -> None:
    for number, message in enumerate(planned):
        stage.plan(message.at, delivered(_writing(stage, message, f"contoh-{number}")))


def _writing(stage: Stage, plan: PlannedMessage, gateway_id: str) -> Doing:
    def write(now: datetime) -> None:
        if plan.direction is Direction.IN:
            message = channels.receive_message(
                channel=plan.channel,
                incoming=Incoming(gateway_id, plan.address, plan.text, now),
                area_code=plan.area_code,
                actor=Actor.system("channels"),
                now=now,
            )
            with override("id"):
                response.answer_message(
                    message_id=message.pk, actor=Actor.system("response"), now=now
                )
        else:
            operator = stage.operator_at(now)
            conversation = channels.converse_with(
                channel=plan.channel,
                address=plan.address,
                area_code=plan.area_code,
                actor=operator,
                now=now,
            )
            channels.send_message(
                conversation_id=conversation.pk,
                text=plan.text,
                area_code=plan.area_code,
                actor=operator,
                now=now,
            )

    return write


def _follow_up(stage: Stage, signal_id: int, plan: PlannedSignal) -> None:
    """Plan what the desk will make of a signal: take and grade it, then close it."""
    if plan.taken_at is None:
        return

    def take(now: datetime) -> None:
        actor = stage.operator_at(now)
        signals.take_signal(signal_id=signal_id, actor=actor, now=now)
        signals.grade_signal(
            signal_id=signal_id,
            source_grade=plan.source,
            content_grade=plan.content,
            severity=plan.severity,
            rung=plan.rung,
            actor=actor,
            now=now,
        )

    stage.plan(plan.taken_at, take)
    if plan.finish is not None:
        stage.plan(plan.finish.at, finishing(stage, signal_id, plan.finish))


def finishing(stage: Stage, signal_id: int, finish: Finish) -> Doing:
    def close(now: datetime) -> None:
        actor = stage.operator_at(now)
        # The claim of the first hour has lapsed by now: whoever closes takes it up again.
        signals.take_signal(signal_id=signal_id, actor=actor, now=now)
        match finish.state:
            case SignalState.REFERRED:
                signals.refer_signal(
                    signal_id=signal_id,
                    to=ReferralTarget.GAKKUMDU,
                    number=f"R/{signal_id}/XI/2024",
                    on=now.date(),
                    reason=finish.reason,
                    actor=actor,
                    now=now,
                )
            case SignalState.SET_ASIDE:
                signals.set_aside_signal(
                    signal_id=signal_id, reason=finish.reason, actor=actor, now=now
                )
            case _:
                signals.settle_signal(
                    signal_id=signal_id, reason=finish.reason, actor=actor, now=now
                )

    return close


def _visiting(stage: Stage, plan: PlannedVisit, number: int) -> Doing:
    def visit(now: datetime) -> None:
        shown = [village_scene(stage.rng)] if number % PICTURE_EVERY == 0 else []
        paid = outreach.record_visit(
            kind=plan.kind,
            area_code=plan.area_code,
            place="",
            held_at=plan.held_at,
            officer_id=stage.officer_in_care[plan.area_code],
            parties_met=plan.parties,
            messages_given=plan.messages,
            attendance=plan.attendance,
            note=plan.note,
            concerns=[Concern(said.text, said.kind, said.severity) for said in plan.concerns],
            photos=shown,
            actor=stage.operator_at(now),
            now=now,
        )
        brought = heard.signals_of(plan.area_code).filter(came_from=f"outreach.visit:{paid.pk}")
        for signal in brought.order_by("pk"):
            _follow_up_concern(stage, signal.pk, now)

    return visit


def _follow_up_concern(stage: Stage, signal_id: int, heard_at: datetime) -> None:
    """Most concerns are looked at on the day and settled within the week; some wait long."""
    taken_at = heard_at + timedelta(hours=stage.rng.uniform(1, 9))

    def take(now: datetime) -> None:
        actor = stage.operator_at(now)
        signals.take_signal(signal_id=signal_id, actor=actor, now=now)
        signals.grade_signal(
            signal_id=signal_id,
            source_grade=SourceGrade.B,
            content_grade=ContentGrade.THREE,
            severity=1,
            rung=Rung.POTENTIAL,
            actor=actor,
            now=now,
        )

    stage.plan(taken_at, take)
    wanted, reason = CURTAIN, texts.SETTLED_BY[0]
    if stage.rng.random() < SOON_SETTLED:
        wanted = taken_at + timedelta(days=stage.rng.uniform(1, 6))
        reason = stage.rng.choice(texts.SETTLED_BY)
    finish = Finish(SignalState.SETTLED, in_time(heard_at, wanted), reason)
    stage.plan(finish.at, finishing(stage, signal_id, finish))

"""Make what tests of alarms need: villages with signals, an alarm raised by a rule."""

from datetime import datetime, timedelta

from sejuk.assess.alarms import actions
from sejuk.assess.alarms.models import Alarm
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import Kind
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor

REASON = "Sudah ditanyakan kepada kepala desa."


def somebody(role: Role = Role.OPERATOR, *, area_code: str = "16.01", name: str = "") -> Actor:
    return an_actor(
        role, area_code=area_code, user=a_user(role, area_code=area_code, username=name)
    )


def quarrels(count: int, *, area_code: str = VILLAGE, now: datetime = NOON) -> list[Signal]:
    """Make different quarrels in a village, each heard some hours before the other."""
    return [
        a_signal(
            area_code=area_code,
            kind=Kind.QUARREL,
            text=f"Cekcok nomor {number} antarwarga di dekat balai desa tadi malam.",
            heard_at=now - timedelta(hours=2 + 9 * number),
        )
        for number in range(count)
    ]


def a_rule(**said: object) -> None:
    values = {
        "name": "Tiga cekcok",
        "stream": "konflik",
        "count": 3,
        "days": 7,
        "kilometres": 5.0,
        "reason": "Pernah pecah di sini pada 2019.",
    } | said
    actions.set_rule(**values, actor=somebody(Role.OPS_HEAD), now=NOON - timedelta(days=1))


def an_alarm(*, area_code: str = VILLAGE, now: datetime = NOON) -> Alarm:
    """Make an alarm of three quarrels in a village, raised by a rule."""
    a_rule(name=f"Tiga cekcok {area_code}")
    quarrels(3, area_code=area_code, now=now)
    actions.watch_day(actor=Actor.system("alarms"), now=now)
    return Alarm.objects.order_by("-id")[0]

"""Two reports with a photo that was drawn here: one that the desk has looked at, one that waits."""

from datetime import datetime, timedelta

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.kit.rectangles import Rectangle
from sejuk.project.demonstration.pictures import FACES, PLATE, street_scene
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import LAST_DAY, at, november
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.rules import Form, Kind, NewSignal

RESIDENT = Actor.resident()
BANNER = "Spanduk roboh menutup separuh jalan ke TPS tiga, warga sudah mencoba menepikannya."
TREE = "Dahan pohon jatuh di jalan dekat TPS satu, motor masih bisa lewat pelan-pelan."
CHECKED_AT, WAITING_SINCE = "16.01.14.2007", "16.01.14.2008"


def plan_photos(stage: Stage) -> None:
    """Plan a photo in which faces and a plate are blacked out, and one that nobody has seen."""
    stage.plan(at(november(26), 8.2), _reporting(stage, BANNER, CHECKED_AT, is_checked=True))
    stage.plan(at(LAST_DAY, 6.4), _reporting(stage, TREE, WAITING_SINCE, is_checked=False))


def _reporting(stage: Stage, text: str, area_code: str, *, is_checked: bool) -> Doing:
    def report(now: datetime) -> None:
        photo = street_scene(is_wide=is_checked)
        arrival = signals.receive_once(
            new=NewSignal(
                form=Form.REPORT,
                kind=Kind.SERVICE,
                channel=Channel.WEB,
                text=text,
                area_code=area_code,
                heard_at=now - timedelta(minutes=20),
                created_by="resident",
                photos=signals.hold_photos(raws=[photo], actor=RESIDENT, now=now),
            ),
            is_one_of_many=True,
            actor=RESIDENT,
            now=now,
        )
        if is_checked:
            looked = _looking(stage, arrival.signal.pk, (*FACES, PLATE))
            stage.plan(now + timedelta(minutes=25), looked)

    return report


def _looking(stage: Stage, signal_id: int, rectangles: tuple[Rectangle, ...]) -> Doing:
    def look(now: datetime) -> None:
        photo, actor = {"signal_id": signal_id, "number": 1}, stage.operator_at(now)
        signals.look_at_photo(**photo, actor=actor, now=now)
        signals.check_photo(**photo, version=1, rectangles=rectangles, actor=actor, now=now)

    return look

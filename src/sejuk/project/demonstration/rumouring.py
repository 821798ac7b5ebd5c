"""Four rumours of the story: two refuted, one of these told all the same, one true, one left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sejuk.assess.rumours import actions as rumours
from sejuk.assess.rumours import queries as known
from sejuk.assess.rumours.actions import Heard
from sejuk.assess.rumours.queries import FoundSignal
from sejuk.assess.rumours.rules import (
    Authority,
    ContentType,
    HeardAt,
    Priority,
    Veracity,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import CURTAIN, LAST_DAY, at, november
from sejuk.project.demonstration.texts import HOAX

if TYPE_CHECKING:
    from sejuk.assess.rumours.models import Rumour

CHAIN_MESSAGE = HOAX.partition("{")[0]
SYSTEM = Actor.system("rumours")
POSTPONED = "Pemungutan suara dikabarkan diundur satu hari."
BALLOTS = "Surat suara dikabarkan sudah dicoblos sejak dari gudang."
BRIDGE = "Jembatan kayu ke dua TPS dikabarkan rusak sehingga kotak suara terlambat."
INVITATIONS = "Undangan memilih dikabarkan tidak dibagikan di beberapa dusun."
FALSE_WORD = "KPU (contoh) menyatakan pemungutan suara tetap 27 November 2024."
BALLOTS_WORD = (
    "Gudang dibuka bersama Bawaslu dan saksi pada 18 November 2024: segel kotak utuh, semua surat"
    " suara utuh."
)
BALLOTS_RESOLUTION = (
    "Tidak benar menurut KPU (contoh): gudang dibuka bersama Bawaslu dan saksi pada 18 November"
    " 2024, semua surat suara utuh. Penjelasan dibawa ke desa-desa di jalur Lubuk"
    " Batang-Peninjauan; sejak 21 November tidak terdengar lagi."
)
BRIDGE_RESOLUTION = (
    "Dinas PUPR (contoh) membenarkan: jembatan rusak sejak hujan 23 November. Jembatan darurat "
    "dipasang 25 November dan kotak suara tiba sehari sebelum pemungutan."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when it was heard, and by which way that reached us."""

    area_code: str
    heard_at: datetime
    place: HeardAt
    channel: Channel
    words: str = ""

    def as_heard(self) -> Heard:
        return Heard(
            place=self.place,
            area_code=self.area_code,
            heard_at=self.heard_at,
            channel=self.channel,
            words=self.words,
            told_by="warga",
        )


# With the four of the story six villages heard it: by telephone, on a visit, and in a group chat.
ALSO_POSTPONED = (
    Place("16.01.13.2006", at(november(25), 11.5), HeardAt.MARKET, Channel.VISIT,
          "Pedagang bertanya apakah benar mencoblosnya lusa."),
    Place("16.01.14.2015", at(november(25), 13.3), HeardAt.GROUP_CHAT, Channel.WHATSAPP),
    Place("16.01.14.2015", at(november(26), 8), HeardAt.COFFEE_STALL, Channel.VISIT),
)  # fmt: skip
BRIDGE_HEARD = (
    Place("16.01.31.2006", at(november(24), 7), HeardAt.STREET, Channel.TELEPHONE),
    Place("16.01.31.2004", at(november(24), 16), HeardAt.MEETING, Channel.VISIT),
)
INVITATIONS_HEARD = (
    Place("16.01.14.2008", at(november(26), 21.5), HeardAt.WORSHIP, Channel.WHATSAPP),
    Place("16.01.14.2007", at(LAST_DAY, 5.5), HeardAt.HOME, Channel.TELEPHONE),
)


@dataclass
class Telling:
    """One rumour as it goes through the story; its number is known once it is written down."""

    stage: Stage
    number: int = 0

    def rumour(self) -> "Rumour":
        return known.rumour_called(self.number, ("16.01",))

    def plan(self, when: datetime, deed: Callable[["Telling", Actor, datetime], None]) -> None:
        self.stage.plan(when, self._doing(deed))

    def _doing(self, deed: Callable[["Telling", Actor, datetime], None]) -> Doing:
        def do(now: datetime) -> None:
            deed(self, self.stage.operator_at(now), now)

        return do


def plan_rumours(stage: Stage) -> None:
    """Plan the four rumours, and that deadlines are minded."""
    _plan_ballots(Telling(stage))
    _plan_postponed(Telling(stage))
    _plan_bridge(Telling(stage))
    _plan_invitations(Telling(stage))
    for hour in (2.6, 6.7, 10.8):
        stage.plan(at(LAST_DAY, hour), _minding)


def _minding(now: datetime) -> None:
    rumours.mind_deadlines(actor=SYSTEM, now=now)


def _plan_ballots(told: Telling) -> None:
    """Let the rumour of the road be linked each evening, verified by KPU, answered and closed."""

    def write(told: Telling, actor: Actor, now: datetime) -> None:
        [first, *_] = _of_ballots(actor, now)
        told.number = rumours.write_rumour(
            claim=BALLOTS,
            priority=Priority.HIGH,
            content_type=ContentType.FABRICATED,
            first=_as_heard(first),
            actor=actor,
            now=now,
        ).pk

    def link(told: Telling, actor: Actor, now: datetime) -> None:
        heard = [_as_heard(one) for one in _of_ballots(actor, now)]
        if heard:
            rumours.add_sightings(rumour_id=told.number, heard=heard, actor=actor, now=now)

    told.plan(at(november(12), 20.4), write)
    for day in range(12, 22):
        told.plan(at(november(day), 22.6), link)
    told.plan(at(november(13), 9), _asking(Authority.KPU, "KPU Kabupaten OKU (contoh)"))
    reference = "Berita acara 77/PP.09/1601/XI/2024 (contoh)"
    told.plan(at(november(18), 11.4), _answer(BALLOTS_WORD, reference))
    why = "KPU dan Bawaslu membuka gudang di depan saksi: surat suara utuh."
    told.plan(at(november(19), 8), _deciding(Veracity.FALSE, why))
    # The release of the answer at half past nine marks it as answered.
    told.plan(at(november(25), 9), _close(BALLOTS_RESOLUTION))


def _of_ballots(actor: Actor, now: datetime) -> list[FoundSignal]:
    """Return what the desk received of ballots that are punched already."""
    found = known.signals_with_words("surat suara", actor, now=now)
    return [one for one in found if "coblos" in one.excerpt]


def _as_heard(found: FoundSignal) -> Heard:
    """Return a signal as a sighting: its words say where it was told."""
    places = (
        ("grup percakapan", HeardAt.GROUP_CHAT),
        ("Pedagang", HeardAt.MARKET),
        ("Katanya", HeardAt.COFFEE_STALL),
    )
    told_at = next((place for word, place in places if word in found.excerpt), HeardAt.HOME)
    return Heard(signal_id=found.id, place=told_at)


def _plan_postponed(told: Telling) -> None:
    day = november(25)

    def write(told: Telling, actor: Actor, now: datetime) -> None:
        [first, *_] = _received(actor, now)
        told.number = rumours.write_rumour(
            claim=POSTPONED,
            priority=Priority.HIGH,
            content_type=ContentType.FABRICATED,
            first=Heard(signal_id=first.id, place=HeardAt.GROUP_CHAT),
            actor=actor,
            now=now,
        ).pk

    told.plan(at(day, 9), write)
    told.plan(at(day, 9.5), _asking(Authority.KPU, "KPU Kabupaten OKU (contoh)"))
    told.plan(at(day, 13), _answer(FALSE_WORD, "Surat 512/PL.02/1601/XI/2024 (contoh)"))
    told.plan(at(day, 13.2), _deciding(Veracity.FALSE, "KPU membantah dengan surat resmi."))
    told.plan(at(day, 16), _answered("Imbauan KPU dibacakan di empat kelurahan dan di pasar."))
    for place in ALSO_POSTPONED:
        told.plan(place.heard_at + timedelta(minutes=50), _telling(place))
    for when in (at(day, 18), at(november(26), 18), CURTAIN - timedelta(hours=1)):
        told.plan(when, _linking)


def _linking(told: Telling, actor: Actor, now: datetime) -> None:
    """Link what the desk received of it meanwhile."""
    received = _received(actor, now)
    heard = [Heard(signal_id=one.id, place=HeardAt.GROUP_CHAT) for one in received]
    if heard:
        rumours.add_sightings(rumour_id=told.number, heard=heard, actor=actor, now=now)


def _received(actor: Actor, now: datetime) -> list[FoundSignal]:
    """Return what the desk received of the chain message, and of nothing else that was put off."""
    found = known.signals_with_words("pesan berantai diundur", actor, now=now)
    return [one for one in found if one.excerpt.startswith(CHAIN_MESSAGE)]


def _plan_bridge(told: Telling) -> None:
    day = november(24)
    told.plan(at(day, 8), _writing(BRIDGE, Priority.NORMAL, BRIDGE_HEARD[0]))
    told.plan(at(day, 9), _asking(Authority.OFFICIAL, "Dinas PUPR (contoh)"))
    told.plan(at(day, 16.5), _telling(BRIDGE_HEARD[1]))
    answer = _answer("Benar, jembatan rusak sejak 23 November.", "Nota 77/PUPR/XI/2024 (contoh)")
    told.plan(at(day, 17), answer)
    told.plan(at(day, 17.5), _deciding(Veracity.TRUE, "Dinas PUPR membenarkan setelah memeriksa."))
    told.plan(at(november(25), 15), _answered("Camat dan KPU menjelaskan jalur pengganti."))
    told.plan(at(november(26), 17), _close(BRIDGE_RESOLUTION))


def _plan_invitations(told: Telling) -> None:
    night = at(november(26), 22.5)
    told.plan(night, _writing(INVITATIONS, Priority.URGENT, INVITATIONS_HEARD[0]))
    told.plan(night + timedelta(minutes=15), _asking(Authority.KPU, "PPK Baturaja Timur (contoh)"))
    told.plan(INVITATIONS_HEARD[1].heard_at + timedelta(minutes=30), _telling(INVITATIONS_HEARD[1]))


Deed = Callable[[Telling, Actor, datetime], None]


def _writing(claim: str, priority: Priority, first: Place) -> Deed:
    def write(told: Telling, actor: Actor, now: datetime) -> None:
        told.number = rumours.write_rumour(
            claim=claim, priority=priority, first=first.as_heard(), actor=actor, now=now
        ).pk

    return write


def _telling(place: Place) -> Deed:
    def tell(told: Telling, actor: Actor, now: datetime) -> None:
        rumours.add_sightings(rumour_id=told.number, heard=[place.as_heard()], actor=actor, now=now)

    return tell


def _asking(authority: Authority, name: str) -> Deed:
    def ask(told: Telling, actor: Actor, now: datetime) -> None:
        rumours.ask_authority(
            rumour_id=told.number,
            authority=authority,
            authority_name=name,
            question="Apakah kabar ini benar, dan apa yang dapat disampaikan kepada warga?",
            actor=actor,
            now=now,
        )

    return ask


def _answer(answer: str, reference: str) -> Deed:
    def note(told: Telling, actor: Actor, now: datetime) -> None:
        rumours.note_answer(
            rumour_id=told.number,
            check_id=told.rumour().checks.get().pk,
            answer=answer,
            reference=reference,
            answered_on=now.date(),
            actor=actor,
            now=now,
        )

    return note


def _deciding(veracity: Veracity, reason: str) -> Deed:
    def decide(told: Telling, actor: Actor, now: datetime) -> None:
        rumour = told.rumour()
        rumours.decide_veracity(
            rumour_id=told.number,
            veracity=veracity,
            check_id=rumour.checks.get().pk,
            reason=reason,
            version_seen=rumour.version,
            actor=actor,
            now=now,
        )

    return decide


def _answered(reason: str) -> Deed:
    def mark(told: Telling, actor: Actor, now: datetime) -> None:
        rumours.mark_answered(
            rumour_id=told.number,
            reason=reason,
            version_seen=told.rumour().version,
            actor=actor,
            now=now,
        )

    return mark


def _close(resolution: str) -> Deed:
    def close(told: Telling, actor: Actor, now: datetime) -> None:
        rumour = told.rumour()
        rumours.close_rumour(
            rumour_id=told.number,
            resolution=resolution,
            check_id=rumour.checks.get().pk,
            version_seen=rumour.version,
            actor=actor,
            now=now,
        )

    return close

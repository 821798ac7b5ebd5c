"""
What happens in the demonstration, told before it is played: 64 days from 25 September to polling day.

Three threads run through ordinary noise. **The road**: a rumour that ballots are punched already travels
along the road from Lubuk Batang to Peninjauan from 12 November on; KPU and Bawaslu open the store on the
18th, the answer is carried to the villages, and sightings stop. **The boundary**: Tanjunglengkayap and
Pagar Dewa quarrel over a boundary from 9 October; a scuffle on the 14th; mediation, a written agreement
on the 24th, and both cool. **The quiet village**: nobody has been to Gunung Tiga, and nobody reports.

Two small things beside them show how a temperature is kept: of a scuffle on 12 October the post hears
four days later, and a rumour that KPU refutes on the 25th is told around Baturaja on the next day.

Pure: a seed goes in, plans come out.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sejuk.act.outreach.rules import MessageGiven, PartyMet, VisitKind
from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.project.demonstration import texts
from sejuk.project.demonstration.own_words import in_own_words
from sejuk.sense.signals.rules import (
    CLAIM_LASTS,
    ContentGrade,
    Form,
    Kind,
    Rung,
    SignalState,
    SourceGrade,
    answer_due_on,
)

WIB = ZoneInfo("Asia/Jakarta")
FIRST_DAY = date(2024, 9, 25)
LAST_DAY = date(2024, 11, 27)
DAYS = tuple(
    FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)
)
# When the demonstration is opened it is polling day, just after the polling stations closed.
CURTAIN = datetime(2024, 11, 27, 15, 0, tzinfo=WIB)

ROAD = (
    "16.01.22.2006", "16.01.22.2007", "16.01.22.2008", "16.01.22.2009", "16.01.09.2001",
    "16.01.09.2002", "16.01.09.2003", "16.01.09.2006", "16.01.09.2007", "16.01.09.2028",
    "16.01.09.2009", "16.01.09.2026", "16.01.09.2010",
)  # fmt: skip
QUARRELLING = ("16.01.28.2006", "16.01.28.2004")
QUIET = "16.01.20.2002"
TENSE_AT_THE_END = "16.01.32.2001"
TOLD_LATE = "16.01.13.2012"
HOAX_HEARD = ("16.01.13.1003", "16.01.13.1004", "16.01.14.1001", "16.01.14.1003")
# Chosen: so many reports on the public page for one whose teller wants to be reached.
ONE_LEAVES_HIS_NUMBER_IN = 40
# Four weeks after it was closed each is asked: in October, whose figures are out at the curtain.
WITH_RECEIPT_UNTIL = date(2024, 10, 3)
# From then on nothing waits longer than it may.
CATCHES_UP_ON = date(2024, 11, 19)
# What is asked about in the last nights, so that a model can be judged by words it has not seen.
OWN_WORDS_FROM = date(2024, 11, 14)


@dataclass(frozen=True, slots=True)
class Finish:
    """How and when the work on a signal ended."""

    state: SignalState
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Caller:
    """An invented resident who wants to be reached; the number belongs to nobody."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    direction: Direction
    channel: Channel
    address: str
    text: str
    area_code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedSignal:
    """One signal with what will be made of it."""

    area_code: str
    kind: Kind
    text: str
    heard_at: datetime
    received_at: datetime
    severity: int = 1
    form: Form = Form.REPORT
    channel: Channel = Channel.WEB
    rung: Rung = Rung.POTENTIAL
    source: SourceGrade = SourceGrade.F
    content: ContentGrade = ContentGrade.SIX
    cluster: str = ""
    taken_at: datetime | None = None
    finish: Finish | None = None
    left: Caller | None = None
    # The sixteen digits of who reported on the public page, where he comes back with them.
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class PlannedConcern:
    text: str
    kind: Kind
    severity: int


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit by whoever has the village in care."""

    area_code: str
    held_at: datetime
    kind: VisitKind
    parties: tuple[PartyMet, ...]
    messages: tuple[MessageGiven, ...]
    note: str
    attendance: int
    concerns: tuple[PlannedConcern, ...] = ()


def at(day: date, hour: float) -> datetime:
    """Return an instant of a day in western Indonesian time; hours may pass 24."""
    return datetime(day.year, day.month, day.day, tzinfo=WIB) + timedelta(hours=hour)


def october(day: int) -> date:
    return date(2024, 10, day)


def november(day: int) -> date:
    return date(2024, 11, day)


def in_time(received_at: datetime, wanted: datetime) -> datetime:
    """Return when the desk closes what would take until `wanted`: in the last days before it is late."""
    due_on = max(answer_due_on(received_at.astimezone(WIB).date()), CATCHES_UP_ON)
    # Not all of a day at one moment: what takes longest is done first.
    return min(wanted, at(due_on, 20) - (wanted - received_at) / 120)


def signals(rng: random.Random, villages: dict[str, str]) -> list[PlannedSignal]:
    """Plan all signals, by when they reach the post. `villages` maps codes to names."""
    ordinary = _with_receipts(_ordinary(rng, villages))
    planned = [
        *in_own_words(ordinary, villages, at(OWN_WORDS_FROM, 0)),
        *_road(rng, villages),
        *_boundary(villages),
        *_last_days(villages),
        *_told_late(villages),
        *_hoax(villages),
    ]
    planned.sort(key=lambda signal: (signal.received_at, signal.area_code))
    return list(_with_callers(planned))


def _with_receipts(planned: Iterable[PlannedSignal]) -> Iterator[PlannedSignal]:
    """Let who reports in the first days do it on the public page, and be answered soon."""
    for number, signal in enumerate(planned):
        if signal.finish is None or signal.received_at >= at(WITH_RECEIPT_UNTIL, 0):
            yield signal
            continue
        soon = at(WITH_RECEIPT_UNTIL, 20) - timedelta(minutes=5 * number)
        finish = replace(signal.finish, at=min(signal.finish.at, soon))
        receipt = f"20241002{number:08}"
        yield replace(signal, channel=Channel.WEB, finish=finish, receipt=receipt)


def _with_callers(planned: Sequence[PlannedSignal]) -> Iterator[PlannedSignal]:
    told_on_the_page = 0
    for signal in planned:
        told_on_the_page += signal.channel is Channel.WEB
        number, rest = divmod(told_on_the_page, ONE_LEAVES_HIS_NUMBER_IN)
        if signal.channel is Channel.WEB and rest == 0:
            left = Caller(f"Warga Contoh {number}", f"0800 0000 {number:03}")
            yield replace(signal, left=left)
        else:
            yield signal


def messages() -> list[PlannedMessage]:
    """Plan what is written to and from the post."""
    return [
        PlannedMessage(direction, channel, address, text, area_code, when)
        for when, direction, channel, address, area_code, text in (
            (at(october(14), 14.8), Direction.IN, Channel.WHATSAPP, "0800 0000 901", QUARRELLING[0], texts.CALLED_FOR_HELP),
            (at(october(24), 12), Direction.IN, Channel.WHATSAPP, "0800 0000 901", QUARRELLING[0], texts.THANKED),
            (at(november(18), 11), Direction.IN, Channel.EMAIL, "humas@kpu.example", ROAD[0], texts.STORE_OPENED),
            (at(november(26), 20.2), Direction.IN, Channel.SMS, "0800 0000 902", TENSE_AT_THE_END, texts.ASKED_FOR_PATROL),
            (at(november(26), 20.6), Direction.OUT, Channel.SMS, "0800 0000 902", TENSE_AT_THE_END, texts.PATROL_COMES),
            (at(november(25), 10.5), Direction.OUT, Channel.EMAIL, "humas@kpu.example", ROAD[0], texts.ROAD_IS_QUIET),
        )
    ]  # fmt: skip


def visits(rng: random.Random, villages: dict[str, str]) -> list[PlannedVisit]:
    """Plan all visits in order of time: some thirteen a day, never one to the quiet village."""
    planned = [*_rounds(rng, villages), *_visits_of_the_threads(rng, villages)]
    return sorted(planned, key=lambda visit: (visit.held_at, visit.area_code))


def _ordinary(rng: random.Random, villages: dict[str, str]) -> Iterator[PlannedSignal]:
    # The quarrel is heard above everything else in its two villages.
    codes = [code for code in villages if code not in (QUIET, *QUARRELLING)]
    # A few villages talk more than others, as everywhere.
    loudness = [rng.lognormvariate(0, 1.2) for _ in codes]
    for number, day in enumerate(DAYS):
        # Chosen: five a day at the beginning of the campaign, nineteen in the last week.
        expected = 5 + 14 * (number / len(DAYS)) ** 2
        for code in rng.choices(codes, loudness, k=max(1, round(rng.gauss(expected, 2)))):
            yield _ordinary_signal(rng, villages[code], code, day)


def _ordinary_signal(rng: random.Random, name: str, code: str, day: date) -> PlannedSignal:
    kind = rng.choices(list(texts.SHARES), list(texts.SHARES.values()))[0]
    text, severity = rng.choice(texts.SAID[kind])
    heard_at = at(day, rng.uniform(6, 22))
    received_at = min(heard_at + timedelta(minutes=rng.uniform(5, 240)), CURTAIN)
    heard_at = min(heard_at, received_at - timedelta(minutes=2))
    content = rng.choices(
        (
            ContentGrade.ONE,
            ContentGrade.TWO,
            ContentGrade.THREE,
            ContentGrade.FOUR,
            ContentGrade.FIVE,
        ),
        (6, 6, 4, 2, 2),
    )[0]
    taken_at = received_at + timedelta(minutes=rng.uniform(10, 600))
    # Chosen: small worries are settled on the day, stubborn ones after two weeks.
    closed_at = in_time(received_at, taken_at + timedelta(hours=rng.uniform(6, 130) * severity))
    set_aside = rng.random() < 0.12
    return PlannedSignal(
        area_code=code,
        kind=kind,
        text=text.format(desa=name),
        heard_at=heard_at,
        received_at=received_at,
        severity=severity,
        channel=rng.choices((Channel.WEB, Channel.STAFF, Channel.TELEPHONE), (5, 3, 2))[0],
        rung=Rung.THRESHOLD if severity > 2 else Rung.POTENTIAL,
        source=rng.choice((SourceGrade.B, SourceGrade.C, SourceGrade.C, SourceGrade.F)),
        content=content,
        taken_at=taken_at,
        finish=Finish(
            SignalState.SET_ASIDE if set_aside else SignalState.SETTLED,
            closed_at,
            rng.choice(texts.SET_ASIDE_BY if set_aside else texts.SETTLED_BY),
        ),
    )


def _road(rng: random.Random, villages: dict[str, str]) -> Iterator[PlannedSignal]:
    """Tell how the rumour travels: two villages a day, several voices in each, then the answer."""
    for step, code in enumerate(ROAD):
        first_heard = november(12) + timedelta(days=step // 2)
        for voice in range(rng.randint(3, 5)):
            heard_at = at(first_heard + timedelta(days=voice // 2), rng.uniform(7, 20))
            if heard_at > at(november(21), 18):
                continue
            received_at = heard_at + timedelta(minutes=rng.uniform(10, 120))
            taken_at = received_at + timedelta(minutes=rng.uniform(10, 90))
            # When the claim of who took it is over: another may have the desk by then.
            answered_at = max(at(november(19), 10 + step * 0.7), taken_at + CLAIM_LASTS)
            yield PlannedSignal(
                area_code=code,
                kind=Kind.RUMOUR,
                text=rng.choice(texts.BALLOT_RUMOUR).format(desa=villages[code]),
                heard_at=heard_at,
                received_at=received_at,
                severity=3,
                channel=rng.choice((Channel.WEB, Channel.TELEPHONE, Channel.STAFF)),
                rung=Rung.THRESHOLD,
                source=SourceGrade.C,
                content=ContentGrade.TWO,
                cluster=f"surat-suara-{code}",
                taken_at=taken_at,
                finish=Finish(SignalState.SETTLED, answered_at, texts.BALLOT_ANSWER),
            )


def _boundary(villages: dict[str, str]) -> Iterator[PlannedSignal]:
    """Tell the quarrel: words, a scuffle, mediation, an agreement, and quiet."""
    agreed = at(october(24), 11)
    told: Sequence[tuple[date, float, int, Form, ContentGrade, str]] = (
        (october(9), 9, 2, Form.REPORT, ContentGrade.TWO, "Patok batas kebun antara {a} dan {b} dicabut."),
        (october(11), 16, 2, Form.REPORT, ContentGrade.TWO, "Warga {a} dan {b} saling menuduh soal patok batas."),
        (october(14), 15, 3, Form.INCIDENT, ContentGrade.ONE, "Terjadi saling dorong di batas {a} dan {b}, dilerai tiga pilar. Dua orang lecet."),
        (october(15), 8, 3, Form.OBSERVATION, ContentGrade.ONE, "Warga {a} berjaga di batas desa pada malam hari."),
        (october(17), 10, 2, Form.OBSERVATION, ContentGrade.ONE, "Kedua pihak di {a} dan {b} bersedia bertemu di kantor camat."),
    )  # fmt: skip
    for day, hour, severity, form, content, text in told:
        for code, other in (QUARRELLING, QUARRELLING[::-1]):
            heard_at = at(day, hour)
            yield PlannedSignal(
                area_code=code,
                kind=Kind.BOUNDARY,
                text=text.format(a=villages[code], b=villages[other]),
                heard_at=heard_at,
                received_at=heard_at + timedelta(minutes=35),
                severity=severity,
                form=form,
                channel=Channel.TELEPHONE,
                rung=Rung.ACTUAL if form is Form.INCIDENT else Rung.THRESHOLD,
                source=SourceGrade.B,
                content=content,
                cluster=f"batas-{day:%m%d}-{code}",
                taken_at=heard_at + timedelta(hours=1),
                finish=Finish(
                    SignalState.SETTLED,
                    agreed,
                    "Berita acara kesepakatan batas kebun ditandatangani kedua kepala desa, disaksikan camat.",
                ),
            )


def _told_late(villages: dict[str, str]) -> Iterator[PlannedSignal]:
    """Tell of the scuffle that reached the post when its day had long been stored."""
    received_at = at(october(16), 9)
    yield PlannedSignal(
        area_code=TOLD_LATE,
        kind=Kind.QUARREL,
        text=texts.TOLD_LATE.format(desa=villages[TOLD_LATE]),
        heard_at=at(october(12), 21),
        received_at=received_at,
        severity=3,
        form=Form.INCIDENT,
        channel=Channel.TELEPHONE,
        rung=Rung.ACTUAL,
        source=SourceGrade.B,
        content=ContentGrade.ONE,
        cluster="ribut-1012",
        taken_at=received_at + timedelta(minutes=30),
        finish=Finish(SignalState.SETTLED, at(october(19), 16), texts.SETTLED_BY[0]),
    )


def _hoax(villages: dict[str, str]) -> Iterator[PlannedSignal]:
    """Tell the rumour that everybody at the desk knows to be false, and that goes round all the same."""
    # Most of it before the answer of the 25th in the afternoon, and little since.
    told = (
        (0, 24, 19.5), (1, 24, 20.5), (2, 25, 7.2), (0, 25, 8.5), (3, 25, 9.2),
        (1, 25, 10.1), (2, 25, 12.3), (3, 25, 14.6), (2, 25, 17.5), (0, 26, 7.5),
    )  # fmt: skip
    for place, day, hour in told:
        code, heard_at = HOAX_HEARD[place], at(november(day), hour)
        yield PlannedSignal(
            area_code=code,
            kind=Kind.RUMOUR,
            text=texts.HOAX.format(desa=villages[code]),
            heard_at=heard_at,
            received_at=min(heard_at + timedelta(minutes=25), CURTAIN),
            severity=2,
            channel=Channel.TELEPHONE,
            source=SourceGrade.C,
            content=ContentGrade.FIVE,
            cluster="hoaks-tps-diundur",
            taken_at=heard_at + timedelta(minutes=55),
        )


def _last_days(villages: dict[str, str]) -> Iterator[PlannedSignal]:
    """Leave something open at the curtain: a tense village, and a referral that has left the house."""
    name = villages[TENSE_AT_THE_END]
    told: Sequence[tuple[date, float, int, Form, ContentGrade, Kind, str]] = (
        (november(25), 19, 3, Form.REPORT, ContentGrade.TWO, Kind.INTIMIDATION, f"Sekelompok orang mendatangi rumah warga {name} pada malam hari dan menekan soal pilihan."),
        (november(26), 20, 3, Form.REPORT, ContentGrade.ONE, Kind.INTIMIDATION, f"Warga {name} diminta memotret surat suaranya. Ketua RT membenarkan."),
        (november(26), 22, 2, Form.OBSERVATION, ContentGrade.ONE, Kind.QUARREL, f"Kerumunan di simpang {name} sampai larut, bubar setelah dialog."),
        (november(27), 9, 2, Form.OBSERVATION, ContentGrade.ONE, Kind.QUARREL, f"Antrean di TPS {name} sempat ribut karena undangan ganda, pemungutan suara berlanjut."),
    )  # fmt: skip
    for day, hour, severity, form, content, kind, text in told:
        heard_at = at(day, hour)
        yield PlannedSignal(
            area_code=TENSE_AT_THE_END,
            kind=kind,
            text=text,
            heard_at=heard_at,
            received_at=heard_at + timedelta(minutes=20),
            severity=severity,
            form=form,
            channel=Channel.TELEPHONE,
            rung=Rung.THRESHOLD,
            source=SourceGrade.B,
            content=content,
            cluster=f"akhir-{day:%m%d}{hour}",
            taken_at=heard_at + timedelta(minutes=50),
        )
    heard_at = at(november(24), 21)
    yield PlannedSignal(
        area_code="16.01.13.2001",
        kind=Kind.MONEY_POLITICS,
        text="Pembagian amplop pada masa tenang, disaksikan beberapa warga.",
        heard_at=heard_at,
        received_at=heard_at + timedelta(hours=1),
        severity=2,
        channel=Channel.TELEPHONE,
        rung=Rung.ACTUAL,
        source=SourceGrade.B,
        content=ContentGrade.TWO,
        taken_at=heard_at + timedelta(hours=2),
        finish=Finish(
            SignalState.REFERRED,
            heard_at + timedelta(hours=12),
            "Dugaan pelanggaran pemilihan diteruskan kepada Sentra Gakkumdu.",
        ),
    )


def _rounds(rng: random.Random, villages: dict[str, str]) -> Iterator[PlannedVisit]:
    """Let every village but the quiet one be visited now and then; remote ones less often."""
    codes = [code for code in villages if code != QUIET]
    eagerness = [rng.lognormvariate(0, 0.7) for _ in codes]
    for day in DAYS:
        # Fewer on Sundays, none at the polling stations' own hour.
        wanted = rng.randint(2, 5) if day.weekday() == 6 else rng.randint(9, 16)
        for code in sorted(set(rng.choices(codes, eagerness, k=wanted))):
            yield _ordinary_visit(rng, villages[code], code, day)


def _ordinary_visit(rng: random.Random, name: str, code: str, day: date) -> PlannedVisit:
    latest = 13.5 if day == LAST_DAY else 17.0
    concerns: tuple[PlannedConcern, ...] = ()
    if rng.random() < 0.22:
        text, kind, severity = rng.choice(texts.CONCERNS)
        concerns = (PlannedConcern(text.format(desa=name), kind, severity),)
    return PlannedVisit(
        area_code=code,
        held_at=at(day, rng.uniform(8, latest)),
        kind=rng.choice(
            (VisitKind.COURTESY, VisitKind.DOOR_TO_DOOR, VisitKind.FACE_TO_FACE, VisitKind.APPEAL,
             VisitKind.DIALOGUE_PATROL, VisitKind.GUIDANCE)
        ),
        parties=tuple(sorted(rng.sample(list(PartyMet), k=rng.randint(1, 4)))),
        messages=tuple(sorted(rng.sample(list(MessageGiven), k=rng.randint(1, 3)))),
        note=rng.choice(texts.VISIT_NOTES),
        attendance=rng.randint(3, 40),
        concerns=concerns,
    )  # fmt: skip


def _visits_of_the_threads(rng: random.Random, villages: dict[str, str]) -> Iterator[PlannedVisit]:
    for code in QUARRELLING:
        yield PlannedVisit(
            area_code=code,
            held_at=at(october(22), 9 + 4 * QUARRELLING.index(code)),
            kind=VisitKind.MEDIATION,
            parties=(
                PartyMet.VILLAGE_HEAD,
                PartyMet.CUSTOMARY_LEADER,
                PartyMet.ARMY_VILLAGE_OFFICER,
            ),
            messages=(MessageGiven.UNITY,),
            note="Mediasi batas kebun bersama camat dan tokoh adat; disepakati pengukuran bersama.",
            attendance=24,
        )
    for step, code in enumerate(ROAD):
        yield PlannedVisit(
            area_code=code,
            held_at=at(november(19) + timedelta(days=step // 6), rng.uniform(9, 16)),
            kind=VisitKind.FACE_TO_FACE,
            parties=(PartyMet.VILLAGE_HEAD, PartyMet.RELIGIOUS_LEADER, PartyMet.ELECTION_ORGANISER),
            messages=(MessageGiven.NO_HOAX, MessageGiven.WISE_MEDIA),
            note=f"Penjelasan KPU tentang surat suara disampaikan di {villages[code]}.",
            attendance=rng.randint(15, 45),
        )

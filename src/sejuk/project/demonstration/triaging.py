"""Reports that the machine reads and an operator decides about: a homonym, a repetition, names."""

from datetime import datetime, timedelta

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.story import CURTAIN
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as heard
from sejuk.sense.signals.rules import Form, Kind, NewSignal

SYSTEM = Actor.system("suggest")
DISTRICT = "16.01"
BATURAJA = "16.01.14.1006"
AT_ONCE = 500
# Nobody is called so; the number belongs to nobody.
TOLD: tuple[tuple[str, str, Kind, timedelta], ...] = (
    (
        "Ado ribut mulut di desa Sukajadi tadi malam, sekitar 30 orang, soal penghitungan suara",
        DISTRICT,
        Kind.OTHER,
        timedelta(hours=3),
    ),
    (
        "Katanya kotak suara di TPS 3 sudah dibuka sebelum saksi datang, warga berkumpul",
        BATURAJA,
        Kind.RUMOUR,
        timedelta(hours=5),
    ),
    (
        "Katonyo kotak suaro di TPS 3 lah dibuka sebelum saksi datang, wargo bekumpul",
        "16.01.14.1004",
        Kind.OTHER,
        timedelta(hours=2),
    ),
    (
        "Tidak benar kotak suara di TPS 3 sudah dibuka sebelum saksi datang, warga sudah pulang",
        BATURAJA,
        Kind.OTHER,
        timedelta(hours=1),
    ),
    (
        "Pak Tarmuji (hp 0812-0000-1234) bagi amplop di Pasar Baru, mobilnya BG 1234 ZZ",
        BATURAJA,
        Kind.OTHER,
        timedelta(minutes=50),
    ),
)


def tell_and_decide(operator: Actor) -> None:
    """Let some reports come in, the machine read all of two months, and an operator decide."""
    told = {ago: _come_in(text, code, kind, ago) for text, code, kind, ago in sorted(
        TOLD, key=lambda one: -one[3])}  # fmt: skip
    read_all(CURTAIN)
    first, *_, denial, last = told.values()
    signals.keep_apart(signal_id=denial, other_id=first, actor=operator, now=CURTAIN)
    signals.decide_kind(signal_id=last, kind=Kind.MONEY_POLITICS, actor=operator, now=CURTAIN)


def read_all(now: datetime) -> None:
    """Let the machine suggest what it would have, had a worker run during the story."""
    while numbers := heard.missed(now, most=AT_ONCE):
        if failed := signals.suggest_about(signal_ids=numbers, actor=SYSTEM, now=now):
            raise RuntimeError(f"The engine cannot read {failed} signals: the log names them.")


def _come_in(text: str, area_code: str, kind: Kind, ago: timedelta) -> int:
    at = CURTAIN - ago
    arrival = signals.receive_once(
        new=NewSignal(
            form=Form.REPORT,
            kind=kind,
            channel=Channel.WEB,
            text=text,
            area_code=area_code,
            heard_at=at,
            created_by="resident",
        ),
        is_one_of_many=True,
        actor=Actor.resident(),
        now=at,
    )
    return arrival.signal.pk

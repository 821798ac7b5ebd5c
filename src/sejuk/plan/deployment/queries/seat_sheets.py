"""
The sheet of a roster: one row for each seat, as it is written to a file and read from one.

Its headers and words are Indonesian whatever the reader's language, so that a file that one person
took away another can bring back. A seat is told by day, post, shift, role, posture and a number
among the seats that are alike in these.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.kit.cells import Reader, Unfit, day, flag, one_of, text, whole
from sejuk.kit.choices import N_, Choice
from sejuk.kit.grids import Cell
from sejuk.kit.importing import Column
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.rules import Posture, SeatRole

SeatKey = tuple[date, str, str, str, str, int]
# Seat numbers are counted per post and shift, where a few hundred stand at most (chosen).
HIGHEST_NUMBER = 9_999

ROLE_WORDS = {
    SeatRole.LEADER: "pimpinan",
    SeatRole.DEPUTY: "wakil",
    SeatRole.DRIVER: "pengemudi",
    SeatRole.NEGOTIATOR: "negosiator",
    SeatRole.MEDIC: "medis",
    SeatRole.MEMBER: "anggota",
}
POSTURE_WORDS = {Posture.OVERT: "terbuka", Posture.COVERT: "tertutup"}
_ROLE_SYNONYMS = {
    "ketua": SeatRole.LEADER,
    "kepala jaga": SeatRole.LEADER,
    "wakil kepala jaga": SeatRole.DEPUTY,
    "danru": SeatRole.LEADER,
    "padal": SeatRole.LEADER,
    "wadanru": SeatRole.DEPUTY,
    "wakil pimpinan": SeatRole.DEPUTY,
    "sopir": SeatRole.DRIVER,
    "supir": SeatRole.DRIVER,
    "p3k": SeatRole.MEDIC,
    "kesehatan": SeatRole.MEDIC,
    "pertolongan pertama": SeatRole.MEDIC,
}
_POSTURE_SYNONYMS = {"berseragam": Posture.OVERT, "preman": Posture.COVERT}


def _word_of(
    kind: type[Choice], words: Mapping[str, Choice], synonyms: Mapping[str, Choice]
) -> Reader:
    """Return a reader for one of `words`, which are also those that a refusal names."""
    known = one_of(kind, **words, **synonyms)

    def read(cell: str) -> object:
        try:
            return known(cell)
        except Unfit as error:
            raise Unfit(error.message, allowed=", ".join(words)) from error

    return read


DAY = Column(
    name="day", header="tanggal", label=N_("Day"), read=day, required=True,
    example="2024-11-04", synonyms=("hari", "tgl", "date"),
)  # fmt: skip
POST = Column(
    name="post", header="kode_pos", label=N_("Code of the post"), read=text(40), required=True,
    example="KPU", synonyms=("pos", "kode"),
)  # fmt: skip
BAND = Column(
    name="band", header="kode_giliran", label=N_("Code of the shift"), read=text(20), required=True,
    example="pagi", synonyms=("giliran", "shift", "kode_shift", "waktu_dinas"),
)  # fmt: skip
ROLE = Column(
    name="role", header="peran", label=N_("Role"), required=True, example="anggota",
    read=_word_of(SeatRole, {word: role for role, word in ROLE_WORDS.items()}, _ROLE_SYNONYMS),
    hint=N_("pimpinan, wakil, pengemudi, negosiator, medis or anggota"),
    synonyms=("jabatan", "sebagai"),
)  # fmt: skip
POSTURE = Column(
    name="posture", header="bentuk", label=N_("Overt or covert"), required=True, example="terbuka",
    read=_word_of(
        Posture, {word: one for one, word in POSTURE_WORDS.items()}, _POSTURE_SYNONYMS
    ),
    hint=N_("terbuka or tertutup"), synonyms=("sifat", "bentuk pengamanan"),
)  # fmt: skip
SEAT = Column(
    name="seat", header="nomor_tempat", label=N_("Number of the seat"), required=True, example="1",
    read=whole(1, HIGHEST_NUMBER), hint=N_("counted among seats that are alike in all the above"),
    synonyms=("nomor", "no_tempat", "nomor kursi", "kursi"),
)  # fmt: skip
PERSON = Column(
    name="person", header="nrp", label=N_("Service number"), read=text(30), example="85010123",
    hint=N_("empty: nobody stands there"),
    synonyms=("nomor_induk", "nip", "nrp/nip", "nomor pokok", "personel"),
)  # fmt: skip
PIN = Column(
    name="pin", header="disematkan", label=N_("Pinned"), read=flag, example="ya",
    hint=N_("ya or tidak; without this column all pins stay"),
    synonyms=("pin", "tetap", "dikunci"),
)  # fmt: skip
# Written for whoever reads the sheet; a file that is brought needs none of them.
READABLE = ("pos", "mulai", "selesai", "pangkat", "nama", "satuan")


@dataclass(frozen=True, slots=True)
class SeatSheet:
    """The columns that are read."""

    columns: tuple[Column, ...] = (DAY, POST, BAND, ROLE, POSTURE, SEAT, PERSON, PIN)


SHEET = SeatSheet()
# Without these headers no row can be read at all.
NEEDED = tuple(column for column in SHEET.columns if column.required or column is PERSON)


@dataclass(frozen=True, slots=True)
class NumberedSeat:
    """A seat as the sheet tells it, and who is on it."""

    duty_id: int
    demand: str
    key: SeatKey
    starts_at: datetime
    ends_at: datetime
    person_id: int | None
    is_pinned: bool

    @property
    def is_covert(self) -> bool:
        return self.key[4] == Posture.COVERT


def numbered_seats(roster: Roster) -> list[NumberedSeat]:
    """Return all seats of a roster, numbered among those that are alike."""
    rows = roster.duties.order_by("demand", "seat").values_list(
        "id", "demand", "day", "post__code", "band_code", "role", "posture",
        "starts_at", "ends_at", "person_id", "is_pinned",
    )  # fmt: skip
    numbers: dict[tuple[date, str, str, str, str], int] = defaultdict(int)
    found = []
    for pk, demand, on, post, band, role, posture, starts_at, ends_at, person, pinned in rows:
        alike = (on, post, band, role, posture)
        numbers[alike] += 1
        key = (*alike, numbers[alike])
        found.append(NumberedSeat(pk, demand, key, starts_at, ends_at, person, pinned))
    return found


def sheet_columns() -> tuple[str, ...]:
    """Return the headers of the sheet: what is read first, then what is for the eye."""
    return (*(column.header for column in SHEET.columns), *READABLE)


def sheet_rows(roster: Roster, seen: Q) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each seat of a roster that `seen` lets through, in the order of time."""
    numbers = {seat.duty_id: seat.key[-1] for seat in numbered_seats(roster)}
    duties = Duty.objects.filter(seen, roster=roster).select_related("post", "person__unit")
    ordered = duties.order_by("day", "starts_at", "post__code", "posture", "role", "demand", "seat")
    for duty in ordered:
        person = duty.person
        yield (
            duty.day,
            duty.post.code,
            duty.band_code,
            ROLE_WORDS[SeatRole(duty.role)],
            POSTURE_WORDS[Posture(duty.posture)],
            numbers[duty.pk],
            person.service_number if person else "",
            "ya" if duty.is_pinned else "",
            duty.post.name,
            f"{localtime(duty.starts_at):%Y-%m-%d %H:%M}",
            f"{localtime(duty.ends_at):%Y-%m-%d %H:%M}",
            person.rank if person else "",
            person.name if person else "",
            person.unit.name if person else "",
        )


def named_roster(roster: Roster, seen: Q) -> engine.Roster:
    """Return who is placed on the seats that `seen` lets through, by service number."""
    duties = Duty.objects.filter(seen, roster=roster, person__isnull=False)
    rows = duties.values_list("demand", "person__service_number").order_by("demand", "seat")
    return tuple(engine.Assignment(demand, number) for demand, number in rows)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column in the reader's language, for whoever makes such a file by hand."""

    header: str
    label: str
    hint: str
    example: str
    required: bool


def columns_shown() -> list[ShownColumn]:
    return [
        ShownColumn(
            header=column.header,
            label=gettext(column.label),
            hint=gettext(column.hint) if column.hint else "",
            example=column.example,
            required=column in NEEDED,
        )
        for column in SHEET.columns
    ]

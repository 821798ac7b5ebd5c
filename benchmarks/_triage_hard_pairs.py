"""
Pairs that share their words and say different things.

Similarity of words cannot tell them apart: the median share of common runs is printed beside what
the slots decide. Places are read by the engine from the texts themselves, with the villages of OKU.
"""

import csv
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks._limits import Limit
from benchmarks._triage_rumours import alay, bases, forwarded, palembang, paraphrased
from sejuk.engines.triage import (
    AreaName,
    Gazetteer,
    Relation,
    Told,
    compared,
    gazetteer_of,
    located,
)

AREAS = Path(__file__).parents[1] / "src/sejuk/project/demonstration/areas_oku.csv"
SEED = 2711
DAY = date(2024, 11, 5)
ALIKE = {Relation.SAME, Relation.MAYBE}

DENIALS = (
    "Kabar bahwa {} adalah tidak benar.", "[HOAKS] {}", "KPU OKU klarifikasi: {}? Itu keliru.",
    "Polres memastikan tidak ada kejadian {}", "Isu {} dibantah kapolsek setempat",
    "Jangan termakan isu, {} itu bohong", "Cek fakta: {}. SALAH",
    "Bawaslu: {} hanyalah kabar burung",
    "{}. Setelah dicek ke lokasi, ternyata tidak terjadi apa apa.", "dak bener kabar {}",
    "Pak kades sudah bilang {} itu tidak pernah terjadi",
    "Beredar info {}, faktanya aman terkendali", "Disinformasi! {}",
    "Mohon tidak percaya pesan: {}", "{} , ini fitnah dan sudah diluruskan panitia",
    "Tidak betul kalau {}", "{} -- hoax lama yang dikirim lagi", "Itu karangan saja: {}",
)  # fmt: skip
"""The engine's cues were mended once with these in view."""

OTHER_DENIALS = (
    "Pemda memastikan {} cuma rumor", "Kapolres: warga tak perlu cemas, {} tidak terjadi",
    "{} => SUDAH DICEK, TIDAK ADA", "Info {} ngawur, jangan disebar",
    "kato pak kadus {} tu dak katek", "{}. Berita itu dipelintir, aslinya biasa saja",
    "Humas menegaskan {} merupakan kabar menyesatkan",
    "Panwascam turun langsung dan tidak menemukan {}", "{} (ini gosip lama, abaikan)",
    "Ngapusi galo yang ngomong {}",
)  # fmt: skip
"""The cues were mended with these in view too."""

LAST_DENIALS = (
    "Ketua RT menjamin {} hanya salah dengar", "{}. Padahal kenyataannya warga tidur nyenyak",
    "Kejadian {} diragukan, polisi bilang nihil", "Bohongan itu lur, {}",
    "Stop sebar kabar {}! Sudah dicek nihil", "{} dipastikan keliru oleh Bawaslu",
    "Ujaran bahwa {} tak berdasar", "Pihak kecamatan: tak ada itu {}", "Lur jangan cayo omongan {}",
    "Video lama dipakai untuk cerita {}, bukan di sini",
)  # fmt: skip
"""Written after that, and not looked at since."""


def kept_apart(count: int) -> list[Limit]:
    """Print how pairs of each kind are judged and return the limits."""
    gazetteer, villages = _villages()
    chance = random.Random(SEED)
    print(f"\n{count} pairs of each kind, judged whole: found places, dates, numbers, denials\n")
    print(f"{'':34}{'median alike':>14}{'kept apart':>12}  relations")
    apart = {}
    for name, draw in KINDS.items():
        pairs = [draw(villages, chance) for _ in range(count)]
        answers = [compared(_told(one, gazetteer), _told(other, gazetteer)) for one, other in pairs]
        apart[name] = sum(answer.relation not in ALIKE for answer in answers) / count
        told = [str(answer.relation) for answer in answers]
        relations = ", ".join(
            f"{one} {told.count(one)}" for one in sorted(set(told), key=told.count)
        )
        alike = median(answer.score for answer in answers)
        print(f"{name:34}{alike:>14.2f}{apart[name]:>12.3f}  {relations}", flush=True)
    return [
        Limit(f"kept apart: {name}", at_least=AT_LEAST[name], took=share, unit="")
        if name in AT_LEAST
        else Limit(f"kept apart: {name}", at_most=AT_MOST[name], took=share, unit="")
        for name, share in apart.items()
        if name in AT_LEAST or name in AT_MOST
    ]


Text = tuple[str, date]
Draw = Callable[[list[str], random.Random], tuple[Text, Text]]


def _villages() -> tuple[Gazetteer, list[str]]:
    with AREAS.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    areas = [AreaName(row["code"], row["name"], row["level"], row["parent"]) for row in rows]
    names = [row["name"] for row in rows if row["code"].count(".") == 3]
    return gazetteer_of(areas), sorted(name for name in set(names) if names.count(name) == 1)


def _told(text: Text, gazetteer: Gazetteer) -> Told:
    words, day = text
    found = located(words, gazetteer)
    codes = {one.code for mention in found for one in mention.candidates}
    return Told(words, tuple(sorted(codes)), day)


def _rumour(village: str, chance: random.Random) -> str:
    base = bases(1, chance)[0]
    return base.text().replace(f"desa {base.village.lower()}", f"desa {village}")


def _reworded(text: str, chance: random.Random) -> str:
    return chance.choice((forwarded, alay, palembang, paraphrased))(text, chance)


def _other_place(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    one, other = chance.sample(villages, 2)
    text = _rumour(one, chance)
    return (text, DAY), (text.replace(one, other), DAY)


def _other_place_reworded(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    (text, day), (other, _) = _other_place(villages, chance)
    return (text, day), (_reworded(other, chance), day)


def _denied(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    return (text, DAY), (chance.choice(DENIALS + OTHER_DENIALS).format(text), DAY)


def _denied_otherwise(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    return (text, DAY), (chance.choice(LAST_DENIALS).format(text), DAY)


def _denied_reworded(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    worded = chance.choice((alay, palembang))(text, chance)
    return (text, DAY), (chance.choice(DENIALS + OTHER_DENIALS).format(worded), DAY)


def _other_number(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = f"{_rumour(chance.choice(villages), chance)} di TPS 3 jam 9 malam"
    text = re.sub(r"tps \d+ ", "", text)
    change = chance.choice((("TPS 3", "TPS 8"), ("TPS 3", "tps empat"), ("jam 9", "jam 11")))
    return (text, DAY), (text.replace(*change), DAY)


def _other_date(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    first, second = chance.sample(range(10, 28), 2)
    text = f"{_rumour(chance.choice(villages), chance)} tanggal {first} November"
    return (text, DAY), (text.replace(f"tanggal {first} N", f"tanggal {second} N"), DAY)


def _a_year_later(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    return (text, DAY), (text, DAY - timedelta(days=365))


def _same(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    return (text, DAY), (_reworded(text, chance), DAY + timedelta(days=chance.randint(0, 9)))


def _asked(villages: list[str], chance: random.Random) -> tuple[Text, Text]:
    text = _rumour(chance.choice(villages), chance)
    asking = ("Apakah benar {}?", "Min, {} itu hoaks atau bukan?", "Iyo dak lur, {}?")
    return (text, DAY), (chance.choice(asking).format(text), DAY)


KINDS: dict[str, Draw] = {
    "other village": _other_place,
    "other village, reworded": _other_place_reworded,
    "denial": _denied,
    "denial, reworded": _denied_reworded,
    "denial, in words not foreseen": _denied_otherwise,
    "other number": _other_number,
    "other date": _other_date,
    "a year later": _a_year_later,
    "the same, reworded": _same,
    "the same, as a question": _asked,
}
AT_LEAST = {
    "other village": 0.95, "denial": 0.99, "other number": 0.95, "a year later": 1.0,
}  # fmt: skip
AT_MOST = {"the same, reworded": 0.05}

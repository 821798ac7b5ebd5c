"""
Reports with places, written by templates, and the ways in which people misspell the places.

Nothing here is shared with the engine: the short forms, the slips and the sentences are lists of
their own. The slips are those of a telephone keyboard.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# {v} a village, {k} a kecamatan, {V} a village with its kecamatan beside it as {K}.
SENTENCES = (
    "Ada pembagian sembako di {v} tadi malam pak",
    "lapor min, di {v} banyak baliho yang dirobek orang",
    "Mohon patroli ditambah di desa {v}, anak muda sering kumpul sampai pagi",
    "warga {v} belum dapat undangan mencoblos",
    "tps 02 {v} kekurangan surat suara kata saksi",
    "katonyo di {v} wong bagi-bagi duit, bener dak?",
    "jembatan gantung arah {v} putus, logistik dak biso lewat",
    "Kades {v} hadir di acara salah satu calon",
    "Izin melaporkan keributan antar pemuda {v} dan {v} usai orgen tunggal",
    "banjir setinggi lutut di {v}, TPS nya pindah kemana?",
    "ado yang ngancam warga ds {v} supayo dak milih",
    "Ds. {v} kec. {k} aman terkendali",
    "isu surat suara sudah tercoblos beredar di {v}",
    "kel {v} lampu jalan mati semua sejak hari senin",
    "Pencurian motor di {v}, pelaku lari ke arah {v}",
    "kec {k} kapan pleno nya?",
    "Bapak ibu mohon info, benarkah TPS 5 desa {v} digabung?",
    "dari {v} ke {v} jalannya longsor, kendaraan antre",
    "camat {k} diduga ikut mengarahkan warga",
    "kabarnya ada massa dari {v} mau datang ke kantor camat {k}",
    "Selamat siang, saya dari dusun 2 {v} ingin menanyakan jadwal perekaman ktp",
    "suaro di {v} jangan diitung dulu, masih ribut",
    "penyelenggara di kecamatan {k} kurang petugas",
    "{v}: dua kelompok saling ejek, sudah dilerai",
    "sekitar {v} sering ada balap liar tiap malam minggu",
    "pak, tolong cek gudang kpu di {k}, gemboknya rusak",
    "Warga desa {v} kecamatan {k} menolak pemindahan tps",
    "anak saya dipukul di pasar {v} kemarin sore",
    "PPK {k} belum terima kotak suara",
    "ada spanduk provokatif dekat masjid {v}",
)
# Sentences that name no place of the list, some with its words in their everyday meaning.
PLACELESS = (
    "bandar togel masih bebas berkeliaran pak",
    "kapan musim durian tiba, kebun kami sepi",
    "sudah lama dalam penantian bantuan tak kunjung datang",
    "pohon beringin tumbang menimpa kabel listrik",
    "harga kedondong dan markisa naik menjelang pilkada",
    "surau kami dipakai rapat, mohon diingatkan",
    "katanya calon itu berobat ke singapura",
    "air di terusan kotor, ikan mati semua",
    "mohon info cara pindah memilih, saya kuliah di palembang",
    "desa kami belum terima undangan sama sekali",
    "kantor desa tutup terus, warga bingung mau lapor kemana",
    "simpang empat dekat pasar baru macet total",
    "kotak suara batu putih? maksudnya apa",
    "suka maju sendiri orangnya, tidak mau antre",
)
SHORT = {
    "tanjung": ("tj", "tjg", "tg", "tanj"),
    "lubuk": ("lb", "lbk", "lubk"),
    "gunung": ("gn", "gng", "g."),
    "karang": ("kr", "krg", "krang"),
    "batu": ("bt", "bto"),
    "baturaja": ("bta", "btr"),
    "muara": ("ma.", "mra"),
    "air": ("ayek", "ar"),
    "pasar": ("psr", "ps"),
    "bandar": ("bdr", "bd"),
    "negeri": ("ngr", "neg"),
    "suka": ("sk",),
    "talang": ("tl", "tlg"),
    "padang": ("pdg", "pd"),
    "ulak": ("ulk", "ul"),
    "rantau": ("rt", "rtau"),
    "sumber": ("smbr", "sbr"),
    "simpang": ("sp", "spg", "simp"),
    "mekar": ("mkr", "mk"),
    "makarti": ("mkrti",),
    "peninjauan": ("pnj", "pninjauan"),
    "kedaton": ("kdt", "kdton"),
    "marga": ("mrg",),
    "karya": ("kry",),
    "sinar": ("snr",),
    "tebing": ("tb", "tbg"),
    "kebun": ("kbn",),
    "pagar": ("pgr",),
    "bumi": ("bm",),
    "gedung": ("gdg",),
    "lama": ("lm",),
    "baru": ("br",),
    "timur": ("tmr",),
    "barat": ("brt",),
    "agung": ("ag",),
}
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
JOINED = 0.15
SHORTENED = 0.5
UPPER, LOWER = 0.1, 0.45
PLACELESS_SHARE = 0.15


@dataclass(frozen=True)
class Area:
    """A row of the district's list."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Named:
    """Where a report names an area."""

    start: int
    end: int
    area: Area


@dataclass(frozen=True)
class Report:
    """A text and the areas that it names."""

    text: str
    named: tuple[Named, ...]


Corruption = Callable[[str, random.Random], str]


def as_it_is(name: str, _chance: random.Random) -> str:
    return name


def short_or_slip(name: str, chance: random.Random) -> str:
    """Join the words or shorten one of them, and slip once with an even chance."""
    drawn = chance.random()
    if drawn < JOINED:
        name = name.replace(" ", "")
    elif drawn < JOINED + SHORTENED:
        name = shortened(name, chance)
    return slipped(name, chance) if chance.random() < SHORTENED else name


def slip_once(name: str, chance: random.Random) -> str:
    return slipped(name, chance)


def slip_twice(name: str, chance: random.Random) -> str:
    return slipped(slipped(name, chance), chance)


CORRUPTIONS: dict[str, Corruption] = {
    "clean": as_it_is,
    "lv1": short_or_slip,
    "lv2": slip_once,
    "lv3": slip_twice,
}


def shortened(name: str, chance: random.Random) -> str:
    """Replace one word that has a short form; a name of one word stays."""
    words = name.split()
    able = [at for at, word in enumerate(words) if word.lower() in SHORT]
    if len(words) < 2 or not able:
        return name
    at = chance.choice(able)
    words[at] = chance.choice(SHORT[words[at].lower()])
    return " ".join(words)


def slipped(name: str, chance: random.Random) -> str:
    """Drop, double, swap, hit the key beside, hit it too, or change a vowel."""
    at = chance.choice([at for at, letter in enumerate(name) if letter.isalpha()])
    letter = name[at].lower()
    kind = chance.randrange(6)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + letter + name[at:]
    if kind == 2 and at + 1 < len(name) and name[at + 1].isalpha():
        return name[:at] + name[at + 1] + letter + name[at + 2 :]
    if kind == 3 and letter in "aeiou":
        return name[:at] + chance.choice("aeiou".replace(letter, "")) + name[at + 1 :]
    other = beside(letter, chance)
    return name[:at] + other + name[at + (kind != 4) :]


def beside(letter: str, chance: random.Random) -> str:
    """Return a key beside a letter."""
    row = next(row for row in KEYS if letter in row)
    at = row.index(letter)
    return chance.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])


def reports(areas: Sequence[Area], corrupt: Corruption, count: int, *, seed: int) -> list[Report]:
    """Return reports of one level of corruption; the same seed draws the same places."""
    chance, slips = random.Random(seed), random.Random(seed + 1)
    villages = [area for area in areas if area.level in {"desa", "kelurahan"}]
    kecamatan = {area.code: area for area in areas if area.level == "kecamatan"}
    told = []
    for _ in range(count):
        if chance.random() < PLACELESS_SHARE:
            told.append(Report(chance.choice(PLACELESS), ()))
            continue
        sentence = chance.choice(SENTENCES)
        drawn = [chance.choice(villages) for _ in range(sentence.count("{v}"))]
        above = kecamatan[drawn[-1].parent] if drawn else chance.choice([*kecamatan.values()])
        case = chance.random()
        told.append(_filled(sentence, drawn, above, lambda name: corrupt(name, slips), case))
    return told


def _filled(
    sentence: str, drawn: list[Area], above: Area, corrupt: Callable[[str], str], case: float
) -> Report:
    text, named, left = "", [], list(drawn)
    while "{" in sentence:
        before, _, rest = sentence.partition("{")
        area = left.pop(0) if rest[0] == "v" else above
        written = corrupt(area.name)
        if case < LOWER:
            written = written.lower()
        text += before
        named.append(Named(len(text), len(text) + len(written), area))
        text, sentence = text + written, rest[2:]
    text += sentence
    if case > 1 - UPPER:
        text = text.upper()
    return Report(text, tuple(named))

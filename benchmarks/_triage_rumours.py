"""
Rumours, chatter and other wordings of them, drawn by seed.

The ways of rewording know nothing of the engine: spellings are damaged by rules, and of the local
words and synonyms listed here those that the engine's own lexicon knows are thrown away before use,
so that what is measured is what the engine makes of words it has never seen.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from sejuk.engines.triage import standard_lexicon

WHO = (
    "ketua KPPS", "petugas PPS", "oknum perangkat desa", "tim sukses salah satu calon", "panitia",
    "anggota linmas", "kepala dusun", "relawan", "orang tidak dikenal", "sopir truk logistik",
    "saksi calon", "pengurus karang taruna", "bidan desa", "guru SD", "penjaga gudang",
    "pegawai kecamatan", "pemilik warung", "rombongan dari kota",
)  # fmt: skip
DID = (
    "membagikan amplop berisi uang kepada pemilih", "mencoblos surat suara sebelum hari pemilihan",
    "memindahkan tempat pemungutan suara ke balai desa", "menahan undangan memilih milik warga",
    "mengumpulkan fotokopi KTP untuk didata ulang", "merusak gembok gudang logistik",
    "mengancam pedagang yang berbeda pilihan", "menghapus nama pemilih lama dari daftar",
    "menyimpan kotak suara di rumah pribadi", "membawa senjata tajam saat rapat warga",
    "mengganti formulir hasil dengan yang baru", "melarang kaum ibu datang mencoblos",
    "menyuruh warga menunjukkan foto surat suara", "membakar spanduk di simpang jalan",
    "mencabut bendera partai pada malam hari", "meminta iuran untuk konsumsi pemungutan",
    "menutup jembatan supaya pemilih tidak lewat", "mengangkut pemilih dari kabupaten sebelah",
    "memotong kabel listrik kantor panitia", "menukar tinta dengan cairan pewarna biasa",
    "menggelar pesta sampai pagi di lapangan", "menimbun beras bantuan di belakang sekolah",
    "memasang kamera tersembunyi di bilik suara", "menjual formulir undangan kosong",
    "menurunkan pagar pembatas sungai", "meracuni kolam ikan milik lawan politik",
    "menyebarkan selebaran berisi fitnah", "memaksa kepala sekolah meliburkan murid",
    "mengecat ulang papan nama posko", "menggali jalan masuk kampung dengan alat berat",
    "mengadang mobil pengangkut surat suara", "mendata janda miskin untuk diberi kambing",
)  # fmt: skip
WHERE = (
    "dekat pasar lama", "di ujung kampung", "di belakang masjid raya", "di tepi sungai Ogan",
    "depan kantor lurah", "di rumah juragan karet", "sekitar terminal bus", "di lapangan voli",
    "di pos ronda", "samping puskesmas", "di kebun sawit", "dekat jembatan gantung",
    "di gudang koperasi", "di halaman sekolah dasar", "di warung kopi simpang tiga",
)  # fmt: skip
WHEN = (
    "tadi malam", "kemarin sore", "sejak subuh", "selesai salat Jumat", "waktu hujan deras",
    "menjelang magrib", "habis kampanye", "dua hari belakangan", "tengah malam", "pagi tadi",
)  # fmt: skip
THEN = (
    "warga resah dan minta polisi datang", "banyak yang marah lalu berkumpul",
    "aparat diminta segera bertindak", "katanya akan diulang minggu depan",
    "orang tua melarang anaknya keluar rumah", "para pemuda mau berjaga sendiri",
    "sampai sekarang belum ada penjelasan resmi", "suasana kampung jadi tegang",
    "ada rekaman video beredar di grup", "saksi mata takut bicara",
    "jalan utama macet berjam jam", "toko toko tutup lebih cepat",
    "beberapa ibu menangis ketakutan", "kepala desa tidak bisa dihubungi",
    "pengawas sudah dilapori tapi diam saja", "besok mau unjuk rasa ke kabupaten",
)  # fmt: skip
VILLAGES = (
    "Sukamaju", "Tanjung Raya", "Air Paoh", "Lubuk Batang", "Batu Kuning", "Karya Makmur",
    "Padang Bindu", "Gunung Liwat", "Ulak Lebar", "Kemala Raja", "Muara Dua", "Simpang Empat",
)  # fmt: skip
SAID_FIRST = (
    "Assalamualaikum, mohon izin share dari grup sebelah.", "INFO PENTING!!!",
    "Diteruskan dari grup RT:", "Sekedar info ya bapak ibu", "Copas dari tetangga", "Waspada lur",
    "Hati hati semua", "Terusan berkali-kali",
)  # fmt: skip
SAID_LAST = (
    "Sebarkan ke keluarga dan teman.", "Jangan sampai putus di kamu!!", "Semoga kita semua aman.",
    "🙏🙏🙏", "(dikirim ulang)", "Viralkan!!!", "Wallahualam, cuma meneruskan.",
    "Tolong jaga lingkungan masing masing.",
)  # fmt: skip
LOCAL = {
    "tidak": "dide", "orang": "jeme", "malam": "malem", "pagi": "pagian", "rumah": "ghumah",
    "uang": "sen", "kepala": "palak", "mau": "nak", "besar": "bosak", "banyak": "ghamai",
    "semua": "segale", "anak": "budak", "laki": "lanang", "perempuan": "betine", "jalan": "ghurung",
    "sungai": "ayek", "takut": "giris", "diam": "meneng", "marah": "sengit", "datang": "tebeng",
    "sekarang": "mak ini", "sudah": "la", "kampung": "dusunan", "lihat": "kelik", "cepat": "lekas",
    "bicara": "becerite", "warga": "jeme dusun", "katanya": "ujinye", "belum": "tunak",
    "sebelum": "semak", "ada": "wat", "ibu": "umak", "lama": "lawas", "kosong": "puang",
}  # fmt: skip
SYNONYMS = {
    "membagikan": "menyalurkan", "uang": "duit tunai", "pemilih": "calon pencoblos",
    "memindahkan": "menggeser", "menahan": "menyembunyikan", "mengumpulkan": "menghimpun",
    "merusak": "menjebol", "mengancam": "menakut nakuti", "menghapus": "mencoret",
    "menyimpan": "menaruh", "membawa": "menenteng", "mengganti": "menukar",
    "melarang": "tidak membolehkan", "menyuruh": "memerintahkan", "membakar": "menyulut api ke",
    "mencabut": "melepas", "meminta": "menarik", "menutup": "memblokir", "mengangkut": "memboyong",
    "memotong": "memutus", "menggelar": "mengadakan", "menimbun": "menumpuk", "memasang": "menaruh",
    "menjual": "memperdagangkan", "resah": "gelisah", "marah": "geram", "segera": "secepatnya",
    "tegang": "mencekam", "rekaman": "cuplikan", "macet": "tersendat", "takut": "khawatir",
    "oknum": "seorang", "rombongan": "sekelompok orang", "malam": "petang", "kampung": "dusun",
    "dekat": "tak jauh dari", "warga": "penduduk",
}  # fmt: skip
SMALL_WORDS = (
    "yang", "dan", "di", "ke", "dari", "ini", "itu", "untuk", "dengan", "ada", "sudah", "belum",
    "tidak", "bisa", "mau", "lagi", "saja", "kalau", "karena", "jadi", "sama", "kita", "ya",
)  # fmt: skip
SYLLABLES = (
    "ka", "ri", "to", "man", "su", "la", "ne", "ter", "bu", "ngi", "pa", "sen", "di", "ha", "jo",
    "lak", "mi", "nu", "rang", "se", "ta", "wi", "ban", "co", "dung", "ga", "ju", "kel", "po", "yu",
)  # fmt: skip

Rewording = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Base:
    """What is told, part by part, before anybody words it."""

    who: str
    did: str
    where: str
    when: str
    then: str
    village: str
    station: int

    def text(self) -> str:
        place = (
            f"TPS {self.station} desa {self.village}" if self.station else f"desa {self.village}"
        )
        return f"{self.who} {self.did} {self.where} {place} {self.when}, {self.then}".capitalize()


def bases(count: int, chance: random.Random, *, did: tuple[str, ...] = DID) -> list[Base]:
    """Return so many different rumours."""
    drawn: dict[Base, None] = {}
    while len(drawn) < count:
        who, what, where, when, then, village = (
            chance.choice(one) for one in (WHO, did, WHERE, WHEN, THEN, VILLAGES)
        )
        station = chance.choice((0, 0, *range(1, 13)))
        drawn[Base(who, what, where, when, then, village, station)] = None
    return list(drawn)


def chatter(count: int, chance: random.Random) -> list[str]:
    """Return messages about nothing, of invented words as rare as words are (Zipf)."""
    words = [
        "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 2, 3, 3, 4))))
        for _ in range(20_000)
    ]
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    texts = []
    for _ in range(count):
        size = chance.randint(4, 16)
        drawn = chance.choices(words, cum_weights=weights, k=size)
        texts.append(" ".join(f"{word} {chance.choice(SMALL_WORDS)}" for word in drawn))
    return texts


def unknown_to_the_engine(words: dict[str, str]) -> dict[str, str]:
    """Return the words whose other wording the engine's lexicon cannot lead back."""
    lexicon = standard_lexicon()
    known = {*lexicon.standard_of, *lexicon.same_as}
    return {word: other for word, other in words.items() if known.isdisjoint(other.split())}


# Ways of rewording. Each takes a text and chance.


def forwarded(text: str, chance: random.Random) -> str:
    """Forwarded: another head and tail, capitals, marks, at times the end cut off."""
    words = text.split()
    if chance.random() < 0.25:
        words = words[: int(len(words) * chance.uniform(0.75, 0.95))]
    text = " ".join(words)
    if chance.random() < 0.3:
        text = text.upper()
    first = chance.choice(SAID_FIRST) + " " if chance.random() < 0.7 else ""
    last = " " + chance.choice(SAID_LAST) if chance.random() < 0.7 else ""
    return f"{first}{text}{chance.choice(['', '.', '!!!', '...'])}{last}"


def alay(text: str, chance: random.Random) -> str:
    """Return it as the young spell: vowels dropped, letters doubled, figures for letters, slips."""
    return " ".join(_damaged(word, chance) for word in text.split())


def _damaged(word: str, chance: random.Random) -> str:
    if len(word) < 4 or not word.isalpha() or chance.random() > 0.55:
        return word
    at = chance.randrange(1, len(word) - 1)
    ways = (
        lambda: word[0] + re.sub("[aiueo]", "", word[1:-1]) + word[-1],
        lambda: word + word[-1] * chance.randint(1, 4),
        lambda: word.translate(str.maketrans("aieos", "41305")),
        lambda: word[:at] + word[at + 1 :],
        lambda: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: "".join(letter.upper() if n % 2 else letter for n, letter in enumerate(word)),
        lambda: word[:-1] + ("x" if word[-1] in "kg" else "e" if word[-1] == "a" else word[-1]),
    )
    return chance.choices(ways, (3, 2, 2, 2, 2, 1, 2, 1))[0]()


def palembang(text: str, chance: random.Random) -> str:
    """Return it as it is said in Palembang and on the Ogan: sounds by rule, some local words."""
    local = unknown_to_the_engine(LOCAL)
    return " ".join(_local(word, local, chance) for word in text.split())


PREFIXES = (("ber", "be"), ("ter", "te"), ("meng", "ng"), ("meny", "ny"), ("mem", "m"))


def _local(word: str, local: dict[str, str], chance: random.Random) -> str:
    small = word.lower()
    if small in local and chance.random() < 0.7:
        return local[small]
    if not small.isalpha() or len(small) < 4 or chance.random() < 0.12:
        return word
    for prefix, said in (
        ("ber", "be"),
        ("ter", "te"),
        ("meng", "ng"),
        ("meny", "ny"),
        ("mem", "m"),
    ):
        if small.startswith(prefix) and len(small) > 6 and chance.random() < 0.7:
            small = said + small[len(prefix) :]
            break
    for suffix, said in (("kan", "ke"), ("nya", "nyo"), ("a", chance.choice("oooe")), ("ai", "e")):
        if small.endswith(suffix):
            return small[: -len(suffix)] + said
    if small.endswith("ar") and chance.random() < 0.3:
        return small[:-1] + "k"
    return small


def paraphrased(text: str, chance: random.Random) -> str:
    """Return it in other words: synonyms, parts in another order, words left out and put in."""
    other = unknown_to_the_engine(SYNONYMS)
    words = [
        other[word.lower()] if word.lower() in other and chance.random() < 0.7 else word
        for word in text.split()
        if chance.random() > 0.08
    ]
    first, _, last = " ".join(words).partition(", ")
    if last and chance.random() < 0.5:
        first, last = last, first
    opening = chance.choice(("", "Saya dengar ", "Menurut cerita tetangga, ", "Kata orang pasar "))
    joined = f"{first}, {last}" if last else first
    return (
        f"{opening}{joined}{chance.choice(('', ' begitu ceritanya', ', entah benar entah tidak'))}"
    )


def heavy(text: str, chance: random.Random) -> str:
    """Return it paraphrased, then as it is said in Palembang, then as the young spell."""
    return alay(palembang(paraphrased(text, chance), chance), chance)


WAYS: dict[str, Rewording] = {
    "forwarded": forwarded,
    "alay": alay,
    "Palembang": palembang,
    "paraphrase": paraphrased,
    "heavy": heavy,
}

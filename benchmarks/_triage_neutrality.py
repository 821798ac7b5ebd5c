"""Hits and false hits of the neutrality check, beside a plain search for names and "nomor urut"."""

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._limits import Limit
from benchmarks._triage_places import REAL, rows_of
from sejuk.engines.neutrality import Contestant, neutrality_hits

SEED = 20241127
# Invented names; nobody of them stands for anything.
CONTESTANTS = (
    Contestant(
        1,
        ("H. Suryadinata Prabaswara, S.H.", "Melati Kusumawardhani", "SUMEL"),
        ("OKU Sejahtera Religius", "Satu Tekad Satu Hati"),
    ),
    Contestant(
        2,
        ("Drs. Gunadarma Wikrama", "Yonatan Siregar", "GUNAYON"),
        ("Melangkah Bersama Rakyat Kecil",),
    ),
    Contestant(3, ("Tjahjadi Purnomo", "Ratna Dewanti", "TJARA"), ("OKU Baru Tanpa Korupsi",)),
    Contestant(4, ("Drs. H. Budi Langitsenja, M.M.", "Yeni Nirwanasari")),
)
NAMES = (
    "Suryadinata",
    "Melati Kusumawardhani",
    "Gunadarma Wikrama",
    "Pak Yonatan",
    "SUMEL",
    "Gunayon",
    "Tjahjadi",
    "bu Ratna",
    "Suryadinata Prabaswara",
)
# As people call somebody: by a common name, cut short, by ear, in one word with a title.
SHORT_NAMES = (
    "pilih Pak Budi",
    "coblos budi",
    "dukunglah mang Budi",
    "hidup Pak Haji Budi",
    "pilih bpk. Budi L",
    "milih pk boedi",
    "sama pak Budhi",
    "pilih pak bud",
    "pilih Pak Bdi",
    "#PilihPakBudi",
    "#pilihbudi",
    "pilih pakbudi",
    "bu Yeni",
    "pilih yuk Yenny",
    "pilih Pak Langit",
    "pilih bu nirwana",
    "Budi paling pantas",
    "ikut Pak Surya",
)
NUMBERS = (
    "nomor urut 1",
    "no urut 3",
    "paslon 02",
    "coblos nomor 2",
    "pilih 03",
    "pasangan calon nomor urut tiga",
    "nomor urut duo",
    "dukung no 1",
    "paslon nomer satu",
    "01 menang",
    "cabup 2",
)
SLOGANS = (
    "OKU sejahtera religius",
    "satu tekad satu hati",
    "melangkah bersama rakyat kecil",
    "sejahtera religius",
    "bersama rakyat kecil melangkah",
    "OKU baru tanpa korupsi",
    "baru tanpa korupsi",
    "rakyat kecil melangkah bersama",
)
SIGNS = ("✌️", "☝🏻", "👌", "🤟🏾", "salam dua jari", "salam 3 jari", "acungkan satu jari", "✌🏿✌🏿")
JUDGED = (
    "bupati kita amanah",
    "petahana terbukti berhasil",
    "paslon itu luar biasa",
    "calon bupati yang merakyat",
    "cabup kita paling jujur",
    "bupati sekarang gagal",
    "calon itu koruptor",
    "petahana ingkar janji",
    "wabup tidak becus",
    "kandidat boneka",
)
PAIRS = (
    "pasangan yang hebat",
    "pasangan ini luar biasa",
    "pasangan paling merakyat",
    "pasangan terbaik",
    "pasangan yang tidak jujur",
    "paslon yang tidak becus",
    "paslon gak becus",
    "paslon abal-abal",
    "palson yang gagal",
    "pasangan muda yang cerdas",
    "duet idaman",
    "dukung pasangan ini",
)
CAMPAIGN = (
    "lanjutkan",
    "saatnya ganti bupati",
    "dua periode",
    "menangkan bersama",
    "jangan pilih petahana",
    "kami dukung perubahan ini",
    "pilih putra daerah",
    "saatnya perubahan",
    "kotak kosong harus menang",
)
SAID = {
    "name": NAMES,
    "short name": SHORT_NAMES,
    "number": NUMBERS,
    "slogan": SLOGANS,
    "finger sign": SIGNS,
    "judgement": JUDGED,  # praise or blame
    "of a pair": PAIRS,
    "campaign": CAMPAIGN,
}
AROUND = (
    "{}! Jaga kamtibmas.",
    "Selamat pagi warga OKU, {}.",
    "Ayo ke TPS 27 November dan {}",
    "Terima kasih atas kehadiran {} di desa kami",
    "{} #pilkadadamai",
    "Polres OKU menyampaikan bahwa {}, mohon tertib.",
)
# What a police station writes each day; {p} a place, {n} a number, {h} an hour.
ORDINARY = (
    "Gunakan hak pilih Anda di TPS {n} {p} pukul {h}.",
    "Datang ke TPS, coblos satu kali, celupkan jari, pulang dengan tertib.",
    "Patroli dialogis {n} personel di {p}, situasi kondusif.",
    "Waspada hoaks: periksa kabar di kanal resmi KPU dan Bawaslu.",
    "Warga {p} diimbau tidak menyebarkan isu SARA menjelang hari pemungutan suara.",
    "Serah terima jaga TPS {n} sampai TPS 0{n} di {p} pukul {h} berjalan aman.",
    "Distribusi logistik ke PPK {p} dikawal {n} personel, berangkat pukul {h}.",
    "Tolak politik uang. Laporkan ke Bawaslu atau telepon 110.",
    "Kapolsek menghadiri debat publik pasangan calon, pengamanan {n} regu.",
    "Sukseskan Pilkada {p} yang jujur, adil dan damai.",
    "Bhabinkamtibmas menyambangi warga RT 0{n} {p}, menyampaikan pesan damai.",
    "Masa tenang dimulai; semua alat peraga kampanye diturunkan bersama Panwascam.",
    "Pemilihan bupati dan wakil bupati dilaksanakan serentak, pilih sesuai hati nurani.",
    "Satu surat suara untuk satu pemilih, dua lembar untuk dua pemilihan.",
    "Kabar TPS {n} dipindah itu tidak benar menurut KPU OKU.",
    "Pengamanan pleno kecamatan {p} dilanjutkan besok pukul {h}.",
    "Bawa KTP elektronik dan undangan, nomor antrean {n} dipanggil petugas.",
    "Personel menjaga kotak suara, {n} kotak dalam keadaan tersegel.",
    "Pemuda {p} sepakat menjaga persatuan, terima kasih tokoh masyarakat.",
    "Operasi Mantap Praja hari ke-{n}: 2 laporan, semua selesai.",
    "Pak Rudi ketua RT 0{n} {p} dan Pak Budiman dari Linmas hadir pukul {h}.",
    "Bapak dan Ibu diharap memilih tanggal dan jam yang tertera; pilih TPS sesuai undangan.",
    "Polsek mendukung budi daya ikan di {p}, {n} kolam.",
    "Warga Desa Budi Luhur dan Desa Sinar Budi menerima {n} petugas pukul {h}.",
    "Pasangan lansia di {p} diantar petugas ke TPS {n}; pasangan suami istri berbagi undangan.",
    "Pasangan calon yang terbukti melakukan politik uang dapat dibatalkan oleh KPU.",
)
PLACES = ("Baturaja Timur", "Lubuk Batang", "Desa Durian", "Ulu Ogan", "Simpang Empat", "Lengkiti")
HITS_AT_LEAST = 95.0
FALSE_HITS_AT_MOST = 5.0


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print hits by kind and false hits per 1,000 neutral texts, and return the limits."""
    chance = random.Random(SEED)
    count = 500 if full else 200
    found: dict[str, list[float]] = {"plain search": [], "this": []}
    print(f"texts that are not neutral, {count} of each kind: found, per cent")
    print(f"{'':14}" + "".join(f"{kind:>13}" for kind in SAID))
    for phrases in SAID.values():
        texts = [chance.choice(AROUND).format(chance.choice(phrases)) for _ in range(count)]
        found["plain search"].append(share(plain_search, texts))
        found["this"].append(share(has_hit, texts))
    for name, shares in found.items():
        print(f"{name:14}" + "".join(f"{one:13.1f}" for one in shares))
    limits = [
        Limit(
            "neutrality: least found of a kind",
            took=min(found["this"]),
            unit="%",
            at_least=HITS_AT_LEAST,
        )
    ]
    return limits + false_hits(chance)


def share(finds: Callable[[str], bool], texts: Sequence[str]) -> float:
    return 100 * sum(map(finds, texts)) / len(texts)


def has_hit(text: str) -> bool:
    return bool(neutrality_hits(text, CONTESTANTS))


def plain_search(text: str) -> bool:
    """What a list of forbidden words finds: names, slogans and numbers as they are written."""
    lower = text.lower()
    said = [word for one in CONTESTANTS for word in (*one.names, *one.slogans)]
    numbers = re.search(r"nomor urut \d|paslon \d", lower)
    return bool(numbers) or any(word.lower() in lower for word in said)


def false_hits(chance: random.Random) -> list[Limit]:
    ordinary = [
        chance.choice(ORDINARY).format(
            p=chance.choice(PLACES), n=chance.randint(1, 9), h=f"{chance.randint(0, 23):02}.00"
        )
        for _ in range(1_000)
    ]
    folder = Path(os.environ.get("SEJUK_EVAL_DATA", ""))
    real = [text for name in REAL for row in rows_of(folder / name) for text in row]
    sets = {"messages of the police": ordinary, "what people write": real}
    print("\nneutral texts: hits per 1,000")
    print(f"{'':26}{'texts':>8}{'plain search':>14}{'this':>8}{'texts/s':>10}")
    for name, texts in sets.items():
        if texts:
            began = time.process_time()
            ours = 10 * share(has_hit, texts)
            speed = len(texts) / (time.process_time() - began)
            plain = 10 * share(plain_search, texts)
            print(f"{name:26}{len(texts):8}{plain:14.1f}{ours:8.1f}{speed:10.0f}")
    return [
        Limit(
            "neutrality: false hits", FALSE_HITS_AT_MOST, 10 * share(has_hit, ordinary), "per 1,000"
        )
    ]

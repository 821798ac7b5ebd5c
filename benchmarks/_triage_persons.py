"""
Invented messages with personal data in them, each with what is personal and where.

Nothing here is taken from the engine's lists: the names below are none of its given names, the
numbers are drawn, and the sentences are written apart. Nobody is meant.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sejuk.engines.triage import PersonalKind

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
RARE_NAMES: str = WORDS["names"]
TITLES = tuple(WORDS["titles"].split())
AFTER_TITLE, ANNOUNCED, UNANNOUNCED, FRAMES, HARMLESS = (
    tuple(WORDS[name]) for name in ("after_title", "announced", "unannounced", "frames", "harmless")
)


@dataclass(frozen=True)
class Case:
    """A message, and what in it is personal."""

    text: str
    start: int
    end: int
    kind: PersonalKind


def a_case(frame: str, secret: str, kind: PersonalKind) -> Case:
    start = frame.index("{}")
    return Case(frame.replace("{}", secret, 1), start, start + len(secret), kind)


def grouped(digits: str, sizes: tuple[int, ...], sign: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return sign.join(part for part in [*parts, digits[at:]] if part)


def a_card(rng: random.Random) -> str:
    day = rng.randint(1, 28) + rng.choice((0, 40))
    born = f"{day:02}{rng.randint(1, 12):02}{rng.randint(0, 99):02}"
    return f"16{rng.randint(1, 13):02}{rng.randint(1, 32):02}{born}{rng.randint(1, 60):04}"


def card_writings(rng: random.Random) -> str:
    digits = a_card(rng)
    sizes = rng.choice(((), (4, 4, 4), (6, 6), (2, 2, 2, 6), (2,) * 7))
    return grouped(digits, sizes, rng.choice(".- ")) if sizes else digits


SPOKEN = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def phone_writings(rng: random.Random) -> str:
    operator = rng.choice(("812", "813", "821", "852", "857", "877", "895", "831"))
    rest = "".join(str(rng.randint(0, 9)) for _ in range(rng.randint(6, 8)))
    number = f"0{operator}{rest}"
    abroad = f"+62{number[1:]}"
    return rng.choice(
        (
            lambda: number,
            lambda: grouped(number, (4, 4), "-"),
            lambda: grouped(number, (4, 4), " "),
            lambda: grouped(number, (4, 3), "."),
            lambda: grouped(number, (2,) * 6, " "),
            lambda: abroad,
            lambda: f"+62 {grouped(number[1:], (3, 4), ' ')}",
            lambda: f"+62 {grouped(number[1:], (3, 4), '-')}",
            lambda: f"62{number[1:]}",
            lambda: f"(0735) {rng.randint(320000, 329999)}",
            lambda: f"0735-{rng.randint(320000, 329999)}",
            lambda: f"0711 {rng.randint(310000, 359999)}",
            lambda: " ".join(SPOKEN[int(digit)] for digit in number),
            lambda: f"wa.me/62{number[1:]}",
            lambda: f"https://wa.me/62{number[1:]}",
            lambda: " ".join(number),
            lambda: "O" + number[1:],
        )
    )()


def plate_writings(rng: random.Random) -> str:
    letters = "ABCDEFGHJKLNPRSTUVWXYZ"
    area = rng.choice(("BG", "BG", "BG", "BE", "BH", "BD", "B", "D"))
    end = "".join(rng.choice(letters) for _ in range(rng.randint(2, 3)))
    number = rng.randint(1000, 9999)
    sign = rng.choice((" ", " ", "-", ""))
    plate = f"{area}{sign}{number}{sign}{end}"
    return rng.choice((plate, plate, f"plat {plate.lower()}", f"motor {plate.lower()}"))


def email_writings(rng: random.Random) -> str:
    local = f"{rng.choice(RARE_NAMES.split()).lower()}{rng.choice(('', '.oku', '_88', '99'))}"
    host = rng.choice(("gmail", "yahoo", "outlook", "hotmail"))
    return rng.choice(
        (
            f"{local}@{host}.com",
            f"{local}@{host}.co.id",
            f"{local} @ {host}.com",
            f"{local} [at] {host} [dot] com",
            f"{local}(at){host}.com",
            f"{local} at {host} dot com",
            f"{local}@perusahaan-kita.co.id",
        )
    )


def handle_writings(rng: random.Random) -> str:
    local = rng.choice(RARE_NAMES.split()).lower()
    return rng.choice(
        (
            f"@{local}_oku",
            f"@{local}{rng.randint(1, 99)}",
            f"@_{local}",
            f"akun {local}_{rng.randint(1, 9)}",
            f"instagram.com/{local}.{rng.randint(1, 9)}",
            f"t.me/{local}",
            f"ig {local}{rng.randint(10, 99)}",
        )
    )


def account_writings(rng: random.Random) -> str:
    bank = rng.choice(
        ("BRI", "BCA", "BNI", "Mandiri", "rek", "norek BRI", "rekening BSB", "bank Mandiri")
    )
    digits = "".join(str(rng.randint(1, 9)) for _ in range(rng.choice((10, 13, 15))))
    writings = (digits, grouped(digits, (4, 2, 6), "-"), grouped(digits, (4, 4), " "))
    return f"{bank} {rng.choice(writings)}"


def address_writings(rng: random.Random) -> str:
    street = rng.choice(("A. Yani", "Merdeka", "Pahlawan Kemarung", "Dr. M. Hatta", "Garuda"))
    number = rng.randint(1, 300)
    return rng.choice(
        (
            f"Jl. {street} No. {number}",
            f"Jln {street} nomor {number}",
            f"jalan {street.lower()} no {number}",
            f"Lorong {street} No {number} RT 03 RW 02",
            f"gang {street.lower()} no. {number}",
        )
    )


WRITINGS: dict[PersonalKind, Callable[[random.Random], str]] = {
    PersonalKind.NIK: card_writings,
    PersonalKind.KK: lambda rng: f"KK {card_writings(rng)}",
    PersonalKind.PHONE: phone_writings,
    PersonalKind.PLATE: plate_writings,
    PersonalKind.EMAIL: email_writings,
    PersonalKind.HANDLE: handle_writings,
    PersonalKind.ACCOUNT: account_writings,
    PersonalKind.ADDRESS: address_writings,
}


def structured(kind: PersonalKind, number: int, seed: int) -> Iterator[Case]:
    """Return messages with one number, address or account each; only the secret part counts."""
    rng = random.Random(f"{seed} {kind}")
    for _ in range(number):
        told = WRITINGS[kind](rng)
        case = a_case(rng.choice(FRAMES), told, kind)
        cue = told.split(" ")[0]
        cues = {"plat", "motor", "akun", "ig"}
        is_cued = kind in {PersonalKind.KK, PersonalKind.ACCOUNT} or cue in cues
        words = [word for word in told.split(" ") if word.isalpha()] if is_cued else []
        skipped = sum(len(word) + 1 for word in words)
        yield Case(case.text, case.start + skipped, case.end, kind)


def named(
    frames: tuple[str, ...], titles: tuple[str, ...], number: int, seed: int, *, small: bool
) -> Iterator[Case]:
    """Return messages with a name of one to three words each."""
    rng = random.Random(f"{seed} {frames[0]} {small}")
    names = RARE_NAMES.split()
    for _ in range(number):
        name = " ".join(rng.sample(names, rng.choice((1, 2, 2, 3))))
        if titles:
            title = rng.choice(titles)
            frame = rng.choice(frames).replace(
                "{}", f"{title if small else title.capitalize()} {{}}"
            )
        else:
            frame = rng.choice(frames)
        yield a_case(frame, name.lower() if small else name, PersonalKind.NAME)


def harmless(number: int, seed: int) -> Iterator[str]:
    """Return messages full of numbers and offices in which nothing is personal."""
    rng = random.Random(seed)
    for _ in range(number):
        yield rng.choice(HARMLESS).format(
            a=rng.randint(1, 60),
            b=rng.randint(1, 9),
            c=rng.randint(100, 999),
            d=rng.randint(1, 28),
            m=rng.randint(1, 9),
            h=rng.randint(1, 9),
        )

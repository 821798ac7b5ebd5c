"""
What a message asks of us, however it was typed.

The grammar of the coded SMS: `LAPOR desa # apa yang terjadi`, `STATUS 4821 7736 5001 9254`,
`JAWAB 4821 7736 5001 9254 # apa yang Anda jawab`, `CEK apa yang Anda dengar`, `MENU`, `BERHENTI`.
Letters and digits that look alike are put right: `1APOR`, `C3K`, `STATU5`, and `O` for `0` in a
number.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sejuk.engines import triage
from sejuk.kit.choices import N_, Choice

RECEIPT_DIGITS = 16
# Chosen: who asks for his report says so in a sentence; who says more than that tells something.
MOST_BESIDE = 40
# Chosen: a word of four letters or more may have one letter wrong.
FORGIVING_FROM = 4
# Chosen: shorter than this nothing is told.
SHORTEST_TELLING = 12

# What a receipt, or a part of it, may have been taken for.
_NUMBERS = ("RECEIPT", "NIK", "KK", "PHONE", "ACCOUNT", "PLATE")
_MASK = re.compile(
    "|".join(re.escape(triage.PLACEHOLDERS[triage.PersonalKind[kind]]) for kind in _NUMBERS)
)
_ZEROS = f" {'0' * RECEIPT_DIGITS} "
_SEPARATORS = re.compile(r"[#*|;/]+")
_LETTERS_FOR = str.maketrans("013457868$@", "oieastbgbsa")
_DIGITS_FOR = str.maketrans("OolI", "0011")
_FIRST = re.compile(r"\s*([^\s#*|;/:,.!?]+)[\s:,.!?]*(.*)", re.DOTALL)
_TALK_OF = re.compile(r"^(?:isu|info|kabar)\b[\s:]*", re.IGNORECASE)
_CHOICE = re.compile(r"\s*([0-9lIOo])[\s.)!]*")


class Wish(Choice):
    """What a message was understood as."""

    MENU = "menu", N_("Asked for the menu")
    REPORT = "report", N_("Reports")
    STATUS = "status", N_("Asks for a report")
    CHECK = "check", N_("Checks a rumour")
    CHOICE = "choice", N_("Chooses")
    TOLD = "told", N_("Tells something")
    NOT_TEXT = "not_text", N_("Sent no text")
    BLOCKED = "blocked", N_("Blocked")
    STOP = "stop", N_("Wants no more notices")
    ANSWER = "answer", N_("Answers a question about a report")


KEYWORDS = {
    "lapor": Wish.REPORT,
    "laporan": Wish.REPORT,
    "lap": Wish.REPORT,
    "aduan": Wish.REPORT,
    "status": Wish.STATUS,
    "resi": Wish.STATUS,
    "jawab": Wish.ANSWER,
    "cek": Wish.CHECK,
    "check": Wish.CHECK,
    "hoaks": Wish.CHECK,
    "hoax": Wish.CHECK,
    "menu": Wish.MENU,
    "bantuan": Wish.MENU,
    "help": Wish.MENU,
    "mulai": Wish.MENU,
    "start": Wish.MENU,
    "halo": Wish.MENU,
    "berhenti": Wish.STOP,
    "stop": Wish.STOP,
}
# Who writes it with a receipt asks for the report that he has made; "lapor" makes one.
MADE = frozenset({"laporan", "aduan"})
# Words that are one letter from a keyword and mean themselves.
NOT_KEYWORDS = frozenset({"jawa", "lapar", "lapis", "mulia", "lapor-lapor"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message asks: its words, and the place that it names before a sign, if any."""

    wish: Wish
    words: str = ""
    place: str = ""


def understood(text: str) -> Understood:
    """
    Return what a message asks.

    >>> understood("1APOR Desa Gunung Meraksa # jembatan rusak sejak pagi").wish.value
    'report'
    >>> understood("STATUS 4821 7736 5OO1 925A").wish.value
    'status'
    >>> understood("halo, laporan 4821 7736 5001 9254 sudah sampai mana?").wish.value
    'status'
    >>> understood("C3K apa benar pemungutan diundur?").words
    'apa benar pemungutan diundur?'
    >>> understood("Berhenti.").wish.value, understood("berhenti di simpang ada pohon").wish.value
    ('stop', 'told')
    >>> understood("2.").words, understood("  ").wish.value
    ('2', 'menu')
    """
    text = text.strip()
    if chosen := _CHOICE.fullmatch(text):
        return Understood(Wish.CHOICE, chosen[1].translate(_DIGITS_FOR))
    found = _FIRST.match(text)
    wish = keyword_of(found[1]) if found else None
    if _asks_by_receipt(text, wish, found[1] if found else ""):
        return Understood(Wish.STATUS, text)
    if found is None or wish is None:
        is_told = len(text) >= SHORTEST_TELLING
        return Understood(Wish.TOLD, text) if is_told else Understood(Wish.MENU)
    if wish is Wish.REPORT:
        return _report(found[2])
    rest = found[2].strip()
    if wish is Wish.STOP and rest:
        # "Berhenti di simpang, ada ..." tells something.
        return Understood(Wish.TOLD, text)
    return Understood(wish, _TALK_OF.sub("", rest) if wish is Wish.CHECK else rest)


def _asks_by_receipt(text: str, wish: Wish | None, first: str) -> bool:
    """Tell whether he names a receipt and says little else."""
    receipt = next(iter(triage.receipts_read(text)), None)
    if receipt is None or wish is Wish.ANSWER:
        return False
    beside = sum(map(str.isalpha, text[: receipt.start] + text[receipt.end :]))
    if wish is not Wish.REPORT:
        return beside <= MOST_BESIDE
    if first.casefold() in MADE and "#" not in text:
        return True
    # Beside the keyword nothing is told.
    return beside - len(first) < SHORTEST_TELLING


def may_hide_receipt(text: str) -> bool:
    """
    Tell whether a text without its numbers may have asked by a receipt.

    >>> may_hide_receipt("pak, [NIK] gimana"), may_hide_receipt("LAPOR Kurup # uang dari [NIK]")
    (True, False)
    """
    return bool(_MASK.search(text)) and understood(_MASK.sub(_ZEROS, text)).wish is Wish.STATUS


def is_nearly_receipt(text: str) -> bool:
    """
    Tell whether a text is nothing but a number with a digit too few or too many.

    >>> [is_nearly_receipt(one) for one in ("482177365001925", "081234567890", "ada 15 orang")]
    [True, False, False]
    """
    count = sum(map(str.isdecimal, text))
    return abs(count - RECEIPT_DIGITS) == 1 and not any(map(str.isalpha, text))


def _report(rest: str) -> Understood:
    parts = [part.strip() for part in _SEPARATORS.split(rest) if part.strip()]
    if len(parts) > 1:
        return Understood(Wish.REPORT, " ".join(parts[1:]), place=parts[0])
    return Understood(Wish.REPORT, " ".join(parts))


def keyword_of(word: str) -> Wish | None:
    """
    Return the wish that a first word stands for, with look-alikes put right.

    >>> keyword_of("LAP0R"), keyword_of("lapro"), keyword_of("lapar"), keyword_of("Pak")
    (<Wish.REPORT: 'report'>, <Wish.REPORT: 'report'>, None, None)
    """
    plain = word.casefold().translate(_LETTERS_FOR)
    # A one may be an i or an l.
    spellings = {plain, word.casefold().replace("1", "l").translate(_LETTERS_FOR)}
    for spelling in sorted(spellings):
        if spelling in KEYWORDS:
            return KEYWORDS[spelling]
    for spelling in sorted(spellings - NOT_KEYWORDS):
        for keyword, wish in KEYWORDS.items():
            is_long = len(keyword) >= FORGIVING_FROM and len(spelling) >= FORGIVING_FROM
            if is_long and spelling[0] == keyword[0] and OSA.distance(spelling, keyword) == 1:
                return wish
    return None


def receipt_in(text: str) -> str:
    """
    Return the sixteen digits of a receipt in a message; "" without.

    >>> receipt_in("status 4821-7736 5OO1 92S4 ya")
    '4821773650019254'
    >>> receipt_in("status 482177365001925")
    ''
    """
    return answer_in(text)[0]


def answer_in(text: str) -> tuple[str, str]:
    """
    Return the receipt in a message and what is said behind it; "" for what is not there.

    >>> answer_in("JAWAB 4821 7736 5001 9254 # Di dusun dua, dekat jembatan.")
    ('4821773650019254', 'Di dusun dua, dekat jembatan.')
    """
    for one in triage.receipts_read(text):
        return one.digits, text[one.end :].lstrip(" #*|;/:,.-\n\t").rstrip()
    return "", ""

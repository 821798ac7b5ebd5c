"""
Numbers of a message that make it another message: TPS 3 is not TPS 8.

A number is read with what it numbers ("TPS 3", "RT 05", "jam 9 malam", "Rp 50.000", "12 kotak"),
in figures, in words and as "50rb". Estimates of crowds are left out: no two tellers count a crowd
alike, and it is still the same crowd.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

HARD = {
    "tps": "tps", "rt": "rt", "rw": "rw", "dusun": "dusun", "dsn": "dusun", "blok": "blok",
    "gang": "gang", "gg": "gang", "km": "km", "kilometer": "km", "paslon": "nomor urut",
    "urut": "nomor urut", "dapil": "dapil", "jam": "jam", "pukul": "jam", "pkl": "jam",
    "rp": "nilai", "nomor": "nomor", "no": "nomor", "kloter": "kloter", "tahap": "tahap",
    "putaran": "putaran",
}  # fmt: skip
CROWD = frozenset((
    "orang", "org", "wong", "uwong", "warga", "massa", "masa", "pemuda", "pria", "wanita", "jiwa",
    "kk", "pendukung", "simpatisan", "anggota", "personel", "polisi", "motor", "mobil",
    "kendaraan", "grup", "group", "kali",
))  # fmt: skip
MONTHS = frozenset((
    "januari", "jan", "februari", "feb", "maret", "mar", "april", "apr", "mei", "juni", "jun",
    "juli", "jul", "agustus", "agu", "ags", "agt", "september", "sep", "sept", "oktober", "okt",
    "november", "nov", "nop", "desember", "des",
))  # fmt: skip
UNITS = {
    "satu": 1, "dua": 2, "duo": 2, "tiga": 3, "tigo": 3, "empat": 4, "ampat": 4, "lima": 5,
    "limo": 5, "enam": 6, "tujuh": 7, "delapan": 8, "lapan": 8, "sembilan": 9,
}  # fmt: skip
WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 1_000_000}
TIMES = {"belas": 0, "puluh": 10, "ratus": 100}
THOUSANDS = {"ribu": 1000, "rb": 1000, "k": 1000, "juta": 1_000_000, "jt": 1_000_000}
LATE = frozenset(("malam", "mlm", "sore", "petang", "malem"))
EARLY = frozenset(("pagi", "subuh", "dini", "siang"))
JOINS = frozenset(("dan", "atau", "sampai", "hingga", "s", "d"))
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
COUNTED_AFTER = frozenset(HARD.values()) | {"tahun"}
SHORT = frozenset(("tps", "rt", "rw"))
LONGEST = 9
"""Figures; what is longer is a number of a phone or a card, not a count."""

MONEY_FROM = 1000
YEARS = range(1990, 2100)

_TOKEN = re.compile(
    r"\d{1,2}[.:]\d{2}(?![\d.])|\d+(?:[.,]\d{3})+(?!\d)|\d+[.,]\d(?!\d)|\d+|[^\W\d_]+"
)
_TELEPHONE = re.compile(r"(?:\+?62|\b0)[\s\-.]?8[\d\s.\-]{7,}\d")
_IS_NUMBERED = re.compile(r"\d|\b(?:tps|rt|rw|dusun|jam|pukul|ribu|juta|ratus|puluh|belas)\b")


class Numbered(NamedTuple):
    """What is numbered, and its number as it is compared (hours in minutes of the day)."""

    label: str
    value: int

    def told(self) -> str:
        """
        Return it as a person writes it.

        >>> Numbered("jam", 1260).told(), Numbered("tps", 3).told(), Numbered("nilai", 50000).told()
        ('jam 21.00', 'TPS 3', '50.000')
        """
        if self.label == "jam":
            return f"jam {self.value // 60:02}.{self.value % 60:02}"
        figures = f"{self.value:,}".replace(",", ".") if self.label != "tahun" else str(self.value)
        if self.label in {"nilai", ""}:
            return figures
        if self.label in COUNTED_AFTER:
            label = self.label.upper() if self.label in SHORT else self.label
            return f"{label} {figures}"
        return f"{figures} {self.label}"


def numbers_in(text: str) -> frozenset[Numbered]:
    """
    Return the numbers of a text with what they number.

    >>> sorted(numbers_in("TPS 03 dan 4 dibuka jam 9 malam, dikasih 50rb"))[:2]
    [Numbered(label='jam', value=1260), Numbered(label='nilai', value=50000)]
    >>> numbers_in("TPS tiga") == numbers_in("tps3")
    True
    """
    small = text.casefold()
    if not _IS_NUMBERED.search(small):
        return frozenset()
    return frozenset(_numbered(_TOKEN.findall(_TELEPHONE.sub(" ", small))))


def _numbered(tokens: list[str]) -> Iterator[Numbered]:
    at = 0
    while at < len(tokens):
        label = HARD.get(tokens[at])
        if label is not None:
            at, found = _labelled(tokens, at + 1, label)
            yield from found
            continue
        value, end = _value(tokens, at)
        if value is None:
            at = max(at + 1, end)
            continue
        if end < len(tokens) and tokens[end] in MONTHS:
            year = tokens[end + 1 : end + 2]  # days are compared by themselves
            if year and year[0].isdigit() and int(year[0]) in YEARS:
                yield Numbered("tahun", int(year[0]))
            at = end + 1 + bool(year and year[0].isdigit())
            continue
        yield from _loose(tokens, value, at, end)
        at = end


def _labelled(tokens: list[str], at: int, label: str) -> tuple[int, list[Numbered]]:
    """Return the numbers that follow a label, and where they end: "TPS 1, 2 dan 3"."""
    found: list[Numbered] = []
    while at < len(tokens):
        step = at + (bool(found) and tokens[at] in JOINS)
        value, end = _value(tokens, step, is_asked=True)
        if value is None or (end < len(tokens) and tokens[end] in MONTHS):
            break
        after = tokens[end] if end < len(tokens) else ""
        found += _hours(tokens[step], value, after) if label == "jam" else [Numbered(label, value)]
        at = end
    return at, found


def _hours(token: str, value: int, after: str) -> list[Numbered]:
    """Return an hour in minutes of the day: both halves of the day when it is not told which."""
    parts = re.split(r"[.:]", token)
    minutes = int(parts[0]) * 60 + int(parts[1]) if len(parts) > 1 else value * 60
    if minutes >= 12 * 60 or len(parts) > 1 or after in EARLY:
        return [Numbered("jam", minutes)]
    if after in LATE:
        return [Numbered("jam", minutes + 12 * 60)]
    return [Numbered("jam", minutes), Numbered("jam", minutes + 12 * 60)]


def _loose(tokens: list[str], value: int, at: int, end: int) -> Iterator[Numbered]:
    """Return a number by what follows it; amounts of money and years by themselves."""
    after = tokens[end] if end < len(tokens) else ""
    if after in CROWD:
        return
    if value in YEARS and end == at + 1:
        yield Numbered("tahun", value)
    elif value >= MONEY_FROM and (after in {"rupiah", ""} or end > at + 1):
        yield Numbered("nilai", value)
    elif tokens[at][0].isdigit() or end > at + 1:
        yield Numbered(after if after.isalpha() else "", value)


def _value(tokens: list[str], at: int, *, is_asked: bool = False) -> tuple[int | None, int]:
    """Return the number that starts at a token, and where it ends."""
    if at >= len(tokens):
        return None, at
    token = tokens[at]
    if token[0].isdigit():
        return _figures(tokens, at)
    if is_asked and token in ROMAN:
        return ROMAN[token], at + 1
    if token in WHOLE:
        return _multiplied(tokens, WHOLE[token], at + 1)
    return _spelled(tokens, at) if token in UNITS else (None, at)


def _figures(tokens: list[str], at: int) -> tuple[int | None, int]:
    token = tokens[at]
    if re.fullmatch(r"\d{1,2}[.:]\d{2}", token):
        return int(re.split(r"[.:]", token)[0]), at + 1
    if re.fullmatch(r"\d+[.,]\d", token):  # a decimal counts with its "juta" alone
        times = THOUSANDS.get(tokens[at + 1] if at + 1 < len(tokens) else "", 0)
        return (round(float(token.replace(",", ".")) * times), at + 2) if times else (None, at + 1)
    figures = re.sub(r"[.,]", "", token)
    if len(figures) > LONGEST:
        return None, at + 1
    return _multiplied(tokens, int(figures), at + 1)


def _multiplied(tokens: list[str], value: int, at: int) -> tuple[int, int]:
    if at < len(tokens) and tokens[at] in THOUSANDS:
        return value * THOUSANDS[tokens[at]], at + 1
    return value, at


def _spelled(tokens: list[str], at: int) -> tuple[int, int]:
    """Return a number in words: "tiga", "lima belas", "dua puluh lima ribu"."""
    value = UNITS[tokens[at]]
    at += 1
    if at < len(tokens) and tokens[at] in TIMES:
        times = TIMES[tokens[at]]
        value = value + 10 if times == 0 else value * times
        at += 1
        if times and at < len(tokens) and tokens[at] in UNITS:
            value += UNITS[tokens[at]]
            at += 1
    return _multiplied(tokens, value, at)

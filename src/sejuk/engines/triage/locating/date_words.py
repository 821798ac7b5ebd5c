"""How days and hours are said, in Indonesian and in Palembang Malay: patterns and numbers."""

from collections.abc import Mapping


def one_of(spellings: Mapping[str, object]) -> str:
    """Return a pattern for any of these, the longest first."""
    return "|".join(sorted(spellings, key=len, reverse=True))


def _spelled(spellings: Mapping[str, int]) -> dict[str, int]:
    return {word: number for words, number in spellings.items() for word in words.split()}


WEEKDAYS = _spelled(
    {
        "senin senen snin": 0,
        "selasa selaso slasa": 1,
        "rabu rebo rabo": 2,
        "kamis kemis kmis": 3,
        "jumat jum'at jum’at jemat jumahat jum'ahat jmat jumaat": 4,
        "sabtu setu sbtu saptu": 5,
        "ahad minggu mingu mnggu": 6,
    }
)
WEEK_OR_SUNDAY = frozenset({"minggu", "mingu", "mnggu"})
MONTHS = _spelled(
    {
        "januari jan": 1,
        "februari pebruari feb": 2,
        "maret mar": 3,
        "april apr": 4,
        "mei": 5,
        "juni jun": 6,
        "juli jul": 7,
        "agustus agus agst agt ags": 8,
        "september sept sep": 9,
        "oktober okt oct": 10,
        "november nopember novmber nov nop": 11,
        "desember des dec": 12,
    }
)
NUMBERS = _spelled(
    {
        "satu sikok sijo": 1,
        "dua duo due": 2,
        "tiga tigo tige": 3,
        "empat": 4,
        "lima limo": 5,
        "enam": 6,
        "tujuh": 7,
        "delapan": 8,
        "sembilan": 9,
        "sepuluh": 10,
        "sebelas": 11,
    }
)
# Days from today.
DAYS_AWAY = _spelled(
    {
        "besok besuk bsk bsok esok isok isuk keesokan": 1,
        "lusa luso": 2,
        "tulat": 3,
        "kemarin kemaren kmrn kmren kmarin kmaren semari": -1,
        "tadi barusan": 0,
    }
)
# The hour that a part of the day is taken for: chosen, its middle or when people meet.
PARTS = {
    r"dini\s*hari": 2.0,
    "subuh": 5.0,
    "pagi": 8.0,
    "siang": 12.0,
    "sore": 16.0,
    "petang": 17.0,
    r"tengah\s*malam": 24.0,
    "malam": 20.0,
    "malem": 20.0,
    "mlm": 20.0,
    "mlem": 20.0,
}
EVENING, MIDNIGHT, NOON = 20.0, 24.0, 12.0
# Prayer times at 4° south, 104° east in Western Indonesian Time, to the half hour after them.
PRAYERS = {
    "subuh": 5.0,
    "zuhur": 12.5,
    "dzuhur": 12.5,
    "duhur": 12.5,
    "lohor": 12.5,
    "ashar": 15.5,
    "asar": 15.5,
    "magrib": 18.5,
    "maghrib": 18.5,
    "mahrib": 18.5,
    "isya'?": 19.5,
    "isa": 19.5,
    "tarawih": 20.5,
    "taraweh": 20.5,
}
FRIDAY_PRAYER = 13.0
FRIDAY = 4

WEEKDAY = f"(?P<weekday>{one_of(WEEKDAYS)})"
MONTH = rf"(?P<month>{one_of(MONTHS)})\b\.?"
NUMBER = rf"(?P<number>\d{{1,2}}|{one_of(NUMBERS)})"
PART = f"(?:{one_of(PARTS)})"
AWAY = f"(?P<away>{one_of(DAYS_AWAY)})"
DAY_WORD = r"(?:hari|hr|har[iy]|ari)"
DATE_WORD = r"(?:tanggal|tggal|tgl|tggl|tg)\.?"
PAST = r"(?:yang\s+|yg\s+)?(?:lalu|kemar[ei]n|kmrn|kmren|lewat|silam|tadi)"
SINCE = r"(?:sejak|semenjak|kemar[ei]n|kmrn)"
NEXT = r"(?:yang\s+akan\s+datang|yg\s+akan\s+datang|mendatang|depan|dpn|depen)"
LATER = r"(?:lagi|ke\s*depan|mendatang|lgi|lg)"
THIS = r"(?:ini|ni|sekarang|skrg)"
CLOCK = r"(?:pukul|pkl|pk|jam|jm)\.?"
AFTER = (
    r"(?:habis|abis|sehabis|ba'?da|bakda|setelah|sesudah|selesai|selepas|usai|sudah|siap|sebelum)"
)

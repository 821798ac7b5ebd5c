"""Dates and numbers as Indonesian papers write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def official_date(day: date) -> str:
    """
    Return a day with its name.

    >>> official_date(date(2024, 10, 12))
    'Sabtu, 12 Oktober 2024'
    """
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def official_instant(at: datetime, *, zone: str) -> str:
    """
    Return a day and hour with the zone's name.

    >>> from datetime import UTC
    >>> at = datetime(2024, 10, 12, 2, 0, tzinfo=UTC)
    >>> official_instant(at, zone="Asia/Jakarta")
    'Sabtu, 12 Oktober 2024 pukul 09.00 WIB'
    >>> official_instant(at, zone="Asia/Jayapura")
    'Sabtu, 12 Oktober 2024 pukul 11.00 WIT'
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{official_date(local)} pukul {local:%H.%M} {ZONE_NAMES[zone]}"


def roman_month(day: date) -> str:
    """
    Return the month as document numbers write it.

    >>> roman_month(date(2024, 11, 5))
    'XI'
    """
    return ROMAN_MONTHS[day.month - 1]

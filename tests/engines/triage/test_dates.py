"""Dates as people of Ogan Komering Ulu say them, on a Tuesday three weeks before polling day."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.locating import dates_in
from sejuk.engines.triage.locating.date_rules import RULES, lowered

TUESDAY = date(2024, 11, 5)
POLLING_DAY = date(2024, 11, 27)

# What is said, the first day and the last as day.month, and the hour.
SAID = [
    ("besok", "6.11", None),
    ("bsk pagi", "6.11", 8),
    ("isok malem", "6.11", 20),
    ("isuk jam 8", "6.11", 8),
    ("besak malem", "6.11", 20),
    ("besok malam jam 7", "6.11", 19),
    ("besok sekitar pukul 14.30", "6.11", 14.5),
    ("lusa sore", "7.11", 16),
    ("hari ini", "5.11", None),
    ("ari ni", "5.11", None),
    ("malam ini", "5.11", 20),
    ("malem ni", "5.11", 20),
    ("nanti malam", "5.11", 20),
    ("ntar malem abis isya", "5.11", 19.5),
    ("pagi tadi", "5.11", 8),
    ("tadi siang", "5.11", 12),
    ("tadi malam", "4.11", 20),
    ("malem tadi", "4.11", 20),
    ("semalam", "4.11", 20),
    ("kemarin", "4.11", None),
    ("kemaren sore", "4.11", 16),
    ("kmrn mlm", "4.11", 20),
    ("kemarin lusa", "3.11", None),
    ("3 hari lagi", "8.11", None),
    ("tigo hari lagi", "8.11", None),
    ("dua hari yang lalu", "3.11", None),
    ("2 hari yg lalu", "3.11", None),
    ("seminggu lagi", "12.11", None),
    ("duo minggu lagi", "19.11", None),
    ("sebulan lalu", "5.10", None),
    ("dalam 3 hari", "5.11-8.11", None),
    ("2 jam lagi", "5.11", None),
    ("minggu depan", "11.11-17.11", None),
    ("pekan lalu", "28.10-3.11", None),
    ("minggu ini", "4.11-10.11", None),
    ("bulan depan", "1.12-31.12", None),
    ("akhir pekan ini", "9.11-10.11", None),
    ("Senin", "11.11", None),
    ("selaso", "5.11", None),
    ("Senin depan", "11.11", None),
    ("Jumat depan", "15.11", None),
    ("Senin kemarin", "4.11", None),
    ("hari Minggu", "10.11", None),
    ("hari minggu depan", "17.11", None),
    ("minggu pagi", "10.11", 8),
    ("malam Minggu", "9.11", 20),
    ("Sabtu malam Minggu", "9.11", 20),
    ("malam jum'at", "7.11", 20),
    ("Kamis malam", "7.11", 20),
    ("Rabu, 27 November 2024", "27.11", None),
    ("Rabu (27/11)", "27.11", None),
    ("27 Nov", "27.11", None),
    ("27 nopember 2024 pukul 19.30 WIB", "27.11", 19.5),
    ("27/11/2024", "27.11", None),
    ("27-11-24", "27.11", None),
    ("27.11.2024", "27.11", None),
    ("2024-11-27", "27.11", None),
    ("tgl 27", "27.11", None),
    ("tanggal 3", "3.11", None),
    ("tgl 25-27 November", "25.11-27.11", None),
    ("25 s/d 27 November", "25.11-27.11", None),
    ("tanggal 25 sampai 27", "25.11-27.11", None),
    ("Kamis sampai Sabtu", "7.11-9.11", None),
    ("pukul 19.30", "5.11", 19.5),
    ("jam 7 malam", "5.11", 19),
    ("jam 7.30 malam", "5.11", 19.5),
    ("jam setengah 8 malam", "5.11", 19.5),
    ("jam 12 siang", "5.11", 12),
    ("jam 12 malam", "5.11", 24),
    ("jam 2 dini hari", "5.11", 2),
    ("jam 4 sore", "5.11", 16),
    ("malam ini jam 9", "5.11", 21),
    ("jam 9 malam ini", "5.11", 21),
    ("habis magrib", "5.11", 18.5),
    ("ba'da isya", "5.11", 19.5),
    ("abis subuh", "5.11", 5),
    ("besok habis isya", "6.11", 19.5),
    ("habis jumatan", "8.11", 13),
    ("tgl 27 bulan ini", "27.11", None),
    ("tgl 3 bulan depan", "3.12", None),
    ("tanggal 27 bulan 11", "27.11", None),
    ("hari Kamis minggu depan", "14.11", None),
    ("kemarin hari Sabtu", "2.11", None),
    ("sejak Senin", "4.11", None),
    ("tengah malam tadi", "4.11", 24),
    ("10 November s.d. 23 November 2024", "10.11-23.11", None),
    ("Rabu tanggal 27 November, pukul 07.00 - 13.00 WIB", "27.11", 7),
    ("pukul tujuh malam", "5.11", 19),
    ("H-3", "24.11", None),
    ("h min 1", "26.11", None),
    ("H+1", "28.11", None),
    ("h-1 malam", "26.11", 20),
]


def days_of(said: str) -> tuple[date, date]:
    days = [date(2024, *map(int, reversed(one.split(".")))) for one in said.split("-")]
    return days[0], days[-1]


@pytest.mark.parametrize(("phrase", "days", "hour"), SAID)
@pytest.mark.parametrize("sentence", ["{}", "Katonyo {} ado ribut di TPS 2, RT 03."])
def test_what_is_said_is_understood(phrase, days, hour, sentence):
    text = sentence.format(phrase)
    (found,) = dates_in(text, today=TUESDAY, day_h=POLLING_DAY)

    assert (found.first_day, found.last_day, found.hour) == (*days_of(days), hour)
    assert text[found.start : found.end] == found.words


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi pak, selamat siang",
        "balap liar tiap malam Minggu",
        "setiap hari Senin ada pasar",
        "TPS 27/11 dan RT 02/01",
        "buka 24/7, setengah 1/2, nomor 3/4",
        "rumah besak nian",
        "H-3 lebaran",
        "31/02/2024 dan 45/13/2024",
        "pukul 25.70",
        "NIK 1601082711240001, 08127112024",
        "surat B/12/11/2024",
        "semalaman suntuk, sehari-hari, minggu",
        "diundur sampai 3 kali, Rp 27.500",
        "",
    ],
)
def test_what_is_no_date_is_not_made_one(text):
    assert dates_in(text, today=TUESDAY, day_h=POLLING_DAY) == ()


def test_two_dates_are_two():
    found = dates_in("Senin ada rapat, Rabu 27 November coblos jam 7 pagi", today=TUESDAY)
    assert [(one.first_day.day, one.hour) for one in found] == [
        (11, None),
        (27, None),
        (27, 7),
    ]


def test_a_very_long_text_is_read():
    assert len(dates_in("jam 7 " * 1200, today=TUESDAY)) == 1200


def test_a_day_before_polling_needs_polling_day():
    assert dates_in("H-3 harus bersih", today=TUESDAY) == ()


def test_a_date_without_a_year_is_the_nearest():
    (january,) = dates_in("5 Januari", today=date(2024, 12, 20))
    (december,) = dates_in("20 Desember", today=date(2025, 1, 3))
    (third,) = dates_in("tgl 3", today=date(2024, 11, 28))

    assert january.first_day == date(2025, 1, 5)
    assert december.first_day == date(2024, 12, 20)
    assert third.first_day == date(2024, 12, 3)


@settings(max_examples=60, deadline=None)
@given(st.dates(), st.sampled_from([phrase for phrase, _, _ in SAID]))
def test_on_any_day_the_first_day_is_not_after_the_last(today, phrase):
    for found in dates_in(phrase, today=today, day_h=today):
        assert found.first_day <= found.last_day
        assert found.hour is None or 0 <= found.hour <= 24


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0123456789/-.: jamhtgl", max_size=60))
def test_any_digits_are_read(text):
    dates_in(text, today=TUESDAY)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern.pattern[14:40])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_no_rule_is_left_out_whose_words_a_text_holds(rule, data):
    # Groups that are never there, which hypothesis cannot draw on Python 3.13.
    drawn_from = re.sub(r"\(\?P<\w+>\(\?!\)\)\?", "", rule.pattern.pattern)
    text = data.draw(st.from_regex(re.compile(drawn_from, re.IGNORECASE)))
    assert rule.pattern.search(text)
    assert rule.may_be_in(lowered(text))

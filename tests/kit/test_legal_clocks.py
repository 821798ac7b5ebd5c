"""The days that election law gives, counted over the holidays of 2024 to 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.kit.legal_clocks import TABLES, Path, Regime, Span, clocks
from sejuk.kit.workdays import holidays, is_working_day, working_days_after


def days_of(regime: Regime, path: Path, on: date, known_on: date | None = None) -> dict[str, date]:
    found = clocks(regime, path, known_on=known_on or on, received_on=on, closed=holidays())
    return {clock.code: clock.due_on for clock in found}


def test_gakkumdu_over_polling_day_and_christmas():
    # Counted by hand on the calendar of 2024: 27 November is polling day, 25 and 26 December off.
    found = days_of(Regime.PILKADA, Path.GAKKUMDU, date(2024, 11, 22))
    assert found["first"] == date(2024, 11, 23)
    assert found["second"] == date(2024, 11, 27)
    assert found["inquiry"] == date(2024, 12, 17)
    assert found["back"] == date(2024, 12, 20)
    assert found["again"] == date(2024, 12, 27)
    assert found["court"] == date(2025, 1, 6)
    assert found["last"] == date(2025, 1, 23)


def test_the_national_election_has_other_spans():
    known, on = date(2024, 2, 12), date(2024, 2, 16)
    pilkada = days_of(Regime.PILKADA, Path.BAWASLU, on, known)
    pemilu = days_of(Regime.PEMILU, Path.BAWASLU, on, known)
    assert (pilkada["report"], pemilu["report"]) == (date(2024, 2, 19), date(2024, 2, 22))
    assert (pilkada["act"], pemilu["act"]) == (date(2024, 2, 19), date(2024, 2, 23))
    assert (pilkada["more"], pemilu["more"]) == (date(2024, 2, 21), date(2024, 3, 7))


@pytest.mark.parametrize(("year", "count"), [(2024, 29), (2025, 28), (2026, 25)])
def test_the_holidays_of_each_year_are_those_of_its_decree(year, count):
    # 17 and 10 days and two polling days; 17 and 11; 17 and 8.
    assert sum(day.year == year for day in holidays()) == count


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(1, 20))
def test_working_days_count_each_open_day_once(day, count):
    due = working_days_after(day, count, holidays())
    between = [date.fromordinal(one) for one in range(day.toordinal() + 1, due.toordinal() + 1)]
    assert sum(is_working_day(one, holidays()) for one in between) == count
    assert is_working_day(due, holidays())


@given(st.sampled_from(sorted(TABLES)), st.dates(date(2024, 1, 1), date(2026, 6, 1)))
def test_no_limit_ends_before_it_begins_and_a_holiday_never_brings_one_forward(key, day):
    regime, path = key
    with_them = clocks(regime, path, known_on=day, received_on=day, closed=holidays())
    without = clocks(regime, path, known_on=day, received_on=day, closed=())
    for one, plain in zip(with_them, without, strict=True):
        assert one.due_on > one.starts_on
        assert one.due_on >= plain.due_on
        assert one.span in set(Span)

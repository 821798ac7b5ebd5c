"""What is read as a receipt leaves every text that is kept, and no word goes with it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sejuk.engines.triage import receipts_read, redacted, without_receipts

ALIKE = {"0": "0OoQD", "1": "1lIi|", "5": "5sS", "8": "8B", "2": "2zZ", "6": "6G"}
BETWEEN = ["", " ", "  ", "-", ".", " - ", "\u2011", "\u2010", " \u2013 ", "\u2212", "\u00a0", "\n"]
WORDS = ["STATUS", "Resi:", "Si", "isi", "Solo", "DI", "27-11-2024", "2024-11-27", "pak,", "", "#"]


@st.composite
def typed(draw) -> tuple[str, str]:
    """Return sixteen digits, and how somebody typed them."""
    digits = draw(st.text("0123456789", min_size=16, max_size=16))
    size = draw(st.sampled_from([2, 4, 8, 16]))
    likes = iter(draw(st.lists(st.integers(0, 15), max_size=6)))
    signs = list(digits)
    for at in likes:
        signs[at] = draw(st.sampled_from(ALIKE.get(digits[at], digits[at])))
    between = st.sampled_from(BETWEEN)
    groups = ["".join(signs[at : at + size]) for at in range(0, 16, size)]
    return digits, "".join(f"{group}{draw(between)}" for group in groups[:-1]) + groups[-1]


@settings(max_examples=150, deadline=None)
@given(typed(), st.sampled_from(WORDS), st.sampled_from(WORDS))
@example(("9320794186798865", "9320 7941 8679 886S"), "STATUS", "#")
@example(("9320794186798865", "9320 7941 8679 886S"), "", "Solo 27-11-2024 07.00")
def test_what_is_read_is_taken_out_and_no_word_with_it(receipt, before, behind):
    _, written = receipt
    text = f"{before} {written} {behind}"
    plain = without_receipts(text)
    assert not receipts_read(plain)
    assert not receipts_read(redacted(text).text)
    if receipts_read(text):
        assert plain.startswith(before)
        assert plain.endswith(behind)
        assert "[tanda terima]" in plain


@settings(max_examples=100, deadline=None)
@given(st.text("0158OoSIBZ|d \u200b\u2011-.\n\u00adB", min_size=12, max_size=60))
@example("925S\u200bya 4821 7736 5001 925S\u200bya")
def test_nothing_is_read_in_what_is_left_of_any_signs(text):
    assert not receipts_read(without_receipts(text))
    assert not receipts_read(redacted(text).text)


@pytest.mark.parametrize("between", BETWEEN)
def test_the_digits_are_those_that_were_meant(between):
    (one,) = receipts_read(f"STATUS {between.join(['9320', '7941', '8b79'.upper(), '8G6S'])}, ya")
    assert one.digits == "9320794188798665"


@pytest.mark.parametrize(
    "text",
    [
        "Solo 27-11-2024 07.00-13.00",
        "isi 2024-11-27 08.15 - 09.30 WIB",
        "27-11-2024  07.00 - 13.00 di TPS 04",
        "Si 20241127103000",
        "SI DI SI GO SOLO BOLOS ISI 12 30",
        "hp 0812-3456-7890 di Solo",
    ],
)
def test_dates_times_and_words_are_no_receipt(text):
    assert not receipts_read(text)
    assert without_receipts(text) == text

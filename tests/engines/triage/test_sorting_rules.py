"""Rules of categories: what is denied, countered or reported, and what the words were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.sorting import (
    CATEGORIES,
    UnusableRules,
    rulebook_of,
    sorted_by_rules,
    standard_rulebook,
)
from sejuk.sense.signals.rules import Kind

SAID = {
    "Wong komering samo wong ogan nak perang": {"sara"},
    "dak usah milih wong jawa, dio tu pendatang": {"sara"},
    "Ustadz ceramah soal persatuan": {"positif"},
    "Kito hidup rukun, ogan komering jawa samo bae": {"positif"},
    "Jangan terprovokasi isu usir pendatang, kita bersaudara": {"positif"},
    "Ayam bakar orang jawa di pasar enak": set(),
    "Tidak ada pemukulan di TPS, situasi kondusif": {"positif"},
    "Warga menolak politik uang": {"positif"},
    "Belum ada surat suara di TPS kami": {"logistik"},
    "KPPS dikeroyok. Tidak ada yang menolong": {"kekerasan"},
    "Katonyo surat suaro lah dicoblos": {"rumor", "logistik"},
    "Lurah ngajak rapat. Besok paginya dukungan air bersih datang": {"pelayanan"},
    "": set(),
    "👍👍": set(),
}


def test_the_categories_are_the_kinds_of_a_signal():
    assert [str(one) for one in CATEGORIES] == [str(kind) for kind in Kind]
    spoken_of = {rule.category for rule in standard_rulebook().rules}
    assert {str(one) for one in CATEGORIES} - spoken_of == {"lain"}


@pytest.mark.parametrize(("text", "categories"), SAID.items())
def test_rules_find_what_is_said_and_not_what_is_denied(text, categories):
    assert {str(hit.category) for hit in sorted_by_rules(text)} == categories


def test_reported_speech_stays_and_says_that_it_is_reported():
    own, reported = "Usir pendatang dari sini", "Di simpang ada spanduk: usir pendatang dari sini"
    assert [hit.rule for hit in sorted_by_rules(own)] == ["sara.group_and_predicate"]
    assert [hit.rule for hit in sorted_by_rules(reported)] == ["sara.group_and_predicate.reported"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([text for text in SAID if text]), st.sampled_from([str.upper, str.title]))
def test_case_and_spaces_change_nothing(text, cased):
    spread = "   ".join(cased(text).split(" "))
    plain = [(hit.category, hit.rule) for hit in sorted_by_rules(text)]
    assert [(hit.category, hit.rule) for hit in sorted_by_rules(spread)] == plain


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*SAID, "💥", "a" * 400, "tidak.", "[nama]"]), max_size=12))
def test_the_words_of_a_hit_stand_in_the_text(parts):
    text = " ".join(parts)
    for hit in sorted_by_rules(text):
        assert all(part in text for part in hit.words.split(" … "))


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("[[rule", "no TOML"),
        ('[[rule]]\ncode = "a"\ncategory = "gosip"\nterms = ["x"]', "no category"),
        ('[[rule]]\ncode = "a"\ncategory = "lain"', "neither terms nor a pair"),
        ('[[rule]]\ncode = "a"\ncategory = "lain"\nfirst = ["x"]', "both"),
        ('[[rule]]\ncode = "a"\ncategory = "lain"\nterms = [3]', "list of words"),
        ('[[rule]]\ncode = "a"\ncategory = "lain"\nstrength = "huge"\nterms = ["x"]', "huge"),
        ('[[rule]]\ncode = "a"\ncategory = "lain"\nwithin = 99\nterms = ["x"]', "0 to 50"),
        ("rule = 3", "table of its own"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(written, complaint):
    with pytest.raises(UnusableRules, match=complaint):
        rulebook_of(written)


def test_a_district_has_rules_of_its_own():
    book = rulebook_of('[[rule]]\ncode = "own"\ncategory = "bencana"\nterms = ["lahar dingin"]')
    assert [hit.rule for hit in sorted_by_rules("Lahar dingin turun", book)] == ["own"]

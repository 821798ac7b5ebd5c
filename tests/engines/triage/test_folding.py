"""Spellings of one word become one, whatever case and blanks; lexicons do not go in circles."""

import tomllib
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage import (
    Lexicon,
    UnusableLexicon,
    folded,
    folded_all,
    lexicon_of,
    merged,
    normalised,
    standard_lexicon,
    standard_names,
)
from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.folding.lexicons import FILES
from sejuk.engines.triage.redacting.signs import signs

SAME = """
wong tu nyebarke kabar b0hong | orang itu menyebarkan kabar bohong
dak katek surat suaro di TPS 3 | tidak ada surat suara di tps 3
anak2 pd takuuut bgt | anak-anak pada takut banget
jgn percayo, itu hoax!!! | jangan percaya itu hoaks
kemano be dio | kemana saja dia
oentoek masjarakat | untuk masyarakat
sblm pencoblosan bnyk yg dtg | sebelum pencoblosan banyak yang datang
ngapo wong-wong galak nian | mengapa orang mau sekali"""
APART = """
TPS 3 | TPS 8
ada surat suara | tidak ada surat suara
bohong | benar
desa Kurup | desa Kurungan
dibakar | dibayar"""
READ = [
    ("Gk ado yg tau, dak katek!!!", "Tidak ada yang tahu, tidak tidak ada!!!"),
    ("Sdh dikirim ke [telepon] yaa", "Sudah dikirim ke [telepon] ya"),
    ("TPS 12 msh kosong 🙂", "TPS 12 masih kosong 🙂"),
    ("\u200btol\u200bong　pak", "tolong pak"),
    ("", ""),
]
TEXTS = st.lists(
    st.sampled_from(
        [*standard_lexicon().standard_of, *standard_lexicon().common[:300], "TPS", "3"]
    ),
    max_size=8,
).map(" ".join)


def pairs(text: str) -> list[list[str]]:
    return [[side.strip() for side in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("first", "second"), pairs(SAME))
def test_two_spellings_are_one(first, second):
    one, other = set(folded(first).split()), set(folded(second).split())
    assert one == other


@pytest.mark.parametrize(("first", "second"), pairs(APART))
def test_what_says_something_else_stays_apart(first, second):
    assert folded(first) != folded(second)


@pytest.mark.parametrize(("text", "told"), READ)
def test_a_message_reads_as_indonesian(text, told):
    assert normalised(text) == told


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from([str.upper, str.title, lambda text: text.replace(" ", "  \n")]))
def test_case_blanks_and_signs_change_nothing(text, changed):
    assert folded(f"«{changed(text)}»!?") == folded(text)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(TEXTS | st.text(max_size=40))
def test_reading_once_is_enough_and_answers_are_tokens(text):
    assert normalised(normalised(text)) == normalised(text)
    assert folded(text).split() == [part for part in folded(text).split(" ") if part]
    assert folded_all([text, ""]) == (folded(text), "")
    assert folded(text, Lexicon()) == folded(text, Lexicon())


def test_placeholders_are_read_and_not_compared():
    assert folded("[nama] lari") == folded("lari [telepon]") == "lari"


def test_each_spelling_folds_as_what_it_means():
    known = standard_lexicon()
    unlike = [
        (spelling, standard)
        for spelling, standard in known.words
        if folded(spelling, known) != folded(standard, known)
    ]
    assert not unlike


def test_no_spelling_stands_in_two_lists():
    files = [lexicon_of(read_file(name)) for name in FILES]
    spellings = [spelling for one in files for spelling, _ in one.words]
    assert len(spellings) == len(set(spellings))


def test_common_words_are_no_spellings_and_stand_once():
    listed = tomllib.loads(read_file("words.toml"))["common"].split()
    assert len(listed) == len(set(listed))
    assert not set(listed) & standard_lexicon().standard_of.keys()
    assert not set(listed) & set(standard_lexicon().kept)


def test_a_word_without_vowels_is_read_only_when_it_is_one():
    assert normalised("bnyk mslh di dpn kntr") == "banyak masalah di depan kantor"
    assert normalised("tps kpu kpps ktp") == "tps kpu kpps ktp"


def test_lists_of_names_do_not_contradict_each_other():
    names = standard_names()
    lists = {
        "given": names.given,
        "doubtful": names.doubtful,
        "titles": (*names.kin, *names.honours, *names.ranks, *names.roles, *names.offices),
        "callings": (*names.callings, *names.courtesy_or_word),
        "places": (*names.places, *names.towns),
    }
    for title, words in lists.items():
        assert len(words) == len(set(words)), title
        for other, others in lists.items():
            assert title == other or not set(words) & set(others), (title, other)
    assert not set(names.given) & names.words


def test_signs_are_in_small_letters_and_no_word_tells_two_things():
    lists = {one.name: getattr(signs(), one.name) for one in fields(signs())}
    assert all(word == word.casefold() for words in lists.values() for word in words)
    cues = ["phone_cues", "identity_cues", "family_cues", "bank_cues", "plate_cues", "vehicles"]
    assert sum(len(lists[name]) for name in cues) == len(set().union(*(lists[n] for n in cues)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("means = 3", "every value is a text"),
        ("[means", "no TOML file"),
        ('[means]\ntidak = "dak"\nada = "dak"', "both “tidak” and “ada”"),
        ('[means]\ntidak = "dak"\ndak = "ndak"', "mean that at once"),
        ('[same]\nkalau = "jika"\njika = "bila"', "mean that at once"),
    ],
)
def test_a_lexicon_that_contradicts_itself_is_refused(text, said):
    with pytest.raises(UnusableLexicon, match=said):
        lexicon_of(text)


def test_nobody_fills_the_memory_with_what_is_no_word():
    known = Lexicon()
    assert folded("x" * 10_000 + " tau", known).endswith(" tau")
    assert all(len(word) <= 40 for word in known.remembered)


def test_a_district_adds_its_own_words():
    ours = merged(standard_lexicon(), lexicon_of('[means]\nayam = "putuk"\nkawan = "dak"'))
    assert normalised("putuk dak", ours) == "ayam kawan"
    assert normalised("putuk dak") == "putuk tidak"
    with pytest.raises(UnusableLexicon):
        merged(ours, lexicon_of('[means]\nputuk = "pituk"'))

"""Places in a text, with the traps of the district's own list of villages."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.locating import (
    AreaName,
    Gazetteer,
    Mention,
    PlaceClue,
    gazetteer_of,
    located,
    place_words_of,
)

LISTED = Path(__file__).parents[3] / "src/sejuk/project/demonstration/areas_oku.csv"
SINGAPURA, DURIAN, UJANMAS = "16.01.21.2015", "16.01.09.2004", "16.01.08.2018"
TANJUNG_BARU, LUBUK_RUKAM = "16.01.14.2008", "16.01.09.2007"
BATU_MARTA = ("16.01.30.2001", "16.01.30.2002")


def the_district() -> Gazetteer:
    with LISTED.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return gazetteer_of(
        AreaName(row["code"], row["name"], row["level"], row["parent"]) for row in rows
    )


OKU = the_district()
VILLAGES = [area for area in OKU.areas if area.is_village]
HOMONYMS = sorted(
    name for name, count in Counter(area.name for area in VILLAGES).items() if count > 1
)


def the_one(text: str, **known: str) -> Mention:
    (mention,) = located(text, OKU, **known)
    return mention


def first_codes(text: str) -> list[str]:
    return [mention.candidates[0].code for mention in located(text, OKU)]


@pytest.mark.parametrize(
    ("text", "code", "clue"),
    [
        ("Ada keributan di Lubuk Rukam tadi.", "16.01.09.2006", PlaceClue.EXACT),
        ("ada keributan di lubukrukam", "16.01.09.2006", PlaceClue.APART),
        ("KERIBUTAN DI LUBUK RUKAM", "16.01.09.2006", PlaceClue.EXACT),
        ("keributan desalubukrukam", "16.01.09.2006", PlaceClue.APART),
        ("ribut di lbk rukam", "16.01.09.2006", PlaceClue.SHORTENED),
        ("ribut di lubuk rukma", "16.01.09.2006", PlaceClue.MISSPELLED),
        ("ribut di loeboek roekam", "16.01.09.2006", PlaceClue.EXACT),
        ("TPS 02 tj baru", TANJUNG_BARU, PlaceClue.SHORTENED),
        ("batumarta unit 2 banjir", BATU_MARTA[1], PlaceClue.APART),
        ("Batu Marta II banjir", BATU_MARTA[1], PlaceClue.EXACT),
        ("simpang 4 kec lengkiti", "16.01.28.2021", PlaceClue.EXACT),
        ("ujan mas ribut", UJANMAS, PlaceClue.APART),
        ("lubukbatang lamo banjir", "16.01.22.2007", PlaceClue.APART),
        ("Kemelak banjir", "16.01.14.1011", PlaceClue.PART),
        ("kec. SBR kapan pleno", "16.01.07", PlaceClue.PART),
        ("Peninjauan Raya banjir", "16.01.32", PlaceClue.PART),
        ("durian", DURIAN, PlaceClue.EXACT),
        ("Laya: banjir", "16.01.13.2002", PlaceClue.EXACT),
        ("ds.durian banjir", DURIAN, PlaceClue.EXACT),
        ("warga ds singapura resah", SINGAPURA, PlaceClue.EXACT),
    ],
)
def test_a_place_is_found_however_it_is_written(text, code, clue):
    best = located(text, OKU)[0].candidates[0]
    assert (best.code, best.reason.clue) == (code, clue)


@pytest.mark.parametrize(
    "text",
    [
        "makan durian di bawah pohon beringin",
        "pesawat ke Singapura ditunda",
        "bandar narkoba ditangkap",
        "dalam penantian yang panjang di surau",
        "jus markisa dan belimbing",
        "Jalan Durian macet",
        "pasar baru ramai, simpang empat macet",
        "suka maju sendiri, batu putih kecil",
        "desa kami dan desa saya, desa tetangga, desa ini",
        "Tanjung Enim dan Tanjung Raja, OKU Timur",  # villages and a district elsewhere
        "semandingan, mertualang, kebandaran",  # names inside other words
        "TPS 2 RT 03 nomor 08 pukul 02",
        "Batumarta unit 6 dan Batu Marta XI",  # settlements of another district
        "angsuran KPR naik",
        "",
        "🙂🙂🙂",
        "di ke dari desa kec tps",
    ],
)
def test_a_word_is_not_made_a_place(text):
    assert located(text, OKU) == ()


@pytest.mark.parametrize("name", HOMONYMS)
def test_a_name_of_two_villages_is_a_question(name):
    codes = {area.code for area in VILLAGES if area.name == name}
    mention = the_one(f"Ada pembagian amplop di Desa {name} semalam.")

    assert mention.is_ambiguous
    assert {candidate.code for candidate in mention.candidates} == codes


@pytest.mark.parametrize("name", HOMONYMS)
def test_a_named_kecamatan_or_a_known_place_answers_it(name):
    for area in (area for area in VILLAGES if area.name == name):
        kecamatan = OKU.by_code[area.parent_code]
        told = located(f"{name} kec. {kecamatan.name}: ada amplop", OKU)[0]
        near = the_one(f"Ada amplop di Desa {name}", near=kecamatan.code + ".2099")

        assert (told.candidates[0].code, told.is_ambiguous) == (area.code, False)
        assert (near.candidates[0].code, near.is_ambiguous) == (area.code, False)
        assert PlaceClue.PARENT_NAMED in {one.clue for one in told.candidates[0].further}
        assert PlaceClue.NEAR in {one.clue for one in near.candidates[0].further}


def test_of_two_kecamatan_the_one_beside_answers():
    mentions = located("Sukajadi, Ulu Ogan, lalu ke Tanjung Baru di Baturaja Timur", OKU)
    assert mentions[0].candidates[0].code == "16.01.20.2006"
    assert not mentions[0].is_ambiguous


def test_what_is_called_kelurahan_is_first_and_still_a_question():
    for cue, code in (("kel.", "16.01.13.1003"), ("desa", "16.01.28.2022")):
        mention = the_one(f"{cue} Tanjungagung banjir")
        assert (mention.candidates[0].code, mention.is_ambiguous) == (code, True)


def test_a_noun_in_a_row_with_places_is_one():
    assert first_codes("longsor dari merbau ke Lubuk Rukam") == ["16.01.22.2001", "16.01.09.2006"]
    assert first_codes("Lubuk Rukam, Durian dan Laya") == ["16.01.09.2006", DURIAN, "16.01.13.2002"]
    assert first_codes("jual durian dan markisa di Lubuk Rukam") == ["16.01.09.2006"]
    assert first_codes("dari Singapura ke Lubuk Rukam") == ["16.01.09.2006"]


def test_a_named_kecamatan_makes_no_village_of_a_fruit():
    assert first_codes("harga durian di Peninjauan naik") == ["16.01.09"]
    assert first_codes("Durian kec. Peninjauan banjir") == [DURIAN, "16.01.09"]


def test_just_now_is_no_part_of_a_name():
    assert first_codes("di Lubuk Batang baru saja banjir") == ["16.01.22"]


def test_a_known_place_makes_no_place_of_a_word():
    assert located("makan durian di Singapura", OKU, near="16.01.09") == ()


def test_village_and_kecamatan_of_one_name_are_told_apart_by_what_stands_before():
    assert the_one("kec. Peninjauan").candidates[0].code == "16.01.09"
    assert the_one("desa Peninjauan").candidates[0].code == "16.01.09.2010"
    assert the_one("di Peninjauan").is_ambiguous


def test_a_name_that_continues_is_one_place():
    assert first_codes("Kedaton Peninjauan Raya aman") == ["16.01.32"]
    assert first_codes("Lubuk Batang Baru dan Lubuk Batang") == ["16.01.22.2006", "16.01.22"]


def test_a_village_in_another_district_stays_a_question():
    mention = the_one("Ujan Mas, Muara Enim, banjir")

    assert mention.is_ambiguous
    assert mention.candidates[0].score <= 0.5
    assert PlaceClue.ELSEWHERE in {reason.clue for reason in mention.candidates[0].further}


def test_two_districts_are_told_apart_by_the_one_that_is_named():
    wide = gazetteer_of(
        [
            *OKU.areas,
            AreaName("16.03", "Kabupaten Muara Enim", "kabupaten", "16"),
            AreaName("16.03.07", "Ujan Mas", "kecamatan", "16.03"),
        ]
    )
    (asked,) = located("Ujan Mas banjir", wide)
    (told, _) = located("Ujan Mas, Kabupaten Muara Enim, banjir", wide)

    assert {candidate.code for candidate in asked.candidates} == {UJANMAS, "16.03.07"}
    assert asked.is_ambiguous
    assert (told.candidates[0].code, told.is_ambiguous) == ("16.03.07", False)


def test_the_words_are_those_of_the_text_and_the_scores_a_share():
    text = "Dari desa SUKAJDI ke Ulu Ogan, lalu tjg. baru!"
    for mention in located(text, OKU):
        assert text[mention.start : mention.end] == mention.words
        scores = [candidate.score for candidate in mention.candidates]
        assert scores == sorted(scores, reverse=True)
        assert 0 < sum(scores) <= 1


def test_another_spelling_in_use_is_known():
    known = gazetteer_of([AreaName("1", "Espetiga", "desa", variants=("SP 3",))])
    assert located("ribut di desa SP3", known)[0].candidates[0].reason.clue is PlaceClue.VARIANT


def test_a_code_twice_and_a_name_without_letters_are_refused():
    area = AreaName("16.01", "OKU", "kabupaten")
    with pytest.raises(ValueError, match=r"16\.01"):
        gazetteer_of([area, area])
    with pytest.raises(ValueError, match="needs a name"):
        gazetteer_of([AreaName("16.01", "123", "kabupaten")])
    assert located("desa Laya", gazetteer_of([AreaName("1", "巴图", "desa")])) == ()
    with pytest.raises(KeyError):
        place_words_of("generic = 'tanjung'")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(VILLAGES),
    st.sampled_from(["Ada ribut di desa {}.", "TPS 3 {} aman", "kades {} resah"]),
    st.sampled_from([str.upper, str.lower, str.title, lambda name: name.replace(" ", "")]),
)
def test_every_village_is_found_where_it_is_announced(area, sentence, written):
    mentions = located(sentence.format(written(area.name)), OKU)
    assert area.code in {one.code for mention in mentions for one in mention.candidates}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for mention in located(text, OKU):
        assert text[mention.start : mention.end] == mention.words


def test_a_very_long_text_is_read():
    assert len(located("desa durian " * 300 + "x" * 9_000, OKU)) == 300


@pytest.mark.parametrize(
    "part",
    ["Desa Durian kec Peninjauan aman. ", "Tanjung Enim, ujan mas ", "kec Peninjauan; Durian. "],
)
def test_a_place_is_the_same_however_often_it_is_told(part):
    few, many = (located(part * times, OKU) for times in (6, 60))
    assert len(many) == 10 * len(few)
    assert {one.candidates for one in many} == {one.candidates for one in few}
    # In the middle of each: a beginning and an end have nothing on one side.
    assert many[len(many) // 2].candidates == few[len(few) // 2].candidates

"""What may not be released unnoticed, and what is the daily bread of a police station."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.neutrality import (
    Contestant,
    HitCode,
    HitKind,
    NeutralityWords,
    neutrality_hits,
    neutrality_words_of,
)

# Invented: nobody of these names stands for anything.
FIRST = Contestant(
    1, ("Drs. H. Wirahadi Sangkuriang, M.M.", "Lasmini Pratiwi", "WILAS"), ("OKU Gemilang Berseri",)
)
SECOND = Contestant(
    2,
    ("Budi Tanuwangsa", "Kornelia", "BERSINAR"),
    ("Bersama Membangun Negeri Sebimbing", "Lanjutkan Kerja Nyata"),
)
PAIRS = (FIRST, SECOND)
SHORT = Contestant(3, ("Yoddi Karangwaru", "Eppy Jaya"))


def kinds_in(text: str, **known: object) -> set[HitKind]:
    return {hit.kind for hit in neutrality_hits(text, PAIRS, **known)}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Terima kasih Wirahadi Sangkuriang", HitCode.FULL_NAME, "Wirahadi Sangkuriang"),
        ("TERIMA KASIH WIRAHADI", HitCode.PART_OF_NAME, "WIRAHADI"),
        ("bersama wirahadi sangkurang", HitCode.MISSPELLED_NAME, "wirahadi sangkurang"),
        ("bersama Wirahadia", HitCode.MISSPELLED_NAME, "Wirahadia"),
        ("bersama W1rahad1", HitCode.MISSPELLED_NAME, "W1rahad1"),
        ("W i r a h a d i hadir", HitCode.PART_OF_NAME, "W i r a h a d i"),
        ("#WilasUntukOKU", HitCode.FULL_NAME, "Wilas"),
        ("hadir Pak Budi", HitCode.PART_OF_NAME, "Budi"),
        ("nomor urut 2", HitCode.BALLOT_NUMBER, "nomor urut 2"),
        ("nomor urut dua", HitCode.BALLOT_NUMBER, "nomor urut dua"),
        ("no. urut 02", HitCode.BALLOT_NUMBER, "no. urut 02"),
        ("paslon 01", HitCode.BALLOT_NUMBER, "paslon 01"),
        ("pasangan calon nomor 1", HitCode.BALLOT_NUMBER, "calon nomor 1"),
        ("coblos nomor satu", HitCode.NUMBER_TO_VOTE, "coblos nomor satu"),
        ("pilih 02", HitCode.NUMBER_TO_VOTE, "pilih 02"),
        ("milih nomer duo bae", HitCode.NUMBER_TO_VOTE, "milih nomer duo"),
        ("#coblos02", HitCode.NUMBER_TO_VOTE, "coblos02"),
        ("coblos yg no2", HitCode.NUMBER_TO_VOTE, "coblos yg no2"),
        ("paslon02", HitCode.BALLOT_NUMBER, "paslon02"),
        ("nol dua menang", HitCode.NUMBER_AS_CRY, "nol dua"),
        ("ingat nomor 1", HitCode.NUMBER_AS_CRY, "nomor 1"),
        ("02 menang", HitCode.NUMBER_AS_CRY, "02"),
        ("OKU gemilang berseri", HitCode.SLOGAN, "OKU gemilang berseri"),
        ("#OKUGemilangBerseri", HitCode.SLOGAN, "OKUGemilangBerseri"),
        ("gemilang berseri!", HitCode.SLOGAN_CUT, "gemilang berseri"),
        (
            "mari bangun negeri Sebimbing bersama",
            HitCode.SLOGAN_REWORDED,
            "bangun negeri Sebimbing bersama",
        ),
        ("salam dua jari", HitCode.FINGERS_TOLD, "salam dua jari"),
        ("angkat 1 jari", HitCode.FINGERS_TOLD, "1 jari"),
        ("siap ✌", HitCode.FINGERS_SHOWN, "✌"),
        ("siap ✌️", HitCode.FINGERS_SHOWN, "✌️"),
        ("siap ☝🏿", HitCode.FINGERS_SHOWN, "☝🏿"),
        ("siap 🤟🏽", HitCode.FINGERS_SHOWN, "🤟🏽"),
        ("siap 👌", HitCode.FINGERS_SHOWN, "👌"),
        ("pilih 2️⃣", HitCode.FINGERS_SHOWN, "2️⃣"),
        ("Bupati kita amanah", HitCode.PRAISE_BESIDE, "amanah"),
        ("paslon itu luar biasa", HitCode.PRAISE_BESIDE, "luar biasa"),
        ("Wirahadi tidak jujur", HitCode.BLAME_BESIDE, "tidak jujur"),
        ("petahana gagal memimpin", HitCode.BLAME_BESIDE, "gagal"),
        ("lanjutkan!", HitCode.CAMPAIGN_PHRASE, "lanjutkan"),
        ("saatnya ganti bupati", HitCode.CAMPAIGN_PHRASE, "ganti bupati"),
        ("#2024GantiBupati", HitCode.CAMPAIGN_PHRASE, "GantiBupati"),
        ("dua periode", HitCode.CAMPAIGN_PHRASE, "dua periode"),
        ("jangan pilih yang itu", HitCode.CAMPAIGN_PHRASE, "jangan pilih"),
        ("pilih Pak Budi", HitCode.PART_OF_NAME, "Budi"),
        ("dukunglah mang budi", HitCode.PART_OF_NAME, "budi"),
        ("coblos bpk. Boedhi ya", HitCode.MISSPELLED_NAME, "Boedhi"),
        ("#pilihpakbudi", HitCode.PART_OF_NAME, "pilihpakbudi"),
        ("PakKornelia", HitCode.FULL_NAME, "PakKornelia"),
        ("milih pak bud", HitCode.SHORT_NAME, "bud"),
        ("pilih pk Bdi", HitCode.SHORT_NAME, "Bdi"),
        ("ayo bu Kornel", HitCode.SHORT_NAME, "Kornel"),
        ("pilih Wira", HitCode.SHORT_NAME, "Wira"),
        ("pasangan yang hebat", HitCode.PRAISE_BESIDE, "hebat"),
        ("pasangan ini memang paling merakyat", HitCode.PRAISE_BESIDE, "merakyat"),
        ("pasangan yg gak jujur", HitCode.BLAME_BESIDE, "gak jujur"),
        ("paslon yang tidak becus", HitCode.BLAME_BESIDE, "tidak becus"),
        ("palson abal-abal", HitCode.BLAME_BESIDE, "abal-abal"),
        ("dukung pasangan ini", HitCode.CAMPAIGN_PHRASE, "dukung pasangan"),
    ],
)
def test_it_is_found_with_its_reason(text, code, words):
    hits = neutrality_hits(text, PAIRS)
    assert (code, words) in {(hit.reason.code, hit.words) for hit in hits}
    assert all(text[hit.start : hit.end] == hit.words for hit in hits)


ORDINARY = [
    "Gunakan hak pilih Anda pada Rabu, 27 November 2024, pukul 07.00 sampai 13.00 WIB.",
    "Jangan golput! Satu suara Anda menentukan masa depan OKU lima tahun ke depan.",
    "Coblos satu kali pada kolom nomor, foto atau nama pasangan calon.",
    "Pilih sesuai hati nurani, jangan pilih karena uang.",
    "Tolak politik uang, hoaks dan isu SARA. Mari jaga Pilkada damai.",
    "TPS 2 Desa Ujanmas dijaga dua personel dan 2 anggota Linmas mulai pukul 02.",
    "Surat suara TPS 02 lanjut dihitung, TPS 01 menang lomba kebersihan.",
    "Lanjutkan patroli dan lanjutkan koordinasi dengan Panwascam.",
    "Sukseskan pemilihan bupati dan wakil bupati yang jujur, adil dan bersih.",
    "Pengamanan debat publik kedua berhasil dan berlangsung tertib.",
    "Calon pemilih yang cerdas memeriksa namanya di DPT.",
    "Hubungi 110 atau nomor 0812 1234 5678. Bawa KTP, nomor antrean 2.",
    "1️⃣ Bawa KTP 2️⃣ Datang pagi 3️⃣ Celup jari",
    "Bupati mengimbau warga jujur melapor. Semua paslon2 dan saksi hadir.",
    "Celupkan satu jari ke tinta; dua jari korban luka.",
    "Celupkan jari ke tinta setelah memilih 👍",
    "Jalan Merdeka nomor 2, RT 02 RW 01, blok 1",
    "Polri netral: anggota dilarang berfoto dengan simbol tertentu.",
    "Pasal 1 ayat 2, putaran 2, hari ke-2, 2 paslon, 2 pasangan calon terdaftar.",
    "Isu bahwa pemungutan suara diundur tidak benar, kata KPU OKU.",
    "Polres menyiapkan 450 personel untuk 741 TPS.",
    "Warga Budi Luhur dan Desa Sinar Budi aman, hujan hebat semalam.",
    "Bersama KPU dan Bawaslu kita bangun demokrasi yang sejuk.",
    "Pilih tanggal dan pilih TPS sesuai undangan. Gunakan hak pilih Bapak dan Ibu.",
    "Pak Rudi ketua RT, Pak Budiman dan Ibu Korlap hadir; mendukung budi daya ikan.",
    "Desa Tanuwangsa dan Jalan Kornelia aman, Bapak-Ibu lansia didahulukan.",
    "Pasangan suami istri yang hebat. Pasangan lansia tertib, pasangan baju bersih.",
    "Pasangan calon yang terbukti melakukan politik uang dapat dibatalkan.",
    "",
    "🙂",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_message_is_no_hit(text):
    assert neutrality_hits(text, PAIRS) == ()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Yoddi lebih baik", HitCode.PART_OF_NAME, "Yoddi"),
        ("YODDI MENANG", HitCode.PART_OF_NAME, "YODDI"),
        ("yoddi sangat luar biasa", HitCode.PART_OF_NAME, "yoddi"),
        ("kata yoddi tidak becus", HitCode.PART_OF_NAME, "yoddi"),
        ("03 yoddi", HitCode.PART_OF_NAME, "yoddi"),
        ("yoddi nomor 3", HitCode.PART_OF_NAME, "yoddi"),
        ("Pak Yodi hebat", HitCode.MISSPELLED_NAME, "Yodi"),
        ("Yodi amanah", HitCode.MISSPELLED_NAME, "Yodi"),
        ("Y0ddi", HitCode.MISSPELLED_NAME, "Y0ddi"),
        ("kemarin Yoddi hadir", HitCode.PART_ALONE, "Yoddi"),
        ("Ayo Eppy", HitCode.PART_ALONE, "Eppy"),
        ("Budi hebat", HitCode.PART_OF_NAME, "Budi"),
        ("pilih yang kedua", HitCode.NUMBER_TO_VOTE, "pilih yang kedua"),
        ("pasangan pertama", HitCode.BALLOT_NUMBER, "pasangan pertama"),
        ("Terima kasih Pak Bupati", HitCode.CAMPAIGN_PHRASE, "Terima kasih Pak Bupati"),
    ],
)
def test_a_short_name_is_known_by_what_stands_beside(text, code, words):
    hits = neutrality_hits(text, (*PAIRS, SHORT))
    assert (code, words) in {(hit.reason.code, hit.words) for hit in hits}


@pytest.mark.parametrize(
    "text",
    [
        *ORDINARY,
        "Warga Panji Jaya tertib, Desa Tanjung Jaya aman.",
        "jaya selalu negeriku; budi baik dikenang. Budi pekerti luhur",
        "kata yodi, yoddi dan eppy hadir",
        "Coblos kedua surat suara; kedua pasangan calon hadir",
        "putaran kedua, debat pertama, saksi kedua",
    ],
)
def test_a_short_name_makes_no_ordinary_message_a_hit(text):
    assert neutrality_hits(text, (*PAIRS, SHORT)) == ()


@pytest.mark.parametrize(
    ("title", "code", "fact"),
    [
        ("Pilih nomor 2", HitCode.NUMBER_TO_VOTE, "TPS dibuka pukul 07.00."),
        ("coblos nomor 1", HitCode.NUMBER_TO_VOTE, "Surat suara sudah tiba."),
        ("pilih yang kedua", HitCode.NUMBER_TO_VOTE, "Hari Rabu libur."),
        ("Lanjutkan!", HitCode.CAMPAIGN_PHRASE, "Pengamanan TPS berjalan."),
        ("Salam dua jari", HitCode.FINGERS_TOLD, "Tinta masih basah."),
        ("Ayo 2️⃣", HitCode.FINGERS_SHOWN, "1️⃣ Bawa KTP\n3️⃣ Datang pagi"),
        ("Bupati hebat", HitCode.PRAISE_BESIDE, "Melakukan patroli di pasar."),
        ("Bupati amanah", HitCode.PRAISE_BESIDE, "Pemilih datang pagi."),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n", " \n\n", "\u2028"])
def test_what_stands_in_another_line_excuses_nothing(title, code, fact, line_break):
    alone = {(hit.reason.code, hit.words) for hit in neutrality_hits(title, PAIRS)}
    assert code in {one for one, _ in alone}
    for text in (f"{title}{line_break}{fact}", f"{fact}{line_break}{title}"):
        assert alone == {(hit.reason.code, hit.words) for hit in neutrality_hits(text, PAIRS)}


@pytest.mark.parametrize(
    ("said", "behind", "expected"),
    [
        ("pak", "kornelia", {HitCode.FULL_NAME}),
        ("pilihpak", "gunung", set()),
        ("bupati hebat ", "", {HitCode.PRAISE_BESIDE}),
    ],
)
def test_a_word_said_many_hundred_times_is_read(said, behind, expected):
    hits = neutrality_hits(said * 600 + behind, PAIRS)
    assert {hit.reason.code for hit in hits} == expected


def test_praise_counts_beside_an_official_who_is_named_without_hit():
    text = "Camat kami, Pak Darmawangsa, sangat peduli."
    assert kinds_in("Pak Darmawangsa sangat peduli.") == set()
    assert kinds_in(text, officials=["Darmawangsa"]) == {HitKind.PRAISE}


def test_praise_in_another_sentence_is_of_something_else():
    assert HitKind.PRAISE not in kinds_in("Bupati hadir. Panen tahun ini hebat.")


def test_a_weak_name_needs_a_word_before_it():
    assert kinds_in("Budi pekerti luhur") == set()
    assert kinds_in("Bapak Budi") == {HitKind.NAME}


def test_without_contestants_numbers_and_cries_are_found():
    hits = neutrality_hits("Coblos paslon nomor 3, salam tiga jari!", ())
    assert {hit.kind for hit in hits} == {HitKind.NUMBER, HitKind.FINGER_SIGN}


def test_a_district_may_bring_its_own_words():
    lists = NeutralityWords.__annotations__.keys() - {"campaign"}
    toml = "".join(f"{name} = ''\n" for name in lists)
    own = neutrality_words_of(toml + "[[campaign]]\nphrase = 'gaskeun'")

    assert kinds_in("gaskeun", words=own) == {HitKind.CAMPAIGN}
    assert kinds_in("lanjutkan", words=own) == set()
    with pytest.raises(KeyError):
        neutrality_words_of("roles = ''")


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ORDINARY), st.sampled_from(["Wirahadi", "paslon 02", "✌🏽", "ganti bupati"]))
def test_a_hit_is_found_wherever_it_stands(ordinary, said):
    for text in (f"{said}. {ordinary}", f"{ordinary} {said}"):
        assert said in {hit.words for hit in neutrality_hits(text, PAIRS)}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text):
    for hit in neutrality_hits(text, PAIRS):
        assert text[hit.start : hit.end] == hit.words

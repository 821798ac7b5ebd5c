"""Personal data leave a message whole, nothing else leaves it, and once is enough."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sejuk.engines.triage import (
    PLACEHOLDERS,
    Personal,
    PersonalKind,
    names_of,
    redacted,
    standard_names,
    with_places,
)
from sejuk.engines.triage.redacting import numbers, texts
from sejuk.engines.triage.redacting.digits import runs_in
from sejuk.engines.triage.redacting.signs import Cues

LISTED = Path(__file__).parents[3] / "src/sejuk/project/demonstration/areas_oku.csv"
HERE = with_places(standard_names(), ["Gunung Meraksa", "Kurup", "Batumarta"])

FOUND = {
    PersonalKind.NIK: """
        1601081204850003 | 1601.0812.0485.0003 | 160108 520485 0003 | 16 01 08 12 04 85 00 03
        NIK 16010812048500 | nip 198504122010011003""",
    PersonalKind.KK: "KK 1601081102030456 | kartu keluarga 1601.0811.0203.0456",
    PersonalKind.PHONE: """
        0812/3456/7890 | 0812,3456,7890 | 0 delapan 12 3456 7890 | nol lapan 12 tiga empat 56 78 90
        081234567890 | 0812-3456-7890 | 0812 3456 7890 | 0812.345.6789 | 08 12 34 56 78 90
        0 8 1 2 3 4 5 6 7 8 9 0 | +6281234567890 | +62 812-3456-7890 | +62 (812) 3456-7890
        62812345678 | (0735) 320123 | 0735-320123 | 0711 352 123 | O8l2-3456-789O
        wa.me/6281234567890 | https://api.whatsapp.com/send?phone=6281234567890&text=hai
        0812\u200b3456\u200b7890 | 0812\u20113456\u20117890 | 0812 \u2014 3456 \u2014 7890
        081234567890123 | +62812345678901234 | 0812 3456 7890123
        0\u200b\u00ad\u200b\u200b812345678 |
        zero eight one two three four five six seven | nol 8 satu dua 3 empat lima 67 delapan
        nol delapan satu dua tiga empat lima enam tujuh delapan sembilan | +60 12-345 6789
        kosong lapan dobel satu tigo empat limo enam tujuh lapan nol | ０８１２３４５６７８９０""",
    PersonalKind.PLATE: """
        Bg 1234 Xy | bg1234xy | BG 1234 XY | BG1234XY
        BG-1234-XY | BG\u00a01234\u00a0XY | bg 1234 xyz | B 4391 KDZ | BG 5457 KB""",
    PersonalKind.EMAIL: """
        budi.s@gmail.com | siti_99 @ yahoo . co . id | budi [at] gmail [dot] com | ani(at)kantor.com
        budi dot s at outlook dot com""",
    PersonalKind.HANDLE: """
        @siti_88 | @rudi | instagram.com/siti.99 | https://t.me/rudi_h | facebook.com/r.h""",
    PersonalKind.ACCOUNT: "1234567890 BNI | 12345678901234567 | 123456789",
    PersonalKind.ADDRESS: """
        Jl. A. Yani No. 12B RT 03/02 | jalan merdeka no 5 | Jl Merdeka 12
        perumahan Griya Asri blok C no 5 | gang dr. m. hatta no. 275""",
    PersonalKind.RECEIPT: "4821 7736 5001 9254 | 4821-77365001.9254 | 4821 7736 5O01 9254",
    PersonalKind.NAME: "Budi Santoso | siti aminah | M. Yusuf | Ahmad bin Zulbahri | Sutrisnowati",
}  # fmt: skip
WRITTEN = [
    (kind, one.strip())
    for kind, many in FOUND.items()
    for one in many.replace("\n", "|").split("|")
    if one.strip()
]
BESIDE = [
    ("pak tarmuji efendi bagi uang", "pak [nama] bagi uang"),
    ("Pak Kades Tarmuji, Bu Camat", "Pak Kades [nama], Bu Camat"),
    ("kades Gunung Meraksa dan camat Kurup", "kades Gunung Meraksa dan camat Kurup"),
    ("AIPDA RUDI HARTONO KE TKP", "AIPDA [nama] KE TKP"),
    ("namanya zulbahri dari batumarta", "namanya [nama] dari batumarta"),
    ("Nama : Tarmuji\nNIK : 1601081204850003", "Nama : [nama]\nNIK : [NIK]"),
    ("rek BRI 0059-01-012345-50-1 a.n. Marlian", "rek BRI [rekening] a.n. [nama]"),
    ("hubungi tarmuji 081234567890", "hubungi [nama] [telepon]"),
    ("081234567890 (Tarmuji)", "[telepon] ([nama])"),
    ("saya tarmuji dari desa Kurup", "saya [nama] dari desa Kurup"),
    ("Zulbahri Karnadi (45) ditangkap", "[nama] (45) ditangkap"),
    ("plat b 1783 th, nopol 1234-07", "plat [plat], nopol [plat]"),
    ("ig: siti.aminah_ dan akun fb rudi99", "ig: [akun] dan akun fb [akun]"),
    ("telp 320123", "telp [telepon]"),
    ("hub 0812\n3456\n7890\n500 orang", "hub [telepon]\n500 orang"),
    ("wa 0812345678\n500 orang", "wa [telepon]\n500 orang"),
    ("160108120485\n0003", "[NIK]"),
    ("resi 4821 7736 5001 9254, hp 0812 3456 7890", "resi [tanda terima], hp [telepon]"),
    ("pak j\u00adoko, Pak Tar\u200bmuji Efendi", "pak [nama], Pak [nama]"),
    ("avanza BG 1234, emailku s et gmail titik kom", "avanza [plat], emailku [surel]"),
    ("rumahnya pak tarmuji sebelah masjid", "rumahnya pak [nama] sebelah masjid"),
    ("ini tarmuji dari kurup, si zulbahri kabur", "ini [nama] dari kurup, si [nama] kabur"),
    ("tersangka berinisial TR", "tersangka berinisial TR"),
]
LEFT = """
TPS 12 dan TPS 3 | tanggal 27-11-2024 jam 07.00-13.00 | 2024-11-27 08.15 - 09.30 WIB
27-11-2024 07.00-13.00 2024
Rp 1.500.000 dan 250 ribu | 1.234.567 suara | DPT 269.853 pemilih | RT 03 RW 02
pasal 187A ayat 1 | km 12 arah Baturaja | hub 110 | Pak Kades, Bu Camat, pak polisi, bu guru
paslon nomor urut 02, cabup 1 | desa Gunung Meraksa | masjid Al Azhar
G30S, BP2MI, B0ROK, l2nya | ad 1500 org | JAM 12 WIB DI TPS 4 RT 3 | kumpul @balai desa
harga @5000 | info@kpu.go.id | @humaspolri | jalan sudirman macet 2 km | jalan ke TPS nomor 3
nabi muhammad | jam 2 dini hari | selamat siang pak ada orang bagi uang | kak mau tanya
bang tolong cek | budi pekerti | sembako 20an orang | 🙂🙏🏽 | [nama] di [telepon] a.n. [nama]
www.kpu.go.id/berita | surat B/123/XI/2024
tanggal 08,12,13,14,15 dan 08/12/13/14 | 08.12 - 10.30 - 12.15 | 123456789 suara
Rp 123456789 | resi es196539295kr | 1000000000 | 20241127103000 | https://x.com/a/status/1234567890123"""


@pytest.mark.parametrize(("kind", "secret"), WRITTEN, ids=lambda value: str(value)[:40])
def test_each_writing_is_taken_out_whole(kind, secret):
    (one,) = redacted(f"info: {secret} ya", names=HERE).found
    told = f"info: {secret} ya"[one.start : one.end]
    beside = {"KK", "NIK", "nip", "kartu keluarga", "BNI"}
    assert one.kind == kind
    assert told == secret or secret.replace(told, "").strip() in beside


@pytest.mark.parametrize(("text", "told"), BESIDE, ids=lambda value: value[:40])
def test_what_stands_beside_tells_what_it_is(text, told):
    assert redacted(text, names=HERE).text == told


@pytest.mark.parametrize(
    "text",
    [
        "08\n12\n13\n14\n15",
        "1.234\n5.678\n9.012",
        "",
        *(one.strip() for one in LEFT.replace("\n", "|").split("|")),
    ],
)
def test_sums_dates_offices_and_places_stay(text):
    assert redacted(text, names=HERE).text == text


def test_a_place_that_nobody_told_of_is_left_beside_an_office():
    assert redacted("kades tarmuji").text == "kades tarmuji"
    assert redacted("kades tarmuji", names=HERE).text == "kades [nama]"
    assert redacted("pak kades budi").text == "pak kades [nama]"


def test_no_place_of_the_district_is_taken_for_a_person():
    with LISTED.open(encoding="utf-8") as lines:
        places = [row["name"] for row in csv.DictReader(lines)]
    names = with_places(standard_names(), places)
    for place in places:
        for text in (f"kades {place} di {place} nian", f"pak camat {place.lower()} marah"):
            assert redacted(text, names=names).text == text


def test_an_unknown_word_is_a_name_when_it_sounds_like_one():
    assert redacted("kemarin Tarmuji datang", names=HERE).text == "kemarin [nama] datang"
    assert redacted("motor punyo zulbahri karnadi hilang", names=HERE).text.count("[nama]") == 1
    assert redacted("kemarin Perundingan batal", names=HERE).text == "kemarin Perundingan batal"


def test_a_list_of_names_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no list “nicks”"):
        names_of('nicks = "dul"')
    with pytest.raises(ValueError, match="“kin” is no text"):
        names_of("kin = 3")


PARTS = """
pak bu haji kades camat desa jalan jl no nomor rt rw tps nik kk ktp hp wa rek BRI bank plat motor
BG XY bg akun ig @ . , : ; - / ( ) +  08 0812 3456 7890 12 1601081204850003 62 812 nol delapan
satu dua tiga Rp 1.500.000 27-11-2024 budi Budi Santoso tarmuji Tarmuji siti bin a.n. atas nama
namanya saya dari an gmail at dot com [at] siti_88 @rudi wa.me/ t.me/ budi@gmail.com [nama]
[telepon] [NIK] [akun] orang ada uang yang ikut 🙂 M. H. A Merdeka No. (45) 45 tahun
"""
MESSAGES = st.lists(
    st.tuples(st.sampled_from([*PARTS.split(), "\n"]), st.sampled_from(["", " ", " ", " ", "  "])),
    max_size=14,
).map(lambda parts: "".join(f"{part}{gap}" for part, gap in parts))


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(MESSAGES | st.text(max_size=60))
@example("hubungi budi\n0812 [telepon] 3456 7890")
def test_once_is_enough_and_spans_are_exact(text):
    told = redacted(text, names=HERE)
    parts, at = [], 0
    for one in told.found:
        assert at <= one.start < one.end <= len(text)
        parts += [text[at : one.start], PLACEHOLDERS[one.kind]]
        at = one.end
    assert "".join([*parts, text[at:]]) == told.text
    assert sum(count for _, count in told.counts) == len(told.found)
    assert redacted(told.text, names=HERE).found == ()


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(
    st.from_regex(r"8(1[1-9]|2[1-3]|5[1-9]|7[7-9]|9[5-9])[0-9]{7,9}", fullmatch=True),
    st.sampled_from([" ", "-", "."]),
    st.sampled_from([3, 4]),
    st.sampled_from(["0", "+62", "62", "+62 "]),
)
def test_a_number_is_found_however_it_is_parted(rest, sign, size, begin):
    groups = [rest[:3]] + [rest[at : at + size] for at in range(3, len(rest), size)]
    text = f"lapor {begin}{sign.join(groups)} segera"
    (one,) = redacted(text).found
    assert (one.kind, text[one.start : one.end]) == (PersonalKind.PHONE, text[6:-7])


ROW = "0812-3456-7890"
"""Put together without blanks, each is found only when the one before it is gone."""


@pytest.mark.slow
@pytest.mark.parametrize("part", [ROW, "BG 1234 XY-4821 7736 5001 9254", "@siti'Budi", f"@a{ROW}"])
def test_what_is_read_beside_what_was_found_is_what_the_whole_would_tell(part):
    text = f"{part * 12} halo warga {ROW * 8}"
    told = redacted(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "WHOLE_ROUNDS", 1_000)
        assert redacted(text) == told


@pytest.mark.slow  # some ten thousand letters each
@pytest.mark.parametrize(
    "part",
    [
        "",
        "🙂",
        "08 ",
        "a@",
        "@a",
        "A.",
        "pak Tarmuji ",
        "BG 12",
        "jl a no ",
        "((0",
        ROW,
        f"@a'{ROW}",
    ],
)
def test_a_very_long_message_is_read_to_its_end(part):
    text = (part * 10_000)[:10_000] + " budi@gmail.com"
    told = redacted(text)
    assert told.text.endswith("[surel]")
    assert not redacted(told.text).found


STEPS = Counter[str]()


class Counted(tuple):
    """Groups of digits that count how often one of them is looked at."""

    def __getitem__(self, at):
        told = super().__getitem__(at)
        STEPS["taken"] += len(told) if isinstance(at, slice) else 1
        return told


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.text("018.-, \u200b+RpX", min_size=1, max_size=8))
@example("0\u200b8\u200b")
@example(".000")
@example("1 ")
@example("8-")
def test_a_group_of_digits_is_looked_at_so_often_and_not_more(part):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "runs_in", lambda text: map(Counted, runs_in(text)))
        STEPS.clear()
        text = part * 1_000
        list(numbers.numbers_in(text, Cues(text)))
    assert STEPS["taken"] <= 200 * sum(sign.isdigit() for sign in text)


def test_an_answer_is_plain():
    assert redacted("Pak Budi").found == (Personal(PersonalKind.NAME, 4, 8, "title or kinship"),)

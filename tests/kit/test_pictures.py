"""A picture is kept as pixels alone, and what is no picture is refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from sejuk.kit.decisions import Refused
from sejuk.kit.pictures import LONGEST_EDGE, MOST_BYTES, WANTED_BYTES, cleaned_picture

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def a_photo(*, size=(120, 80), form="JPEG", mode="RGB", colour="teal", **options):
    encoded = BytesIO()
    Image.new(mode, size, colour).save(encoded, form, **options)
    return encoded.getvalue()


def a_photo_of_a_phone(*, orientation=6):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Telepon"
    exif.get_ifd(GPS).update({1: "S", 2: (4.0, 7.0, 0.0), 3: "E", 4: (104.0, 10.0, 0.0)})
    return a_photo(exif=exif, comment=b"rumah Pak Contoh", icc_profile=b"p" * 200)


def a_bomb(width, height):
    """Make a small PNG that says it is large: head, some packed nought, and the end."""
    packed = zlib.compress(b"\x00" * 1_000_000)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_place_device_comment_and_profile_are_gone():
    picture = cleaned_picture(a_photo_of_a_phone())

    with Image.open(BytesIO(picture.jpeg)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.getexif().get_ifd(GPS) == {}
        assert set(kept.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progression",
            "progressive",
        }
    for trace in (b"Exif", b"Telepon", b"rumah", b"ppppp"):
        assert trace not in picture.jpeg


def test_it_stands_upright():
    picture = cleaned_picture(a_photo_of_a_phone(orientation=6))
    assert (picture.width, picture.height) == (80, 120)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_as_pillow_turns_it(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    quarters = Image.new("RGB", (64, 32), "black")
    quarters.paste("white", (0, 0, 32, 16))
    encoded = BytesIO()
    quarters.save(encoded, "JPEG", quality=95, exif=exif)
    with Image.open(BytesIO(encoded.getvalue())) as photo:
        expected = ImageOps.exif_transpose(photo).convert("1").tobytes()
    with Image.open(BytesIO(cleaned_picture(encoded.getvalue()).jpeg)) as kept:
        assert kept.convert("1").tobytes() == expected


@pytest.mark.slow
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_one_is_made_small(form):
    picture = cleaned_picture(a_photo(size=(4000, 3000), form=form))
    assert (picture.width, picture.height) == (LONGEST_EDGE, 1200)
    assert len(picture.jpeg) <= WANTED_BYTES


@pytest.mark.slow
def test_even_noise_is_kept_small():
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    encoded = BytesIO()
    noise.save(encoded, "JPEG", quality=95)
    assert len(cleaned_picture(encoded.getvalue()).jpeg) < 3 * WANTED_BYTES


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16"])
def test_every_kind_of_pixel_becomes_plain_colour(mode):
    colour = 1 if mode in ("P", "1", "L", "I;16") else None
    encoded = BytesIO()
    Image.new(mode, (9, 7), colour or 0).save(encoded, "PNG")
    with Image.open(BytesIO(cleaned_picture(encoded.getvalue()).jpeg)) as kept:
        assert kept.mode == "RGB"


def test_what_one_can_see_through_becomes_white():
    picture = cleaned_picture(a_photo(form="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    with Image.open(BytesIO(picture.jpeg)) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0 not the rest of a JPEG",
        a_photo()[:300],
        a_photo(form="GIF", mode="P", colour=1),
    ],
    ids=["empty", "null", "svg", "gif", "pdf", "jpeg-start", "cut", "real-gif"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(raw):
    with pytest.raises(Refused, match="not a picture"):
        cleaned_picture(raw)


@pytest.mark.parametrize("size", [(10_000, 9_000), (14_000, 13_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size):
    with pytest.raises(Refused, match="too many pixels"):
        cleaned_picture(a_bomb(*size))


def test_a_file_too_long_is_refused_unread():
    with pytest.raises(Refused, match="larger than 15 MB"):
        cleaned_picture(b"\xff" * (MOST_BYTES + 1))


# Pillow warns of Exif that it cannot read; nobody needs it here.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_kept_or_refused_and_nothing_else(data):
    raw = bytearray(
        data.draw(
            st.sampled_from([a_photo_of_a_phone(), a_photo(form="PNG"), a_photo(form="WEBP")])
        )
    )
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = cleaned_picture(bytes(raw))
    except Refused:
        return
    assert b"Exif" not in picture.jpeg

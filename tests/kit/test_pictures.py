"""A picture is kept as pixels alone, and what is no picture is refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from sejuk.kit.decisions import Refused
from sejuk.kit.pictures import (
    LONGEST_EDGE,
    MOST_BYTES,
    MOST_SCANS,
    WANTED_BYTES,
    blacked_out,
    burnt,
    cleaned_picture,
)

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


# What a file carries beside its pixels, or after them; no byte of it may be kept.
TRACES = (
    b"GPSLatitude", b"<script>alert(1)</script>", b"<?php system($_GET[0]); ?>", b"PK\x03\x04",
    b"http://ns.adobe.com/xap/1.0/", b"ftypmp42", b"Contoh Pelapor", b"META-INF/MANIFEST.MF",
)  # fmt: skip
STOWAWAYS = b" ".join(TRACES)


def a_film(form, **options):
    first, second = (Image.new("RGB", (96, 64), colour) for colour in ("white", "black"))
    encoded = BytesIO()
    first.save(encoded, form, save_all=True, append_images=[second], **options)
    return encoded.getvalue()


def with_segment(jpeg, marker):
    body = STOWAWAYS
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def with_text(png):
    kept = b"tEXt" + b"Comment\0" + STOWAWAYS
    chunk = struct.pack(">I", len(kept) - 4) + kept + struct.pack(">I", zlib.crc32(kept))
    return png[:33] + chunk + png[33:]


WHITE = {"size": (96, 64), "colour": "white"}


@pytest.mark.parametrize(
    "raw",
    [
        a_photo(**WHITE) + STOWAWAYS,
        with_segment(a_photo(**WHITE), 0xE1),
        with_segment(a_photo(**WHITE), 0xED),
        with_segment(a_photo(**WHITE), 0xFE),
        with_text(a_photo(form="PNG", **WHITE)) + STOWAWAYS,
        a_photo(form="WEBP", xmp=STOWAWAYS, exif=b"Exif\0\0" + STOWAWAYS, **WHITE) + STOWAWAYS,
        a_photo(mode="CMYK", size=(96, 64), colour=(0, 0, 0, 0)),
        a_photo(form="PNG", mode="RGBA", size=(96, 64), colour=(255, 255, 255, 255)),
        a_photo(form="PNG", mode="I;16", size=(96, 64), colour=65_535),
        a_film("PNG", duration=100),
        a_film("WEBP", duration=100, lossless=True),
        a_film("MPO"),
    ],
    ids=[
        "jpeg and more", "app1", "app13", "comment", "png text", "webp chunks", "cmyk", "alpha",
        "16 bit", "moving png", "moving webp", "two in one",
    ],
)  # fmt: skip
def test_pixels_of_the_first_picture_are_all_that_is_kept(raw):
    picture = cleaned_picture(raw)
    with Image.open(BytesIO(picture.jpeg)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (96, 64))
        assert getattr(kept, "n_frames", 1) == 1
        assert all(low > 250 for low, _ in kept.getextrema())
    assert picture.jpeg.endswith(b"\xff\xd9")
    assert [trace for trace in TRACES if trace in picture.jpeg] == []


@pytest.mark.parametrize("kind", [b"heic", b"mif1", b"avif"])
def test_a_photo_of_a_newer_kind_is_refused_with_what_to_do(kind):
    with pytest.raises(Refused, match="screenshot"):
        cleaned_picture(b"\0\0\0\x18ftyp" + kind + b"\0" * 40)


def test_a_jpeg_of_endless_scans_is_refused_before_it_is_decoded():
    jpeg = a_photo(progressive=True)
    scan = jpeg.rindex(b"\xff\xda")
    again = jpeg[scan:-2] * MOST_SCANS
    with pytest.raises(Refused, match="not a picture"):
        cleaned_picture(jpeg[:-2] + again + b"\xff\xd9")
    # A film that a phone hangs behind its photo has no scans.
    assert cleaned_picture(jpeg + b"\xff\xda\x00\x02" * 2 * MOST_SCANS)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(-90, 160)] * 4) | st.tuples(*[st.integers(-20, 60)] * 4), max_size=4
    )
)
def test_inside_rectangles_all_is_black_and_far_from_them_nothing_changes(rectangles):
    with Image.open(BytesIO(STRIPES)) as image:
        before = image.convert("RGB")
    picture = blacked_out(STRIPES, rectangles)
    with Image.open(BytesIO(picture.jpeg)) as image:
        after = image.convert("RGB")
    assert after.size == before.size
    wanted = Image.new("1", before.size)
    for left, top, width, height in rectangles:
        box = sorted((left, left + width)) + sorted((top, top + height))
        for x in range(max(box[0], 0), min(box[1], 100)):
            for y in range(max(box[2], 0), min(box[3], 60)):
                wanted.putpixel((x, y), 1)
    burnt_in = [box for one in rectangles if (box := burnt(one, before.size))]
    for x in range(100):
        for y in range(60):
            if wanted.getpixel((x, y)):
                assert max(after.getpixel((x, y))) <= 8, (x, y)
            elif not any(a <= x <= b and c <= y <= d for a, c, b, d in burnt_in):
                assert max(after.getpixel((x, y))) > 60, (x, y)


def a_striped_photo():
    image = Image.new("RGB", (100, 60), (240, 200, 160))
    for x in range(0, 100, 10):
        image.paste((130, 190, 250), (x, 0, x + 5, 60))
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=90)
    return cleaned_picture(encoded.getvalue()).jpeg


STRIPES = a_striped_photo()

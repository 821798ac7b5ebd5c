"""Make a photograph safe to keep: decode it, drop everything but the pixels, encode it anew."""

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock

from PIL import ExifTags, Image, ImageDraw

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.rectangles import Rectangle

# Chosen: the largest files of today's phones are 8 to 12 MB.
MOST_BYTES = 15_000_000
# Chosen: a 50-megapixel phone picture passes; decoded it takes 150 MB for a moment.
MOST_PIXELS = 51_000_000
# Chosen: the plate of a motorcycle ten steps away can still be read, and so be blacked out.
LONGEST_EDGE = 1600
# Chosen: one picture goes through a 2G line (about 5 kB/s) in a minute.
WANTED_BYTES = 300_000
QUALITIES = (82, 72, 62, 50)
FORMATS = ("JPEG", "PNG", "WEBP")
# ISO 14496-12: these files name their kind after "ftyp"; ISO 23008-12 and AV1 image name these.
NEWER = re.compile(rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs])", re.DOTALL)
# What ends a scan: a marker that is neither a stuffed 0xff nor a restart (ITU T.81, B.1.1).
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
# Chosen: cameras write one scan, libjpeg ten; thousands keep a decoder busy for hours.
MOST_SCANS = 100
# How finely colours are kept. At full size pixels in a block of 8 x 8 depend on none outside it.
FULL, HALVED = "4:4:4", "4:2:0"
BLOCK = 8
# What Exif says about how the camera was held. (ImageOps.exif_transpose also writes the Exif anew,
# and stumbles over a damaged one that we throw away in any case.)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
TOO_MANY_PIXELS = N_("The picture has too many pixels. Please take it again with a smaller size.")
NO_PICTURE = N_("This file is not a picture that can be read (JPEG, PNG or WebP).")
NEWER_PICTURE = N_(
    "Photos of this kind (HEIC) cannot be read here. Send a screenshot of the photo, or set the "
    "camera to JPEG: on an iPhone under Settings, Camera, Formats, Most Compatible."
)
# One at a time: a worker then never holds more than one decoded picture, however many are sent.
_decoding = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG without any metadata."""

    jpeg: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256(self.jpeg).hexdigest()


def cleaned_picture(raw: bytes) -> Picture:
    """
    Return the picture upright, at most 1600 pixels long, without place, time or device.

    :raises Refused: when it is too large, or no picture at all.
    """
    if len(raw) > MOST_BYTES:
        raise Refused(
            N_("The picture is larger than %(megabytes)s MB."), megabytes=MOST_BYTES // 1_000_000
        )
    if NEWER.match(raw):
        raise Refused(NEWER_PICTURE)
    if _scans(raw) > MOST_SCANS:
        raise Refused(NO_PICTURE)
    with _decoding:
        return _encoded(_pixels_of(raw), subsampling=HALVED)


def blacked_out(jpeg: bytes, rectangles: Iterable[Rectangle]) -> Picture:
    """
    Return a picture of ours with rectangles burnt into its pixels, which are lost for good.

    They are widened to whole blocks of JPEG, so that what lies inside is black to its edges;
    what lies outside the picture blackens nothing. A negative width goes to the left.
    """
    with _decoding, Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
        pixels = image.convert("RGB")
        draw = ImageDraw.Draw(pixels)
        for rectangle in rectangles:
            if box := burnt(rectangle, pixels.size):
                draw.rectangle(box, fill="black")
        return _encoded(pixels, subsampling=FULL)


def burnt(rectangle: Rectangle, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """
    Return the first and last column and row that a rectangle blackens; None when it misses.

    >>> burnt((10, 10, 4, 4), (100, 50)), burnt((14, 14, -4, -4), (100, 50))
    ((8, 8, 15, 15), (8, 8, 15, 15))
    >>> burnt((90, 40, 500, 500), (100, 50)), burnt((-9, 0, 9, 50), (100, 50))
    ((88, 40, 99, 49), None)
    """
    left, top, width, height = rectangle
    columns = _burnt_along(left, left + width, size[0])
    rows = _burnt_along(top, top + height, size[1])
    return (columns[0], rows[0], columns[1], rows[1]) if columns and rows else None


def _burnt_along(start: int, end: int, length: int) -> tuple[int, int] | None:
    first, after = max(min(start, end), 0), min(max(start, end), length)
    if first >= after:
        return None
    return first - first % BLOCK, min(after + -after % BLOCK, length) - 1


def _encoded(pixels: Image.Image, *, subsampling: str) -> Picture:
    for quality in QUALITIES:
        encoded = BytesIO()
        pixels.save(
            encoded,
            "JPEG",
            quality=quality,
            subsampling=subsampling,
            optimize=True,
            progressive=True,
        )
        if encoded.tell() <= WANTED_BYTES:
            break
    return Picture(encoded.getvalue(), pixels.width, pixels.height)


def _scans(raw: bytes) -> int:
    """Count the scans of a JPEG by its markers, without decoding any; 0 for other files."""
    if not raw.startswith(b"\xff\xd8"):
        return 0
    count, place = 0, 2
    while (found := MARKER.search(raw, place)) and found[1][0] != END_OF_IMAGE:
        count += found[1][0] == START_OF_SCAN
        # A segment says its length, itself counted; what a scan holds follows up to a marker.
        place = found.end() + int.from_bytes(raw[found.end() : found.end() + 2])
    return count


def _pixels_of(raw: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            # The size stands in the head of the file: a bomb is known before it is decoded.
            if image.width * image.height > MOST_PIXELS:
                raise Refused(TOO_MANY_PIXELS)
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            turn = _turn_of(image)
            fresh = _on_fresh_paper(image)
            return fresh if turn is None else fresh.transpose(turn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_MANY_PIXELS) from error
    # What the decoders raise on files that are broken or were never pictures.
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as error:
        raise Refused(NO_PICTURE) from error


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return how the picture has to be turned; damaged Exif says nothing."""
    try:
        held = image.getexif().get(ExifTags.Base.Orientation)
    except (ValueError, SyntaxError, struct.error):
        return None
    return TURNS.get(held) if isinstance(held, int) else None


def _on_fresh_paper(image: Image.Image) -> Image.Image:
    """Return the pixels alone: a new image carries no Exif, comment or profile of the old one."""
    paper = Image.new("RGB", image.size, "white")
    see_through = image.convert("RGBA") if image.has_transparency_data else None
    paper.paste(image.convert("RGB") if see_through is None else see_through, mask=see_through)
    return paper

"""Make a photograph safe to keep: decode it, drop everything but the pixels, encode it anew."""

import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import ExifTags, Image

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused

# Chosen: the largest files of today's phones are 8 to 12 MB.
MOST_BYTES = 15_000_000
# Chosen: a 50-megapixel phone picture passes; decoded it takes 150 MB for a moment.
MOST_PIXELS = 51_000_000
LONGEST_EDGE = 1600
# Chosen: one picture goes through a 2G line (about 5 kB/s) in a minute.
WANTED_BYTES = 300_000
QUALITIES = (82, 72, 62, 50)
FORMATS = ("JPEG", "PNG", "WEBP")
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
    pixels = _pixels_of(raw)
    for quality in QUALITIES:
        encoded = BytesIO()
        pixels.save(encoded, "JPEG", quality=quality, optimize=True, progressive=True)
        if encoded.tell() <= WANTED_BYTES:
            break
    return Picture(encoded.getvalue(), pixels.width, pixels.height)


def _pixels_of(raw: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(raw), formats=FORMATS) as image:
            # The size stands in the head of the file: a bomb is known before it is decoded.
            if image.width * image.height > MOST_PIXELS:
                raise Refused(TOO_MANY_PIXELS)
            image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            held = image.getexif().get(ExifTags.Base.Orientation)
            turn = TURNS.get(held) if isinstance(held, int) else None
            fresh = _on_fresh_paper(image)
            return fresh if turn is None else fresh.transpose(turn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_MANY_PIXELS) from error
    # What the decoders raise on files that are broken or were never pictures.
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as error:
        raise Refused(NO_PICTURE) from error


def _on_fresh_paper(image: Image.Image) -> Image.Image:
    """Return the pixels alone: a new image carries no Exif, comment or profile of the old one."""
    paper = Image.new("RGB", image.size, "white")
    see_through = image.convert("RGBA") if image.has_transparency_data else None
    paper.paste(image.convert("RGB") if see_through is None else see_through, mask=see_through)
    return paper

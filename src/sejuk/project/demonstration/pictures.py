"""Drawn pictures of the demonstration: no photograph of anybody or any place."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (640, 400)
STREET = (960, 720)
# Where in the street there are faces and a plate: left, top, width, height.
FACES = ((392, 286, 72, 80), (518, 300, 68, 76))
PLATE = (176, 548, 116, 44)


def village_scene(rng: random.Random) -> bytes:
    """Draw hills, a hall and a sun, as JPEG."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, (214, 232, 240))
    draw = ImageDraw.Draw(image)
    sun = rng.randint(60, width - 60)
    draw.ellipse((sun - 34, 40, sun + 34, 108), fill=(246, 205, 97))
    for distance, green in ((0.45, (143, 188, 143)), (0.6, (106, 160, 116)), (0.75, (79, 132, 96))):
        top = height * distance
        points = [(x, top + rng.uniform(-26, 26)) for x in range(0, width + 80, 80)]
        draw.polygon([*points, (width, height), (0, height)], fill=green)
    left = rng.randint(120, 380)
    draw.polygon([(left - 24, 250), (left + 70, 190), (left + 164, 250)], fill=(150, 82, 58))
    draw.rectangle((left, 250, left + 140, 330), fill=(240, 228, 208))
    draw.rectangle((left + 56, 280, left + 84, 330), fill=(120, 84, 60))
    draw.text((12, height - 24), "DATA CONTOH", fill=(255, 255, 255))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def street_scene(*, is_wide: bool) -> bytes:
    """Draw a street with two people, a motorcycle and what fell across it, as JPEG."""
    width, height = STREET
    image = Image.new("RGB", STREET, (205, 222, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, width, height), fill=(122, 158, 106))
    draw.polygon([(0, height), (width, height), (620, 330), (430, 330)], fill=(138, 134, 128))
    for left, top, across, down in FACES:
        middle, below = left + across // 2, top + down
        draw.rounded_rectangle(
            (left - 20, below, left + across + 20, below + 170), 24, (54, 92, 138)
        )
        draw.ellipse((left + 6, top + 4, left + across - 6, below), fill=(188, 140, 104))
        draw.ellipse((left + 6, top, left + across - 6, top + 30), fill=(40, 34, 30))
        for eye in (middle - 12, middle + 12):
            draw.ellipse((eye - 4, top + 36, eye + 4, top + 44), fill=(30, 26, 24))
        draw.arc((middle - 14, top + 44, middle + 14, top + 64), 20, 160, (90, 40, 36), 3)
    for wheel in (110, 320):
        draw.ellipse((wheel - 54, 560, wheel + 54, 668), outline=(30, 30, 32), width=16)
    draw.polygon([(104, 600), (180, 500), (330, 500), (330, 600)], fill=(168, 40, 44))
    left, top, across, down = PLATE
    draw.rectangle((left, top, left + across, top + down), fill=(24, 24, 26))
    draw.text((left + 10, top + 8), "BG 0000 XX", fill=(240, 240, 240), font_size=19)
    fallen = (250, 250, 246) if is_wide else (86, 62, 40)
    draw.polygon([(520, 470), (900, 430), (916, 480), (536, 522)], fill=fallen)
    draw.text((16, height - 34), "DATA CONTOH", fill=(255, 255, 255), font_size=22)
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()

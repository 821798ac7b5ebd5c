"""Drawn pictures for the visits of the demonstration: no photograph of anybody or any place."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (640, 400)


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

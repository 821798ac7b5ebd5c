"""Rectangles in a picture, as people write them and as pixels are blacked out by them."""

# Left, top, width and height, in pixels from the upper left corner.
Rectangle = tuple[int, int, int, int]
NUMBERS = 4
# Chosen: no picture of ours has an edge of six digits.
MOST_DIGITS = 5


def read_rectangles(text: str) -> tuple[Rectangle, ...] | None:
    """
    Read rectangles, one in a line: left, top, width, height; None when a line is something else.

    >>> read_rectangles("10, 20, 30, 40\\n 5 5 -5 7")
    ((10, 20, 30, 40), (5, 5, -5, 7))
    >>> read_rectangles("10 20 30"), read_rectangles("")
    (None, ())
    """
    found: list[Rectangle] = []
    for line in text.splitlines():
        words = line.replace(",", " ").replace(";", " ").split()
        if not words:
            continue
        numbers = [int(word) for word in words if _is_number(word)]
        if len(numbers) != NUMBERS or len(words) != NUMBERS:
            return None
        found.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    return tuple(found)


def _is_number(word: str) -> bool:
    """Test for a whole number of a size that a picture may have."""
    digits = word.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS

"""How many people a message tells of."""

import re

CROWD = re.compile(
    r"(?P<before>\b[^\W\d_]+\.?\s+)?"
    r"(?:(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s?-?an|\s+(?P<times>puluh|ratus|ribu))?"
    r"|\b(?P<dozens>puluh|ratus|ribu)an)"
    r"\s+(?:lebih\s+)?(?:orang|org|wong|warga|massa|pemuda|pendukung|simpatisan|jiwa)\b",
    re.IGNORECASE,
)
NO_COUNT = frozenset({"tps", "rt", "rw", "tanggal", "tgl", "jam", "pukul", "nomor", "no", "km"})
"""After these words a number counts no people."""
DOZENS = {"puluh": 20, "ratus": 200, "ribu": 2000}
""""Puluhan" is at least twenty people, and so on; chosen."""
TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000}
MOST_PEOPLE = 100_000
"""More is no crowd of a district but an amount or a number of something else; chosen."""


def crowd_in(text: str) -> tuple[int, str]:
    """
    Return the largest number of people that a message tells of, with its words; 0 where none.

    >>> crowd_in("Sekitar 200-an orang dan puluhan motor")
    (200, '200-an orang')
    >>> crowd_in("ratusan warga datang, 1.500 massa lagi di jalan")
    (1500, '1.500 massa')
    >>> crowd_in("TPS 30 warga sudah aman")
    (0, '')
    >>> crowd_in("Ribut di TPS\\n200 orang datang")
    (200, '200 orang')
    """
    best = (0, "")
    for found in CROWD.finditer(text):
        before = (found["before"] or "").casefold()
        # A word of the line before counts nothing: its end is no blank.
        if found["number"] and "\n" not in before and before.strip(" .\t\r") in NO_COUNT:
            continue
        if found["dozens"]:
            many = DOZENS[found["dozens"].casefold()]
        else:
            times = TIMES.get((found["times"] or "").casefold(), 1)
            many = int(found["number"].replace(".", "")) * times
        if best[0] < many <= MOST_PEOPLE:
            best = (many, found[0][len(found["before"] or "") :])
    return best

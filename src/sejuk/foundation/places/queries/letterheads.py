"""What the police of an area are called at the head of a paper."""

from sejuk.foundation.places.queries.areas import area_labels

FORCE = "Kepolisian Negara Republik Indonesia"
COMMANDS = ("Daerah", "Resor", "Sektor")
"""What the police of a province, a district and a kecamatan are called in a letterhead."""


def letterhead(area_code: str) -> tuple[tuple[str, ...], str]:
    """Return the lines of the letterhead, from the state down, and the area's name."""
    parts = area_code.split(".")
    codes = [".".join(parts[: length + 1]) for length in range(len(parts))]
    labels = area_labels(codes)
    names = [labels.get(code, "") for code in codes]
    commands = tuple(
        f"{command} {bare_name(name)}"
        for command, name in zip(COMMANDS, names, strict=False)
        if name
    )
    return (FORCE, *commands), names[-1] or area_code


def bare_name(name: str) -> str:
    """
    Return a name without its level: the police of Kabupaten OKU are Resor OKU.

    >>> bare_name("Kabupaten Ogan Komering Ulu"), bare_name("Pengandonan")
    ('Ogan Komering Ulu', 'Pengandonan')
    """
    for level in ("Provinsi ", "Kabupaten ", "Kota ", "Kecamatan "):
        name = name.removeprefix(level)
    return name

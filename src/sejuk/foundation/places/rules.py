"""Words of places: levels of areas, kinds of sites, keys of names. No Django, no database."""

import re
import unicodedata

from sejuk.kit.actors import Actor, Role
from sejuk.kit.cells import Unfit
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision


class Level(Choice):
    """The rungs of Indonesian territory, from above."""

    PROVINCE = "provinsi", N_("Province")
    DISTRICT = "kabupaten", N_("District (kabupaten)")
    CITY = "kota", N_("City (kota)")
    SUBDISTRICT = "kecamatan", N_("Sub-district (kecamatan)")
    VILLAGE = "desa", N_("Village (desa)")
    URBAN_VILLAGE = "kelurahan", N_("Urban village (kelurahan)")


VILLAGE_LEVELS = (Level.VILLAGE, Level.URBAN_VILLAGE)

# How many parts a Kemendagri code has at each level: 16, 16.01, 16.01.08, 16.01.08.2018.
CODE_PARTS = {
    Level.PROVINCE: 1,
    Level.DISTRICT: 2,
    Level.CITY: 2,
    Level.SUBDISTRICT: 3,
    Level.VILLAGE: 4,
    Level.URBAN_VILLAGE: 4,
}
FIRST_CITY = 71
PLAIN_LENGTHS = (2, 4, 6, 10)
SETTERS_UP = (Role.ADMINISTRATOR, Role.OPS_HEAD, Role.OPERATOR)
AREA_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
KECAMATAN_LENGTH = len("16.01.08")


class SiteKind(Choice):
    """What stands at a point on the map."""

    KPU_OFFICE = "kpu_office", N_("KPU office")
    BAWASLU_OFFICE = "bawaslu_office", N_("Bawaslu office")
    POLLING_STATION = "polling_station", N_("Polling station (TPS)")
    STORE = "store", N_("Logistics store")
    GUARD_POST = "guard_post", N_("Guard post")
    POLICE_OFFICE = "police_office", N_("Police office")
    VENUE = "venue", N_("Venue")


class BoundarySource(Choice):
    """Where the outline of an area comes from."""

    NONE = "none", N_("No boundary")
    SCHEMATIC = "schematic", N_("Schematic boundary")
    IMPORTED = "imported", N_("Imported boundary")


# What people put before a name when they speak of a place; see `spoken_key`.
LEVEL_WORDS = re.compile(
    r"(desa|ds|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|provinsi|prov)[. ]+", re.IGNORECASE
)


def search_key(name: str) -> str:
    """
    Return a name as the search compares it: letters and digits only, lower case, no accents.

    >>> search_key("Ujan-Mas "), search_key("UJANMAS"), search_key("Pasé")
    ('ujanmas', 'ujanmas', 'pase')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def spoken_key(name: str) -> str:
    """
    Return the key of a name without the level said before it.

    >>> spoken_key("Desa Ujan Mas"), spoken_key("kec. Lengkiti"), spoken_key("Kelumpang")
    ('ujanmas', 'lengkiti', 'kelumpang')
    """
    return search_key(LEVEL_WORDS.sub("", name.strip(), count=1))


def search_keys(name: str) -> list[str]:
    """
    Return the keys under which a name is found: from its start and from each later word.

    >>> search_keys("Karang Endah")
    ['karangendah', 'endah']
    """
    words = [word for word in (search_key(part) for part in name.split()) if word]
    return ["".join(words[start:]) for start in range(len(words))]


def parent_code(code: str) -> str:
    """
    Return the code one level up, "" above a province.

    >>> parent_code("16.01.08.2018")
    '16.01.08'
    """
    return code.rpartition(".")[0]


def level_of(code: str) -> Level:
    """
    Return the level that a Kemendagri code tells.

    A city's second part begins at 71, and a kelurahan's last part with 1.

    >>> level_of("16.01.08.2018"), level_of("16.01.14.1001"), level_of("16.71")
    (<Level.VILLAGE: 'desa'>, <Level.URBAN_VILLAGE: 'kelurahan'>, <Level.CITY: 'kota'>)
    """
    parts = code.split(".")
    match len(parts):
        case 1:
            return Level.PROVINCE
        case 2:
            return Level.CITY if int(parts[1]) >= FIRST_CITY else Level.DISTRICT
        case 3:
            return Level.SUBDISTRICT
        case _:
            return Level.URBAN_VILLAGE if parts[3].startswith("1") else Level.VILLAGE


def dotted_code(cell: str) -> str:
    """
    Read a Kemendagri code, written with dots or without.

    >>> dotted_code("1601082018"), dotted_code("16.01")
    ('16.01.08.2018', '16.01')

    :raises Unfit: when it has another shape
    """
    code = cell
    if len(cell) in PLAIN_LENGTHS and cell.isascii() and cell.isdigit():
        code = ".".join(part for part in (cell[:2], cell[2:4], cell[4:6], cell[6:]) if part)
    if not AREA_CODE.fullmatch(code) or not code.isascii():
        raise Unfit(N_("is no Kemendagri code, which reads like 16.01.08.2018"))
    return code


def may_draw(actor: Actor, area_code: str) -> Decision:
    """Test whether the actor may draw boundaries of an area."""
    if actor.holds(*SETTERS_UP) and actor.covers(area_code):
        return Decision.yes()
    return Decision.no(N_("Boundaries are drawn by who sets up this area."))


def kecamatan_of(area_code: str) -> str:
    """
    Return the kecamatan in which an area lies, or the area itself when it is no smaller.

    >>> kecamatan_of("16.01.08.2018"), kecamatan_of("16.01")
    ('16.01.08', '16.01')
    """
    return area_code[:KECAMATAN_LENGTH]

"""Words of places: levels of areas and kinds of sites. No Django, no clock, no database."""

import re

from sejuk.kit.choices import N_, Choice


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
AREA_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


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


def search_key(name: str) -> str:
    """
    Return a name as the search compares it: letters and digits only, lower case.

    >>> search_key("Ujan-Mas "), search_key("UJANMAS")
    ('ujanmas', 'ujanmas')
    """
    return re.sub(r"[^a-z0-9]", "", name.casefold())


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

"""What the page of a kecamatan or a district says of the area itself."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from sejuk.assess.risk.queries import KECAMATAN_LENGTH
from sejuk.assess.risk.web import words
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import Level
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One kecamatan or district."""

    code: str
    name: str
    level: str
    above: str
    above_url: str
    coverage_url: str
    has_groups: bool


LEVEL_WORDS = {Level.SUBDISTRICT: "Kecamatan", Level.DISTRICT: "", Level.CITY: ""}


def area_page(area_code: str, actor: Actor) -> AreaPage:
    """
    Return a kecamatan or district of the actor's.

    :raises NotYours: when it is not his, not there, or of another level
    """
    area = places.area_called(area_code, actor.scope)
    level = Level(area.level)
    if level not in LEVEL_WORDS:
        raise NotYours(f"area {area_code}")
    above = area.parent
    is_kecamatan = level is Level.SUBDISTRICT
    sees_above = above is not None and is_kecamatan and actor.covers(above.code)
    return AreaPage(
        code=area.code,
        name=area.name,
        level=gettext("Kecamatan") if is_kecamatan else "",
        above=above.name if above else "",
        above_url=words.area_url(above.code, len(above.code)) if above and sees_above else "",
        coverage_url=f"{reverse('programme:coverage')}?kecamatan={area.code}",
        has_groups=len(area.code) < KECAMATAN_LENGTH,
    )

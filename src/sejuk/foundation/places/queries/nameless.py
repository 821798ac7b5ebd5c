"""Texts without personal data, as far as rules find them: what may be stored outside custody."""

from functools import lru_cache

from sejuk.engines import triage
from sejuk.foundation.places.queries.areas import areas_below


def without_persons(text: str, *, area_code: str) -> triage.Redacted:
    """
    Return a text with what tells of a person taken out. One query.

    Places of the area are spared: "Desa Karang Endah" is nobody's name.
    """
    return triage.redacted(text, names=known_names(area_code))


def known_names(area_code: str) -> triage.Names:
    """Return the lists of names with the places of an area, made once for each."""
    return _names(area_code, areas_below(area_code).count())


@lru_cache(maxsize=4)
def _names(area_code: str, _count: int) -> triage.Names:
    """The count is part of the question: after an import of areas the lists are made anew."""
    places = areas_below(area_code).values_list("name", flat=True)
    return triage.with_places(triage.standard_names(), places)

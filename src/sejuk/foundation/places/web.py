"""Codes of areas in addresses: `path("desa/<area_code:code>/", …)`. Anything else is not found."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from sejuk.foundation.places.rules import AREA_CODE


class AreaCodeConverter(StringConverter):
    regex = AREA_CODE.pattern


register_converter(AreaCodeConverter, "area_code")

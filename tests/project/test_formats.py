"""Days and hours are written as the reader's language has them, whatever the format says."""

from datetime import datetime

from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.translation import override

AT = datetime(2024, 11, 27, 9, 45)  # noqa: DTZ001 - only written, in no zone


def test_an_hour_has_a_colon_in_english_and_a_point_in_indonesian():
    page = Template('{{ at|date:"D, j M H.i" }}; {{ at|date }}')
    with override("en"):
        assert page.render(Context({"at": AT})) == "Wed, 27 Nov 09:45; 27 November 2024"
        assert date_format(AT, "j F Y H.i") == "27 November 2024 09:45"
    with override("id"):
        assert page.render(Context({"at": AT})).startswith("Rab, 27 Nov 09.45; ")

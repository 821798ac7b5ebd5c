"""What was counted over days, and where, as drawings."""

from django.utils.translation import gettext, ngettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.queries import Details
from sejuk.assess.alarms.web import words
from sejuk.kit.bars import Column, counts_over_days
from sejuk.kit.layers import Tone
from sejuk.kit.maps import Shape, draw_map
from sejuk.kit.svg import Svg


def counts_chart(details: Details) -> Svg:
    """Return how many cases became known on each day, beside what a quiet day would bring."""
    columns = [
        Column(
            one.count,
            words.short_day(one.day),
            one.is_counted,
            ngettext("%(day)s: %(count)s case", "%(day)s: %(count)s cases", one.count)
            % {"day": words.short_day(one.day), "count": one.count},
        )
        for one in details.counts
    ]
    return counts_over_days(
        columns,
        expected=details.expected_a_day,
        title=gettext("Cases by the day on which they became known"),
        description=gettext("The days of the alarm stand out: %(counted)s from %(days)s.")
        % {"counted": words.count_words(details.alarm), "days": words.days_words(details.alarm)},
    )


def small_map(details: Details) -> Svg | None:
    """Return the kecamatan around an alarm with its villages; nothing without boundaries."""
    outlines = queries.outlines_around(details)
    if not outlines:
        return None
    inside = {one.code for one in details.villages}
    centre = details.alarm.area_id
    return draw_map(
        [
            Shape(
                one.code,
                one.geometry,
                _tone(one.code, inside, centre),
                f"{one.name}, {one.within}",
            )
            for one in outlines
        ],
        title=gettext("The villages of this alarm"),
        description=words.places_words(details.alarm),
        name="alarm",
    )


def _tone(code: str, inside: set[str], centre: str) -> str:
    if code not in inside:
        return "none"
    return Tone.TOP.value if code == centre else Tone.HIGH.value

"""Minutes on duty in words."""

from django.utils.translation import gettext

MINUTES_OF_AN_HOUR = 60


def hours_told(minutes: int) -> str:
    """
    Return minutes as somebody would say them: no hour is told in hundredths.

    >>> hours_told(470), hours_told(480), hours_told(10), hours_told(0)
    ('7 jam 50 menit', '8 jam', '10 menit', '0 menit')
    """
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}

"""
English as it is written here: the day before the month, and a colon in the hour.

Pages write their formats out, as Indonesian has them ("27 Nov 09.45"). Django asks this module for
each of them by its own words before it takes it as it is.
"""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j F"
HOUR, WITH_A_COLON = "H.i", "H:i"


def __getattr__(name: str) -> str:
    if HOUR not in name:
        raise AttributeError(name)
    return name.replace(HOUR, WITH_A_COLON)

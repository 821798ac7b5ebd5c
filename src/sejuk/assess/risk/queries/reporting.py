"""How readily villages report: what corrected temperatures are divided by."""

from collections.abc import Collection
from datetime import date

from sejuk.assess.risk.queries.evidence import ONE_DAY
from sejuk.engines import warning
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE
from sejuk.sense.signals import queries as signals

DISTRICT_CODE_LENGTH = len("16.01")
MOST_DISTRICTS = 20
WINDOW_DAYS = 56
GUARD_DAYS = 7
"""
Eight weeks are counted, and the last one not among them. Chosen: what is heard in a week must not
cool the village it warms; eight weeks are as far as a campaign goes back.
"""


def propensities(area_codes: Collection[str], day: date) -> dict[str, float]:
    """
    Return how readily the villages of the districts that some villages lie in report. Two queries.

    A village is compared with its district, never with the nation.
    """
    districts = tuple(sorted({code[:DISTRICT_CODE_LENGTH] for code in area_codes}))
    # Of a nation's districts a list would be a condition of hundreds of parts.
    scope = districts if len(districts) <= MOST_DISTRICTS else (EVERYWHERE,)
    last = day - GUARD_DAYS * ONE_DAY
    heard = signals.reported_matters(last - (WINDOW_DAYS - 1) * ONE_DAY, last, scope)
    people: dict[str, dict[str, float | None]] = {code: {} for code in districts}
    rows = places.village_areas(scope).order_by("code").values_list("code", "residents")
    for code, residents in rows.iterator():
        if code[:DISTRICT_CODE_LENGTH] in people:
            people[code[:DISTRICT_CODE_LENGTH]][code] = residents
    found: dict[str, float] = {}
    for villages in people.values():
        matters = {code: heard[code] for code in villages if code in heard}
        told = warning.reporting_propensity(matters, residents=villages)
        found.update((one.area_code, one.value) for one in told)
    return found

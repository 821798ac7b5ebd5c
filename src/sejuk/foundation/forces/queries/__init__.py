"""Questions about the joint force: what the other folders may ask."""

from sejuk.foundation.forces.queries.care import (
    InCare,
    OfficerInCare,
    officer_for,
    officers_in_care,
    villages_in_care,
)
from sejuk.foundation.forces.queries.files import rows_of_people, unknown_people
from sejuk.foundation.forces.queries.people import (
    accounts_to_link,
    away_on,
    care_there,
    get_active_person,
    leaves_between,
    leaves_of,
    leaves_there,
    organisations,
    organisations_there,
    people,
    people_there,
    person_called,
    person_of,
    units,
    units_there,
)
from sejuk.foundation.forces.queries.strengths import strength

__all__ = [
    "InCare",
    "OfficerInCare",
    "accounts_to_link",
    "away_on",
    "care_there",
    "get_active_person",
    "leaves_between",
    "leaves_of",
    "leaves_there",
    "officer_for",
    "officers_in_care",
    "organisations",
    "organisations_there",
    "people",
    "people_there",
    "person_called",
    "person_of",
    "rows_of_people",
    "strength",
    "units",
    "units_there",
    "unknown_people",
    "villages_in_care",
]

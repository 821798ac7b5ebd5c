"""Questions about the joint force: what the other folders may ask."""

from sejuk.foundation.forces.queries.care import (
    InCare,
    OfficerInCare,
    officer_for,
    officers_in_care,
    villages_in_care,
)
from sejuk.foundation.forces.queries.people import (
    count_care,
    count_leaves,
    count_organisations,
    count_people,
    count_units,
    get_active_person,
    organisations,
    people,
    person_called,
    person_of,
    units,
)
from sejuk.foundation.forces.queries.strengths import strength, strength_by_organisation

__all__ = [
    "InCare",
    "OfficerInCare",
    "count_care",
    "count_leaves",
    "count_organisations",
    "count_people",
    "count_units",
    "get_active_person",
    "officer_for",
    "officers_in_care",
    "organisations",
    "people",
    "person_called",
    "person_of",
    "strength",
    "strength_by_organisation",
    "units",
    "villages_in_care",
]

"""Every kind of file that can be imported, and the order in which an installation is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sejuk.assess.risk import queries as risk
from sejuk.assess.risk.actions.imports import INDICATOR_VALUES, INDICATORS
from sejuk.assess.risk.actions.station_values import STATION_VALUES
from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.forces.actions import CARE, LEAVE, ORGANISATIONS, PEOPLE, UNITS
from sejuk.foundation.imports.queries import SetUp, Step
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.partners.actions import CONTACTS, PARTNERS
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.actions import AREAS, SITES
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.importing import DESK
from sejuk.plan.deployment.actions.files import (
    BANS,
    HOLIDAYS,
    NEEDS,
    POST_KINDS,
    POSTS,
    SHIFT_PATTERNS,
    SQUADS,
    WISHES,
)
from sejuk.plan.deployment.actions.station_files import STATION_GRADES
from sejuk.sense.signals.actions import SIGNALS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sejuk.assess.risk.models import IndexSnapshot
    from sejuk.foundation.accounts.models import User


def _people_with_access(actor: Actor) -> QuerySet[User]:
    return accounts.people(actor=actor)


def _indices(actor: Actor) -> QuerySet[IndexSnapshot]:  # noqa: ARG001 - of one shape
    return risk.snapshots()


BOUNDARIES = Step(
    code="boundaries",
    label=N_("Boundaries on the map"),
    lead=N_("Import them with the areas as GeoJSON, or draw schematic ones."),
    address="places:areas",
    there=places.bounded_there,
    roles=DESK,
    is_needed=True,
)
OPERATION = Step(
    code="operation",
    label=N_("Operation"),
    lead=N_("Its name, its area, its days and the strength that its order states."),
    address="operations:current",
    there=operations.operations_there,
    roles=DESK,
    is_needed=True,
)
CALENDAR = Step(
    code="calendar",
    label=N_("Calendar of stages"),
    lead=N_("Each stage with its dates and their source; dates that moved stay as history."),
    address="operations:current",
    there=operations.stages_there,
    roles=DESK,
    is_needed=True,
)

ACCESS = Step(
    code="access",
    label=N_("People with access"),
    lead=N_("Who signs in, in which role, for which area."),
    address="accounts:people",
    there=_people_with_access,
    roles=(Role.ADMINISTRATOR,),
    is_needed=True,
)
INDEX = Step(
    code="index",
    label=N_("Vulnerability index"),
    lead=N_("The weights of its parts, and the dated index computed with them."),
    address="risk:index",
    there=_indices,
    roles=DESK,
)

SET_UP = SetUp(
    parts=(
        ACCESS,
        AREAS,
        BOUNDARIES,
        OPERATION,
        CALENDAR,
        ORGANISATIONS,
        UNITS,
        PEOPLE,
        CARE,
        LEAVE,
        SITES,
        STATION_GRADES,
        SHIFT_PATTERNS,
        POST_KINDS,
        POSTS,
        NEEDS,
        SQUADS,
        WISHES,
        BANS,
        HOLIDAYS,
        PARTNERS,
        CONTACTS,
        INDICATORS,
        INDICATOR_VALUES,
        STATION_VALUES,
        INDEX,
        SIGNALS,
    )
)

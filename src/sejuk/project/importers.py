"""Every kind of file that can be imported, and the order in which an installation is set up."""

from sejuk.foundation.forces.actions import CARE, LEAVE, ORGANISATIONS, PEOPLE, UNITS
from sejuk.foundation.imports.queries import SetUp, Step
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.partners.actions import CONTACTS, PARTNERS
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.actions import AREAS, SITES
from sejuk.sense.signals.actions import SIGNALS
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import DESK


def _count_boundaries(actor: Actor) -> int:
    return places.count_boundaries(actor.scope)


BOUNDARIES = Step(
    code="boundaries",
    label=N_("Boundaries on the map"),
    lead=N_("Import them with the areas as GeoJSON, or draw schematic ones."),
    address="places:areas",
    count=_count_boundaries,
    roles=DESK,
    is_needed=True,
)
OPERATION = Step(
    code="operation",
    label=N_("Operation"),
    lead=N_("Its name, its area, its days and the strength that its order states."),
    address="operations:current",
    count=operations.count_operations,
    roles=DESK,
    is_needed=True,
)
CALENDAR = Step(
    code="calendar",
    label=N_("Calendar of stages"),
    lead=N_("Each stage with its dates and their source; dates that moved stay as history."),
    address="operations:current",
    count=operations.count_stages,
    roles=DESK,
    is_needed=True,
)

SET_UP = SetUp(
    parts=(
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
        PARTNERS,
        CONTACTS,
    )
)

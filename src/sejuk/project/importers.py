"""Every kind of file that can be imported, and the order in which an installation is set up."""

from sejuk.foundation.forces.actions import CARE, LEAVE, ORGANISATIONS, PEOPLE, UNITS
from sejuk.foundation.imports.queries import SetUp
from sejuk.foundation.partners.actions import CONTACTS, PARTNERS
from sejuk.foundation.places.actions import AREAS, SITES

SET_UP = SetUp(
    importers=(AREAS, SITES, ORGANISATIONS, UNITS, PEOPLE, CARE, LEAVE, PARTNERS, CONTACTS),
    steps=(),
)

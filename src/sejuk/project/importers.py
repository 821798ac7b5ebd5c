"""Every kind of file that can be imported, and the order in which an installation is set up."""

from sejuk.foundation.imports.queries import SetUp
from sejuk.foundation.places.actions import AREAS, SITES

SET_UP = SetUp(importers=(AREAS, SITES), steps=())

"""Changes to places: what the other folders may call."""

from sejuk.foundation.places.actions.areas import AREAS
from sejuk.foundation.places.actions.boundaries import draw_schematic_boundaries
from sejuk.foundation.places.actions.sites import SITES

__all__ = ["AREAS", "SITES", "draw_schematic_boundaries"]

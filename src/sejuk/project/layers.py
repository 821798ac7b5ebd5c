"""Every layer of the command post's map, in the order in which they are offered."""

from sejuk.kit.layers import Layer

LAYERS: tuple[Layer, ...] = ()

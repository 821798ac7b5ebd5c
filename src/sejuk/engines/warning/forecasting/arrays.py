"""What the arrays of this part are called."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.float64]
"""Weeks x places, oldest week first; whole numbers, or weights of what counts for less than one."""

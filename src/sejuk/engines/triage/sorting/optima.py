"""The smallest value of a smooth function, by L-BFGS."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize

Numbers = NDArray[np.float64]
Loss = Callable[[Numbers], tuple[float, Numbers]]
"""Value and slope at a point."""
MOST_STEPS = 500


def smallest(
    loss: Loss,
    begins: Numbers,
    *,
    least: Numbers | None = None,
    most: Numbers | None = None,
    steps: int = MOST_STEPS,
    tolerance: float = 1e-5,
) -> Numbers:
    """Return where a loss is smallest, found from `begins` on, between `least` and `most`."""
    bounds = None if least is None or most is None else Bounds(least, most)
    found = minimize(
        loss,
        begins,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": steps, "gtol": tolerance, "ftol": tolerance * 1e-3},
    )
    return np.asarray(found.x, float)

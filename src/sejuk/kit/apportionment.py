"""Share out whole things by size so that they sum to the total."""

from collections.abc import Mapping
from math import floor


def apportioned(total: int, sizes: Mapping[str, float], *, least: int = 0) -> dict[str, int]:
    """
    Return how many each gets: `least` first, the rest by largest remainder (Hamilton's method).

    Ties go to the name that comes first.

    >>> apportioned(10, {"a": 3.0, "b": 1.0, "c": 1.0}, least=1)
    {'a': 5, 'b': 3, 'c': 2}

    :raises ValueError: when there is not enough for everybody's least.
    """
    rest = total - least * len(sizes)
    if rest < 0:
        raise ValueError(f"{total} is not enough for {len(sizes)} times {least}.")
    whole = sum(sizes.values())
    quotas = {name: rest * size / whole for name, size in sizes.items()}
    shares = {name: floor(quota) for name, quota in quotas.items()}
    left = rest - sum(shares.values())
    by_remainder = sorted(quotas, key=lambda name: (shares[name] - quotas[name], name))
    for name in by_remainder[:left]:
        shares[name] += 1
    return {name: share + least for name, share in shares.items()}

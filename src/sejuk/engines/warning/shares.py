"""Share a whole number out so that the shown parts sum to the shown whole."""

from collections.abc import Sequence
from fractions import Fraction


def shared_out(total: int, parts: Sequence[float]) -> tuple[int, ...]:
    """
    Share `total` out in proportion to `parts` by the method of largest remainders (Hamilton).

    Each share is its exact quota rounded down or up; the shares sum to `total`; of equal remainders
    the earlier part is served first.

    >>> shared_out(100, [1.0, 1.0, 1.0])
    (34, 33, 33)
    >>> shared_out(0, [0.0, 0.0])
    (0, 0)

    :raises ValueError: when a part is negative, or when all are zero and `total` is not
    """
    if min(parts, default=0.0) < 0:
        raise ValueError("A part of a whole cannot be negative.")
    # Fractions, not floats: a quota of 2.9999999999999996 must not lose its tenth.
    exact = [Fraction(part) for part in parts]
    whole = sum(exact)
    if not whole:
        if total:
            raise ValueError(f"{total} cannot be shared out over nothing.")
        return (0,) * len(parts)
    quotas = [part * total / whole for part in exact]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda at: shares[at] - quotas[at])
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return tuple(shares)

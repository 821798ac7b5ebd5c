"""Share a whole number out so that the shown parts sum to the shown whole."""

from collections.abc import Sequence


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
    # Whole numbers, not floats: a quota of 2.9999999999999996 must not lose its tenth. A float is a
    # whole number over a power of two, so all of them are whole numbers over the largest of these.
    ratios = [part.as_integer_ratio() for part in parts]
    finest = max((below for _, below in ratios), default=1)
    exact = [above * (finest // below) for above, below in ratios]
    whole = sum(exact)
    if not whole:
        if total:
            raise ValueError(f"{total} cannot be shared out over nothing.")
        return (0,) * len(parts)
    quotas = [divmod(part * total, whole) for part in exact]
    shares = [share for share, _ in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda at: -quotas[at][1])
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return tuple(shares)

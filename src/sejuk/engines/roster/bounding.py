"""What no roster can cost less than."""

from math import ceil

import numpy as np
from scipy.optimize import linear_sum_assignment

from sejuk.engines.roster.grid import Field
from sejuk.engines.roster.pricelist import price_list

ROUNDING = 1e-6


def cheap_bound(field: Field) -> int:
    """
    Return a bound that takes no time: each column filled as cheaply as if it were the only one.

    Mixes, leaders and everything that links columns are left out, so it is low but never too high.
    """
    problem = field.problem
    prices = price_list(problem, field.places, is_relaxed=True)
    total = prices.constant + float((prices.worth * [one.count for one in field.places]).sum())
    for column in range(field.grid.history, field.columns):
        seats = field.seats(column)
        gains = np.minimum(prices.costs[:, seats] - prices.worth[seats], 0.0)
        people, taken = linear_sum_assignment(gains)
        total += float(gains[people, taken].sum())
    return max(0, ceil(total - ROUNDING))

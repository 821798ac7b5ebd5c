"""Words of the index: variables, factors, shares, and how sure it is."""

from collections.abc import Mapping

from django.utils.translation import gettext

from sejuk.assess.risk.rules import Dimension, Variable
from sejuk.assess.risk.web import words
from sejuk.engines import warning
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded

FACTORS = {
    "normalisation": N_("How values are put on one scale"),
    "averaging": N_("How variables are joined"),
}
GRADES = {
    "A": N_("90 % known or more"),
    "B": N_("75 % to 89 % known"),
    "C": N_("60 % to 74 % known"),
    "D": N_("less than 60 %: too little known"),
}
TOO_LITTLE = N_("Too little known")


def variable_name(value: str) -> str:
    return gettext(Variable(value).label)


def dimension_name(variable: str) -> str:
    """Return the dimension of Bawaslu's index that a variable tells most of."""
    dimension = warning.DIMENSION_OF[warning.Variable(variable)]
    return gettext(Dimension(dimension.value).label)


def factor_name(factor: str) -> str:
    """Return what a draw varies: the weight of a variable, or a choice of method."""
    if factor in FACTORS:
        return gettext(FACTORS[factor])
    return gettext("Weight: %(variable)s") % {"variable": variable_name(factor)}


def share(part: float) -> str:
    """Return a share of 1 in percent, with as many decimals as it needs."""
    text = rounded(part * 100, 2)
    return f"{text.rstrip('0').rstrip(',.') if text[-1] == '0' else text} %"


def signed_thousandths(part: int) -> str:
    """Return what a variable adds to an index or takes from it: "+0,042"."""
    return f"{'−' if part < 0 else '+'}{words.thousandths(abs(part))}"


def interval(low: int | None, high: int | None) -> str:
    """Return the ends of an interval, as in "0,310–0,515"."""
    if low is None or high is None:
        return "–"
    return f"{words.thousandths(low)}–{words.thousandths(high)}"


def chance(p_top_decile: float | None) -> str:
    return "–" if p_top_decile is None else words.percent(p_top_decile)


def by_size(shares: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the factors with the largest share first."""
    return sorted(shares.items(), key=lambda one: (-one[1], one[0]))

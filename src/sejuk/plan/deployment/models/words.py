"""Checks that the tables of deployment share."""

from django.db.models import Q

from sejuk.kit.choices import Choice


def known(column: str, words: type[Choice], *, or_empty: bool = False) -> Q:
    """Return the check that a column holds one of a closed list of words."""
    values = [word.value for word in words]
    return Q(**{f"{column}__in": ["", *values] if or_empty else values})

"""Limit a query to the areas of an actor. Area codes are keys, so no join is needed."""

from django.db.models import Q

from sejuk.kit.actors import EVERYWHERE


def within(scope: tuple[str, ...], column: str = "area_id") -> Q:
    """Return a filter for rows whose `column` is one of the areas in `scope` or below one."""
    if EVERYWHERE in scope:
        # All rows, and not an empty Q(): that would vanish when somebody adds "or" to it.
        return ~Q(pk__in=[])
    # A foreign key compares only whole values; its target's key is the same column, without a join.
    key = f"{column.removesuffix('_id')}__code" if column.endswith("_id") else column
    # An empty scope sees nothing.
    rows = Q(pk__in=[])
    for code in scope:
        rows |= Q(**{key: code}) | Q(**{f"{key}__startswith": f"{code}."})
    return rows

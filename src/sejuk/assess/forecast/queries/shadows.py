"""The shadow run: what the forecasts in force would say had visits found nothing."""

from collections.abc import Mapping
from datetime import date

from sejuk.assess.forecast.queries.asking import asked_on
from sejuk.assess.forecast.queries.kept import Scope, forecasts_told
from sejuk.engines import warning
from sejuk.kit.actors import area_covers


def chances_without_discoveries(scope: Scope, day: date) -> Mapping[str, float]:
    """
    Return what `chances_of_any` would return if what only visits found counted for nothing.

    Each forecast in force is computed once more from what was known when it was made.
    """
    chances: dict[str, float] = {}
    for kept in forecasts_told(scope, day):
        asked = asked_on(kept.area_id, kept.day, known_at=kept.made_at, discovered=0.0)
        if asked.weeks:
            coming = warning.forecast(asked.places, asked.history)
            chances.update((one.area_code, one.p_any) for one in coming.places)
    return {
        code: chance
        for code, chance in chances.items()
        if any(area_covers(outer, code) for outer in scope)
    }

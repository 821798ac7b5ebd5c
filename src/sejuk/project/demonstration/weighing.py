"""How the index of the demonstration comes about: two collections, and weights set once."""

import random
from collections.abc import Iterable
from datetime import date, datetime

from sejuk.assess.risk import actions as risk
from sejuk.assess.risk import queries
from sejuk.assess.risk.actions.imports import INDICATOR_VALUES, INDICATORS
from sejuk.assess.risk.actions.station_values import STATION_VALUES
from sejuk.assess.risk.rules import Variable
from sejuk.foundation.imports.actions import import_rows
from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role
from sejuk.project.demonstration import indicators, territory
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import WIB

SOURCE = "generator data contoh"
SETTING_UP = datetime(2024, 9, 23, 8, 0, tzinfo=WIB)
FIRST_LOOK = date(2024, 9, 20)
# Bawaslu mapped vulnerable polling stations from 10 to 15 November 2024.
SECOND_LOOK = date(2024, 11, 15)
SECOND_INDEX = datetime(2024, 11, 16, 10, 0, tzinfo=WIB)
REWEIGHED = datetime(2024, 10, 14, 9, 30, tzinfo=WIB)
REASON = (
    "Hasil anev mingguan: banjir memutus jalan ke tiga kecamatan, maka logistik dan lokasi TPS"
    " ditimbang lebih berat sampai pemungutan suara (contoh)."
)
DIRECTOR = Actor(
    "demonstrasi", frozenset({Grant(Role.OPS_HEAD, EVERYWHERE), Grant(Role.OPERATOR, EVERYWHERE)})
)


def set_indicators(rng: random.Random, villages: list[str]) -> None:
    """Bring in the first collection, and make the first index of it."""
    nature = indicators.natures(rng, villages)
    stations = queries.polling_stations((territory.DISTRICT,))
    for importer, rows in (
        (INDICATORS, indicators.indicator_rows()),
        (STATION_VALUES, list(indicators.station_rows(rng, nature, stations, FIRST_LOOK))),
        (INDICATOR_VALUES, list(indicators.village_rows(rng, nature, FIRST_LOOK))),
    ):
        import_rows(importer=importer, rows=rows, actor=DIRECTOR, now=SETTING_UP, source=SOURCE)
    risk.take_index_snapshot(as_of=FIRST_LOOK, actor=DIRECTOR, now=SETTING_UP)


def plan_weighing(stage: Stage, head: Actor, rng: random.Random) -> None:
    """Let the head of operations weigh anew in October, and the second collection come in."""
    stage.plan(REWEIGHED, lambda now: _weigh(head, now))
    stage.plan(SECOND_INDEX, lambda now: _look_again(rng, now))


def _weigh(head: Actor, now: datetime) -> None:
    heavier = {Variable.LOGISTICS: 0.14, Variable.STATION_LOCATION: 0.14}
    rest = (1 - sum(heavier.values())) / (len(Variable) - len(heavier))
    weights = {one: heavier.get(one, round(rest, 4)) for one in Variable}
    risk.set_weights(weights=weights, reason=REASON, actor=head, now=now)


def _look_again(rng: random.Random, now: datetime) -> None:
    rows = list(indicators.later_rows(rng, list(_first_look()), SECOND_LOOK))
    import_rows(importer=STATION_VALUES, rows=rows, actor=DIRECTOR, now=now, source=SOURCE)
    risk.take_index_snapshot(as_of=now.date(), actor=DIRECTOR, now=now)


def _first_look() -> Iterable[indicators.Row]:
    found = queries.known_station_values(DIRECTOR).order_by("indicator_id", "station")
    for code, station, value, voters in found.values_list(
        "indicator__code", "station", "value", "voters"
    ):
        yield {
            "indicator": code,
            "site": station,
            "value": str(round(value)),
            "voters": str(voters),
            "source": indicators.SOURCE,
        }

"""Indicators and values for tests of the index."""

from sejuk.assess.risk.actions.imports import INDICATOR_VALUES, INDICATORS
from sejuk.assess.risk.rules import Variable
from sejuk.foundation.imports.actions import import_rows
from sejuk.kit.actors import Role
from sejuk.kit.importing import Importer
from tests.builders import NOON, an_actor, an_area

HEAD = an_actor(Role.OPS_HEAD)
VILLAGES = [f"16.01.08.20{number:02}" for number in range(10, 22)]
AS_OF = "2024-09-20"


def load(importer: Importer, *rows: dict[str, str]) -> None:
    import_rows(importer=importer, rows=rows, actor=HEAD, now=NOON)


def some_indicators() -> None:
    """One indicator of each variable; the last village lacks past incidents and peace."""
    for code in VILLAGES:
        an_area(code)
    load(
        INDICATORS,
        *(
            {"code": f"{one.value}_1", "name": f"Indikator {one.value}", "variable": one.value}
            for one in Variable
        ),
    )
    for place, village in enumerate(VILLAGES):
        lacks = {Variable.PAST_INCIDENTS, Variable.PEACE_CAPACITY} if place == 11 else set()
        values = {
            f"{one.value}_1": float((place * (number + 3)) % 13)
            for number, one in enumerate(Variable)
            if one not in lacks
        }
        load_values(values, village)


def load_values(values: dict[str, float], village: str, as_of: str = AS_OF) -> None:
    an_area(village)
    load(
        INDICATOR_VALUES,
        *(
            {"indicator": code, "area_code": village, "value": str(value), "as_of": as_of}
            | ({"effort": "20"} if code.startswith("past") else {})
            for code, value in values.items()
        ),
    )

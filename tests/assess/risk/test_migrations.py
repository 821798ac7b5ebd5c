"""A database that is in use is brought to the newest tables with all its rows."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.builders import NOON, VILLAGE, an_area

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = ("0001_initial", "0002_kept_as_made")
A_DAY = """
INSERT INTO risk_daytemperature (area_id, day, tenths, index_tenths, contributions, computed_at)
VALUES (%s, %s, 58, 7, '[["12", 51, true, false]]', %s)
"""
AN_INDICATOR = """
INSERT INTO risk_indicator (code, name, dimension, direction, weight, unit, source)
VALUES ('poverty', 'Kemiskinan', 'participation', 'raises', 1.0, '%%', 'BPS')
RETURNING id
"""
A_VALUE = """
INSERT INTO risk_indicatorvalue (indicator_id, area_id, value, as_of, source)
VALUES (%s, %s, 12.5, '2024-01-01', 'BPS')
"""


def migrate(*, beyond_first: bool) -> None:
    """Run the migrations of risk in a schema of its own: the first ones, or all after them."""
    loader = MigrationExecutor(connection).loader
    plan = loader.graph.forwards_plan(max(key for key in loader.graph.nodes if key[0] == "risk"))
    state = loader.project_state(("places", "0001_initial"))
    for key in plan:
        if key[0] != "risk":
            continue
        migration = loader.graph.nodes[key]
        if (key[1] in FIRST) is beyond_first:
            state = migration.mutate_state(state)
            continue
        with connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)


@pytest.fixture
def stored():
    """The tables as they were before versions, with a stored day and a measured value."""
    an_area()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA scratch")
        cursor.execute("SET LOCAL search_path TO scratch, public")
        migrate(beyond_first=False)
        cursor.execute(A_DAY, [VILLAGE, date(2024, 11, 5), NOON])
        cursor.execute(AN_INDICATOR)
        cursor.execute(A_VALUE, [cursor.fetchone()[0], VILLAGE])
        # What a commit would do: check what waits, and wait again with what comes.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield cursor
        cursor.execute("SET LOCAL search_path TO public")


def test_stored_days_come_through_as_they_were_shown(stored):
    migrate(beyond_first=True)
    stored.execute(
        "SELECT tenths, corrected_tenths, propensity, contributions::text, superseded_at "
        "FROM scratch.risk_daytemperature"
    )
    [row] = stored.fetchall()
    assert row == (58, 58, 1.0, '[["12", 51, true, false], ["", 7, false, false]]', None)
    stored.execute("SELECT count(*) FROM scratch.risk_indicatorvalue")
    assert stored.fetchone() == (1,)

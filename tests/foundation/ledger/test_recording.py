import threading

import pytest
from django.db import DatabaseError, connection, transaction

from sejuk.foundation.ledger import queries
from sejuk.foundation.ledger.actions import LeftNoTrace, record, traced
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.kit.actors import Role
from tests.builders import NOON, VILLAGE, an_actor


def write(note: str) -> Entry:
    with transaction.atomic():
        return record(
            verb="tests.thing.done",
            subject="tests.thing:1",
            actor=an_actor(Role.OPERATOR),
            now=NOON,
            area_code=VILLAGE,
            detail={"note": note, "share": 2.0, "of": [0.1, None]},
        )


@pytest.mark.django_db
def test_what_is_read_back_is_the_chain_that_was_written():
    entries = [write(f"no. {number} – jeruk 🍊") for number in range(3)]

    verdict = verify_chain(queries.chain())

    assert verdict.holds
    assert (verdict.count, verdict.head) == (3, entries[-1].hash)
    assert queries.head() == queries.Head(3, entries[-1].hash)


@pytest.mark.django_db
def test_an_action_without_an_entry_is_undone():
    @traced
    def change_in_silence() -> None:
        Entry.objects.filter(sequence=1).exists()

    with pytest.raises(LeftNoTrace):
        change_in_silence()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor_name = 'nobody'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
    ],
)
@pytest.mark.parametrize("role", ["sejuk", "sejuk_app"])
def test_the_database_itself_refuses_to_change_entries(statement, role):
    entry = write("kept")
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)
    assert Entry.objects.get().hash == entry.hash


@pytest.mark.django_db
def test_the_applications_role_lacks_the_right_and_not_only_the_trigger():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE table_name = 'ledger_entry' AND grantee = 'sejuk_app'"
        )
        rights = {right for (right,) in cursor.fetchall()}
    assert rights == {"SELECT", "INSERT"}


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain_without_forks():
    def write_ten() -> None:
        for number in range(10):
            write(str(number))
        connection.close()

    writers = [threading.Thread(target=write_ten) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    verdict = verify_chain(queries.chain())
    assert verdict.holds
    assert verdict.count == 40

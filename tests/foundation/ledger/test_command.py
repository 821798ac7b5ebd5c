"""The shell's view of the ledger: verify, export, and what tampering looks like."""

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sejuk.foundation.ledger import queries, rules
from sejuk.foundation.ledger.actions import Deed, record_many
from sejuk.kit.actors import Role
from tests.builders import NOON, VILLAGE, an_actor
from tests.conftest import switch_guards

pytestmark = pytest.mark.django_db


def entries(count: int) -> None:
    actor = an_actor(Role.OPERATOR)
    record_many(
        [
            Deed("tests.thing.done", f"tests.thing:{number}", actor, NOON, VILLAGE, {"share": 0.5})
            for number in range(count)
        ]
    )


def ran(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("ledger", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def tampered(statement: str) -> None:
    """Change the table as its owner with the guards lifted, as a thief of the server could."""
    switch_guards("DISABLE")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    switch_guards("ENABLE")


def test_an_untouched_ledger_holds():
    entries(5)
    code, words = ran("verify")
    assert (code, words) == (
        0,
        f"5 entries hold. Head: {queries.head().hash}\n{rules.END_UNPROVEN}",
    )


def test_it_is_read_in_portions_without_a_seam(monkeypatch):
    monkeypatch.setattr(queries, "PORTION", 2)
    entries(5)
    assert [entry["sequence"] for entry in queries.chain()] == [1, 2, 3, 4, 5]
    assert [entry["sequence"] for entry in queries.chain(until=3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE ledger_entry SET actor_name = 'nobody' WHERE sequence = 3", 3),
        ("UPDATE ledger_entry SET detail = '{}' WHERE sequence = 4", 4),
        ("UPDATE ledger_entry SET at = at + interval '1 hour' WHERE sequence = 1", 1),
        ("DELETE FROM ledger_entry WHERE sequence = 2", 2),
        (
            "UPDATE ledger_entry SET sequence = 99 WHERE sequence = 2;"
            "UPDATE ledger_entry SET sequence = 2 WHERE sequence = 3;"
            "UPDATE ledger_entry SET sequence = 3 WHERE sequence = 99",
            2,
        ),
    ],
)
def test_what_the_owner_of_the_database_changes_is_named(statement, broken):
    entries(5)
    tampered(statement)
    code, words = ran("verify")
    assert code == 1
    assert words.startswith(f"BROKEN. Entry {broken} ")


def test_a_cut_off_end_is_found_against_the_printed_head_typed_in_groups():
    entries(5)
    head = queries.head().hash
    grouped = " ".join(head[start : start + 8] for start in range(0, 64, 8)).upper()
    assert ran("verify", "--head", grouped)[0] == 0
    tampered("DELETE FROM ledger_entry WHERE sequence = 5")
    assert ran("verify")[0] == 0  # a shorter chain is a chain: only paper tells
    assert ran("verify", "--head", grouped)[0] == 1


def test_an_export_is_verified_by_the_verifier_alone(tmp_path):
    entries(3)
    path = tmp_path / "ledger.jsonl"
    code, words = ran("export", str(path))
    assert (code, words.split()[0]) == (0, "3")
    assert [kept.name for kept in tmp_path.iterdir()] == ["ledger.jsonl"]
    assert ran("verify", str(path), "--head", queries.head().hash)[0] == 0
    command = [sys.executable, "-I", "-S", rules.__file__, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == f"3 entries hold. Head: {queries.head().hash}\n{rules.END_UNPROVEN}"


def test_a_changed_export_is_named(tmp_path):
    entries(3)
    path = tmp_path / "ledger.jsonl"
    ran("export", str(path))
    path.write_text(path.read_text().replace("tests.thing:1", "tests.thing:7"))
    code, words = ran("verify", str(path))
    assert code == 1
    assert "Entry 2" in words


def test_a_file_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("ledger", "verify", str(tmp_path / "nothing.jsonl"))

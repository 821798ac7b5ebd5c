"""Fixtures for all tests."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

GUARDS = ("ledger_entry_append_only", "ledger_entry_never_emptied")


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_ledger() -> Iterator[None]:
    """Let a transactional test clean up after itself: only the owner can lift the guards."""
    clean_up = TransactionTestCase._fixture_teardown

    def clean_up_with_ledger(self: TransactionTestCase) -> None:
        switch_guards("DISABLE")
        try:
            clean_up(self)
        finally:
            switch_guards("ENABLE")

    TransactionTestCase._fixture_teardown = clean_up_with_ledger
    yield
    TransactionTestCase._fixture_teardown = clean_up


def switch_guards(to: str) -> None:
    with connection.cursor() as cursor:
        for guard in GUARDS:
            cursor.execute(f"ALTER TABLE ledger_entry {to} TRIGGER {guard}")

"""Fixtures for all tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import TransactionTestCase

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(
    config: pytest.Config, log: "Producer"
) -> "LoadFileScheduling | None":
    """Give each file to one worker, and all that drive the browser to one: they share a site."""
    if config.getvalue("dist") != "loadfile":
        return None
    from tests.spreading import OneSite  # noqa: PLC0415 - only where tests are spread

    return OneSite(config, log)

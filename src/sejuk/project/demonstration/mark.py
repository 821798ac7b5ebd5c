"""What tells a demonstration's database from a real one: a comment that its owner writes."""

from django.db import connection

from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE

MARK = "Sejuk: demonstration. Everything in here is invented and may be thrown away."


def is_untouched() -> bool:
    """Tell whether nobody has done anything here yet: no entry, account, area, operation."""
    return (
        ledger.head().sequence == 0
        and not accounts.active_users()
        and operations.current_operation() is None
        and not places.villages((EVERYWHERE,))
    )


def mark_database() -> None:
    """Say on the database itself that what is in it is a demonstration."""
    with connection.cursor() as cursor:
        # COMMENT takes no parameters; the text is a constant of ours.
        cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}'")


def is_marked() -> bool:
    """Tell whether a demonstration was loaded into this database when it was untouched."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace)")
        [said] = cursor.fetchone() or [None]
    return bool(said == MARK)

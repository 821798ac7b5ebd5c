"""Write rows: one that may be there already, or many at once for importers."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet
from psycopg.errors import UniqueViolation

from sejuk.kit.decisions import Refused

M = TypeVar("M", bound=Model)

BATCH = 2_000


@contextmanager
def refused_when_there(message: str, **values: object) -> Iterator[None]:
    """
    Refuse what the database holds already, also when somebody else brings it in at this moment.

    :raises Refused: with the sentence, in place of the database's error
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused(message, **values) from error
        raise


def existing_rows(
    rows: QuerySet[M, M], key: tuple[str, ...], **lookups: str
) -> dict[object, dict[str, object]]:
    """Return rows as an importer names their columns, by the values of its `key` columns."""
    names = list(lookups)
    found = (
        dict(zip(names, values, strict=True)) for values in rows.values_list(*lookups.values())
    )
    return {tuple(values[name] for name in key): values for values in found}


def upsert(model: type[M], rows: Iterable[Mapping[str, Any]], *, key: tuple[str, ...]) -> None:
    """Insert rows, or change the one with the same `key`; only columns that some row names."""
    listed = list(rows)
    columns = sorted({name for row in listed for name in row} - set(key))
    model._default_manager.bulk_create(
        [model(**row) for row in listed],
        batch_size=BATCH,
        # A row that is nothing but its key cannot change: it is there or it is not.
        ignore_conflicts=not columns,
        update_conflicts=bool(columns),
        unique_fields=list(key) if columns else None,
        update_fields=columns or None,
    )


def counts(querysets: Iterable[QuerySet[M, M]]) -> list[int]:
    """Return how many rows each has, in one query for all."""
    parts: list[str] = []
    values: list[str | int] = []
    for rows in querysets:
        try:
            sql, bound = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
        else:
            # Django wrote the inner query, with its values apart.
            parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608
            values += bound
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(number) for number in cursor.fetchone()]

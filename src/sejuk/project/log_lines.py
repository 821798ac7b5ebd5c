"""
What a log may say: where something broke and of which sort it was, never what somebody wrote.

The message of an exception repeats what it stumbled over: a row that PostgreSQL refuses, a word
that is no number. So an error is told by its places in the code, its type and, of the database,
the names of what refused; errors of ours that repeat nobody say `is_wordless`. With SEJUK_DEBUG=1,
where nobody else looks, all is told in full.
"""

import logging
import re
import traceback
from types import TracebackType

from django.conf import settings
from psycopg import Error as DriverError

# A receipt, a telephone or an identity number, however it is spaced; and an e-mail address.
PRIVATE = re.compile(
    r"\+?\d(?:[ .\-+]|%20|%2B)*(?:\d(?:[ .\-+]|%20|%2B)*){7,}\d|[\w.+-]+(?:@|%40)[\w.-]+"
)
HIDDEN = "[…]"
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """A line with its moment, and under it where an error came from, without its message."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        if not settings.DEBUG:
            record.message = PRIVATE.sub(HIDDEN, record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's own name
        if settings.DEBUG:
            return super().formatException(ei)
        return without_words(ei[1]) if ei[1] else ""


def without_words(error: BaseException) -> str:
    """Return an error and what led to it, the first cause first: places and types, no messages."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        shown = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or shown
    lines: list[str] = []
    for one in reversed(chain):
        lines += [part.rstrip() for part in traceback.format_tb(one.__traceback__)]
        lines.append(_sort_of(one))
    return "\n".join(lines)


def _sort_of(error: BaseException) -> str:
    """Return the type of an error, and which constraint, table or column it is about."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if getattr(error, "is_wordless", False):
        return f"{name}: {error}"
    if not isinstance(error, DriverError):
        return name
    told = error.diag
    about = [told.sqlstate, told.constraint_name, told.table_name, told.column_name]
    return f"{name} ({', '.join(part for part in about if part)})"

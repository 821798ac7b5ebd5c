"""A database that cannot be reached for now, and how little is said of it in the log."""

import logging

from django.db import InterfaceError, OperationalError

# "PostgreSQL Error Codes" in its manual: shut down, crashed, not ready yet, too many connections.
# Errors that reached us without a code come from the line itself.
AWAY = ("", "57P01", "57P02", "57P03", "53300")
LINE_BROKEN = "08"
FOREIGN_HOST = "django.security.DisallowedHost"


def is_away(error: BaseException | None) -> bool:
    """Tell whether an error means that the database cannot be reached now."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = str(getattr(error.__cause__, "sqlstate", None) or "")
    return code in AWAY or code.startswith(LINE_BROKEN)


class WithoutTraceback(logging.Filter):
    """Leave one line of what is known and passes: the database away, a host name not ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if is_away(error) or record.name == FOREIGN_HOST:
            first_line = f": {str(error).partition(chr(10))[0]}" if is_away(error) else ""
            record.msg, record.args = record.getMessage() + first_line, ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True

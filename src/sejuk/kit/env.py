"""Read the environment with types, and fail at once with a sentence that says how to mend it."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongSetting(Exception):
    """An environment variable cannot be read as what it must be."""


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool = False) -> bool:
    """
    Read a yes or no.

    :raises WrongSetting: for anything but "1" and "0".
    """
    value = os.environ.get(name)
    if value in (None, ""):
        return default
    if value not in ("0", "1"):
        raise WrongSetting(f"{name}={value!r}: set it to 1 for yes or 0 for no.")
    return value == "1"


def env_list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def env_database(url: str) -> dict[str, object]:
    """
    Turn a database address into Django's settings; only PostgreSQL is spoken.

    >>> env_database("postgresql://u:p%40@db:5433/sejuk?sslmode=require")["OPTIONS"]
    {'sslmode': 'require'}

    :raises WrongSetting: for another kind of database, or an address without a database name.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise WrongSetting(
            "DATABASE_URL must read postgresql://user:password@host:port/name, "
            "or be left out for the embedded server."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
    }

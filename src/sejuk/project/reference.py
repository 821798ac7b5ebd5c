"""Reference documents made from the code, so that they cannot go stale."""

import argparse
import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from sejuk.foundation.accounts.web import Guard
from sejuk.project.api import api
from sejuk.project.launcher.main import command_line

MADE = "<!-- Made by `./sejuk manage reference`; change the code instead. -->\n\n"
READ = re.compile(r"""(?:env_\w+|environ\.get|environ|\bread)[\[(,]\s*"((?:SEJUK_|DATABASE_)\w+)""")

# What each environment variable is for. One that is read and not told here fails the check.
SETTINGS = {
    "DATABASE_URL": "A PostgreSQL of version 15 or later instead of the embedded one: "
    "`postgresql://user:password@host:port/name`.",
    "SEJUK_ADDRESS": "How residents reach it where there is no HTTPS, for messages to them; "
    "`./sejuk up --lan` sets what it prints.",
    "SEJUK_CHROMIUM": "The browser that the tests drive; otherwise one on PATH.",
    "SEJUK_COLLECTED": "Set by the launcher: static files have been collected and compressed.",
    "SEJUK_CUSTODY_KEYS": "The key file that opens sealed identities; otherwise "
    "`secrets/custody_keys.json`, made at the first start. `manage custody rotate` writes it. Keep "
    "a copy apart from the backup of the database.",
    "SEJUK_DATABASE_ROLE": "Set by the launcher: the role to connect as, `sejuk` (owner) for "
    "migrations, else `sejuk_app`. Without effect beside `DATABASE_URL`.",
    "SEJUK_DEBUG": "`1` shows errors with their code on the page. Never where others can look.",
    "SEJUK_HOME": "The folder for database, secrets and collected files; otherwise `var/`.",
    "SEJUK_HOSTS": "Names by which this installation is reached, with commas between them.",
    "SEJUK_HTTPS": "`1` when a proxy in front speaks HTTPS: cookies then travel over HTTPS alone.",
    "SEJUK_HOOKS_INSIDE": "`1` lets hooks call addresses of the own network, also without HTTPS.",
    "SEJUK_KANNEL_OWN_URL": "Where Kannel reaches Sejuk, for its news of messages.",
    "SEJUK_KANNEL_PASSWORD": "The password at Kannel.",
    "SEJUK_KANNEL_SECRET": "The word in the address that Kannel calls.",
    "SEJUK_KANNEL_SENDER": "The sender's number, where Kannel asks for one.",
    "SEJUK_KANNEL_URL": "The `sendsms` address of a Kannel: connects SMS.",
    "SEJUK_KANNEL_USER": "The user at Kannel.",
    "SEJUK_MAIL_HOST": "The computer that takes letters (SMTP): connects e-mail.",
    "SEJUK_MAIL_IMAP_HOST": "The computer whose box is read (IMAP over TLS).",
    "SEJUK_MAIL_IMAP_PORT": "Its port; otherwise 993.",
    "SEJUK_MAIL_PASSWORD": "The password at both.",
    "SEJUK_MAIL_PLAIN": "`1` for a relay in the own network that speaks no TLS.",
    "SEJUK_MAIL_PORT": "The port of SMTP; otherwise 587.",
    "SEJUK_MAIL_SECRET": "The key of the signature under which a mail provider posts letters.",
    "SEJUK_MAIL_SENDER": "The address that letters come from.",
    "SEJUK_MAIL_USER": "The user at both.",
    "SEJUK_SMS_HEADER": "The header that carries the key; otherwise `Authorization`.",
    "SEJUK_SMS_ID_FIELD": "The field of the answer with the gateway's number; otherwise `id`.",
    "SEJUK_SMS_KEY": "The key at an SMS gateway, as its header wants it.",
    "SEJUK_SMS_NUMBER_FIELD": "The field with our number; otherwise `reference`.",
    "SEJUK_SMS_SECRET": "The key of the signature under which the gateway posts.",
    "SEJUK_SMS_TEXT_FIELD": "The field with the text; otherwise `text`.",
    "SEJUK_SMS_TO_FIELD": "The field with the receiver; otherwise `to`.",
    "SEJUK_SMS_URL": "The address of an SMS gateway that takes JSON: connects SMS.",
    "SEJUK_TELEGRAM_API": "Another server of the Bot API than Telegram's own.",
    "SEJUK_TELEGRAM_SECRET": "The `secret_token` that was given to `setWebhook`.",
    "SEJUK_TELEGRAM_TOKEN": "The token of a bot: connects Telegram.",
    "SEJUK_WHATSAPP_API": "Another address of the Graph API than Meta's own.",
    "SEJUK_WHATSAPP_APP_SECRET": "The app secret, by which Meta signs what it posts.",
    "SEJUK_WHATSAPP_LANGUAGE": "The language of the template; otherwise `id`.",
    "SEJUK_WHATSAPP_PHONE_NUMBER_ID": "The number of the telephone at Meta.",
    "SEJUK_WHATSAPP_TEMPLATE": "The template, of one text, for who has been silent for 24 hours.",
    "SEJUK_WHATSAPP_TOKEN": "The access token of the Cloud API: connects WhatsApp.",
    "SEJUK_WHATSAPP_VERIFY_TOKEN": "The word by which Meta is known when the address is set up.",
    "SEJUK_IDENTITY_KEY": "The key of second factors, of tokens in forms, and of identities sealed "
    "before there was a key file; otherwise a file in `secrets/`, made at the first start. Keep a "
    "copy apart from the backup of the database.",
    "SEJUK_APPLICATION_ROLE": "Set by the launcher: the role in `DATABASE_URL`, to which the owner "
    "grants its rights; a warning is printed when it is the owner itself.",
    "SEJUK_OWNER_DATABASE_URL": "The same database as `DATABASE_URL`, for the owner of its tables, "
    "who alone migrates.",
    "SEJUK_SECRET_KEY": "The key that signs sessions and links; otherwise a file in `secrets/`.",
    "SEJUK_TIME_ZONE": "Where days begin: `Asia/Jakarta` (WIB) unless `Asia/Makassar` or "
    "`Asia/Jayapura`.",
}


def documents(sources: Path) -> dict[str, str]:
    """Make every reference document, by its file's name.

    :raises LookupError: when a setting is read that nobody explains, or explained and never read.
    """
    return {
        "addresses.md": MADE + _addresses(),
        "settings.md": MADE + _settings(sources),
        "commands.md": MADE + _commands(sources),
        "interface.md": MADE + _interface(),
    }


def _addresses() -> str:
    rows = sorted(_views(get_resolver().url_patterns, ""))
    own = [f"| `/{path}` | `{view}` | {who} |" for path, view, who in rows if who]
    foreign = sorted({view.split(".")[0] for _path, view, who in rows if not who})
    return (
        "# Addresses\n\nEach address of ours and who may open it. What lies outside one's areas is "
        "not found, whatever the role.\n\n| address | view | who |\n| --- | --- | --- |\n"
        + "\n".join(own)
        + f"\n\nFurther addresses come with these packages: {', '.join(foreign)}.\n"
    )


def _interface() -> str:
    """Tell each operation of the JSON interface; the whole schema is at /api/v1/openapi.json."""
    paths: dict[str, dict[str, dict[str, Any]]] = api.get_openapi_schema()["paths"]
    rows = (
        f"| `{method.upper()} {path}` | {told['description']} | {_opens(told)} | {_takes(told)} "
        f"| {', '.join(str(code) for code in sorted(told['responses'], key=str))} |"
        for path, methods in paths.items()
        for method, told in methods.items()
    )
    return (
        "# Interface for programs\n\nJSON over HTTP; the schema is at `/api/v1/openapi.json` for "
        "who is signed in. A refusal says why in `detail`, in Indonesian or English as the cookie "
        "`django_language` says, and in `where` about which field. What changes something wants "
        "the value of the cookie `csrftoken` in the header `X-CSRFToken`, or a key. What lies "
        "outside one's areas is not found.\n\n"
        "| operation | what it does | who | takes | answers |\n"
        "| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def _opens(told: dict[str, Any]) -> str:
    schemes = {name for way in told.get("security", []) for name in way}
    ways = {"SessionAuth": "who is signed in", "GatewayKey": "a key of a gateway"}
    return " or ".join(sorted(ways[name] for name in schemes)) or "everybody"


def _takes(told: dict[str, Any]) -> str:
    names = [f"`{one['name']}`" for one in told.get("parameters", []) if one["in"] != "path"]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        names.append(f"body `{body['schema']['$ref'].rsplit('/', 1)[1]}`")
    return ", ".join(names)


def _views(
    patterns: Iterable[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, str, str]]:
    for entry in patterns:
        path = before + str(entry.pattern).replace("^", "").replace("$", "").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            yield from _views(entry.url_patterns, path)
        else:
            view = entry.callback
            named = view.func if isinstance(view, functools.partial) else view
            guard = vars(view).get("guard")
            yield path, f"{named.__module__}.{named.__qualname__}", _who(guard)


def _who(guard: object) -> str:
    if not isinstance(guard, Guard):
        return ""
    return "everybody" if guard.public else ", ".join(sorted(role.value for role in guard.roles))


def _settings(sources: Path) -> str:
    read = {name for path in sources.rglob("*.py") for name in READ.findall(path.read_text())}
    if read != set(SETTINGS):
        raise LookupError(
            f"read and not explained: {sorted(read - set(SETTINGS))}; "
            f"explained and not read: {sorted(set(SETTINGS) - read)} (project/reference.py)"
        )
    rows = (f"| `{name}` | {told} |" for name, told in sorted(SETTINGS.items()))
    return (
        "# Settings\n\nSejuk starts without any. All are environment variables.\n\n"
        "| variable | what for |\n| --- | --- |\n" + "\n".join(rows) + "\n"
    )


def _commands(sources: Path) -> str:
    launcher = "\n".join(_command_rows(command_line()))
    found = sorted(sources.rglob("management/commands/*.py"), key=lambda path: path.stem)
    management = "\n".join(
        f"| `./sejuk manage {path.stem}` | {load_command_class(_app(path), path.stem).help} |"
        for path in found
        if path.stem != "__init__"
    )
    return (
        "# Commands\n\n| command | what it does |\n| --- | --- |\n"
        f"{launcher}\n\n"
        "Django's own commands run through `./sejuk manage` too; these are Sejuk's:\n\n"
        f"| command | what it does |\n| --- | --- |\n{management}\n"
    )


def _command_rows(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for name, command in action.choices.items():
            arguments = "".join(f" {_shown(argument)}" for argument in command._actions[1:])
            notes = "; ".join(
                f"`{argument.option_strings[0]}`: {argument.help}"
                for argument in command._actions[1:]
                if argument.option_strings and argument.help
            )
            told = f"{command.description}. {notes}" if notes else f"{command.description}."
            yield f"| `./sejuk {name}{arguments}` | {told} |"


def _shown(argument: argparse.Action) -> str:
    named = argument.metavar or argument.dest.upper()
    if not argument.option_strings:
        return "/".join(argument.choices) if argument.choices else str(named)
    value = "" if argument.nargs == 0 else f" {named}"
    return f"[{argument.option_strings[0]}{value}]"


def _app(path: Path) -> str:
    """Name the app that a command file belongs to."""
    parts = path.parts[:-3]
    return ".".join(parts[len(parts) - parts[::-1].index("sejuk") - 1 :])

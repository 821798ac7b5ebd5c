"""
With which providers this installation is connected. Everything comes from the environment.

Names of variables are told in docs/how-to/connect-channels.md. A provider is connected when the
first of its variables is set; then the others must be there too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sejuk.foundation.channels.rules.words import Channel
from sejuk.kit.env import WrongSetting

# The version of the Graph API that the messages are written for.
GRAPH = "https://graph.facebook.com/v21.0"
TELEGRAM_API = "https://api.telegram.org"
SMTP_PORT, IMAP_PORT = 587, 993


@dataclass(frozen=True, slots=True)
class WhatsApp:
    """The WhatsApp Cloud API of Meta."""

    phone_number_id: str
    token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    # A template with one text in its body; without one nothing goes out after 24 hours of silence.
    template: str = ""
    language: str = "id"
    api: str = GRAPH


@dataclass(frozen=True, slots=True)
class Telegram:
    """The Telegram Bot API."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    api: str = TELEGRAM_API


@dataclass(frozen=True, slots=True)
class Kannel:
    """A Kannel SMS gateway: its `sendsms` address, and the secret in the address it calls."""

    url: str
    user: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    sender: str = ""
    # Where Kannel reaches us, for its news of messages; without it there are none.
    own_url: str = ""


@dataclass(frozen=True, slots=True)
class HttpSms:
    """Any SMS gateway that takes JSON: an address, a key, and the names of its fields."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    header: str = "Authorization"
    to_field: str = "to"
    text_field: str = "text"
    number_field: str = "reference"
    id_field: str = "id"


@dataclass(frozen=True, slots=True)
class Mail:
    """E-mail: SMTP out; IMAP or a signed webhook in."""

    host: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    port: int = SMTP_PORT
    # Only for a relay in the own network.
    may_be_plain: bool = False
    imap_host: str = ""
    imap_port: int = IMAP_PORT
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Connections:
    """All providers of an installation; what is None goes into the sandbox."""

    whatsapp: WhatsApp | None = None
    telegram: Telegram | None = None
    sms: Kannel | HttpSms | None = None
    mail: Mail | None = None

    def of(self, channel: Channel) -> WhatsApp | Telegram | Kannel | HttpSms | Mail | None:
        """Return the provider of a channel."""
        return {
            Channel.WHATSAPP: self.whatsapp,
            Channel.TELEGRAM: self.telegram,
            Channel.SMS: self.sms,
            Channel.EMAIL: self.mail,
        }.get(channel)


def connections_from(read: Callable[[str], str]) -> Connections:
    """
    Read the connections from an environment.

    >>> connections_from(lambda name: "").whatsapp is None
    True

    :raises WrongSetting: for a provider that is set by half, or by two kinds at once.
    """
    kannel, gateway = _kannel(read), _http_sms(read)
    if kannel and gateway:
        raise WrongSetting("Set SEJUK_KANNEL_URL or SEJUK_SMS_URL, not both.")
    return Connections(_whatsapp(read), _telegram(read), kannel or gateway, _mail(read))


def _whatsapp(read: Callable[[str], str]) -> WhatsApp | None:
    token = read("SEJUK_WHATSAPP_TOKEN")
    if not token:
        return None
    return WhatsApp(
        phone_number_id=_needed(read, "SEJUK_WHATSAPP_PHONE_NUMBER_ID"),
        token=token,
        app_secret=_needed(read, "SEJUK_WHATSAPP_APP_SECRET"),
        verify_token=_needed(read, "SEJUK_WHATSAPP_VERIFY_TOKEN"),
        template=read("SEJUK_WHATSAPP_TEMPLATE"),
        language=read("SEJUK_WHATSAPP_LANGUAGE") or "id",
        api=_web_address(read, "SEJUK_WHATSAPP_API", GRAPH),
    )


def _telegram(read: Callable[[str], str]) -> Telegram | None:
    token = read("SEJUK_TELEGRAM_TOKEN")
    if not token:
        return None
    return Telegram(
        token=token,
        secret=_needed(read, "SEJUK_TELEGRAM_SECRET"),
        api=_web_address(read, "SEJUK_TELEGRAM_API", TELEGRAM_API),
    )


def _kannel(read: Callable[[str], str]) -> Kannel | None:
    if not read("SEJUK_KANNEL_URL"):
        return None
    return Kannel(
        url=_web_address(read, "SEJUK_KANNEL_URL"),
        user=_needed(read, "SEJUK_KANNEL_USER"),
        password=_needed(read, "SEJUK_KANNEL_PASSWORD"),
        secret=_needed(read, "SEJUK_KANNEL_SECRET"),
        sender=read("SEJUK_KANNEL_SENDER"),
        own_url=_web_address(read, "SEJUK_KANNEL_OWN_URL") if read("SEJUK_KANNEL_OWN_URL") else "",
    )


def _http_sms(read: Callable[[str], str]) -> HttpSms | None:
    if not read("SEJUK_SMS_URL"):
        return None
    return HttpSms(
        url=_web_address(read, "SEJUK_SMS_URL"),
        key=_needed(read, "SEJUK_SMS_KEY"),
        secret=_needed(read, "SEJUK_SMS_SECRET"),
        header=read("SEJUK_SMS_HEADER") or "Authorization",
        to_field=read("SEJUK_SMS_TO_FIELD") or "to",
        text_field=read("SEJUK_SMS_TEXT_FIELD") or "text",
        number_field=read("SEJUK_SMS_NUMBER_FIELD") or "reference",
        id_field=read("SEJUK_SMS_ID_FIELD") or "id",
    )


def _mail(read: Callable[[str], str]) -> Mail | None:
    host = read("SEJUK_MAIL_HOST")
    if not host:
        return None
    return Mail(
        host=host,
        sender=_needed(read, "SEJUK_MAIL_SENDER"),
        user=read("SEJUK_MAIL_USER"),
        password=read("SEJUK_MAIL_PASSWORD"),
        port=_port(read, "SEJUK_MAIL_PORT", SMTP_PORT),
        may_be_plain=read("SEJUK_MAIL_PLAIN") == "1",
        imap_host=read("SEJUK_MAIL_IMAP_HOST"),
        imap_port=_port(read, "SEJUK_MAIL_IMAP_PORT", IMAP_PORT),
        secret=read("SEJUK_MAIL_SECRET"),
    )


def _needed(read: Callable[[str], str], name: str) -> str:
    value = read(name)
    if not value:
        provider = "_".join(name.split("_")[:2])
        raise WrongSetting(f"{name} is missing: {provider}_… is set by half.")
    return value


def _web_address(read: Callable[[str], str], name: str, default: str = "") -> str:
    value = (read(name) or default).rstrip("/")
    if not value.startswith(("https://", "http://")):
        raise WrongSetting(f"{name} must begin with https:// (or http:// in the own network).")
    return value


def _port(read: Callable[[str], str], name: str, default: int) -> int:
    value = read(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65_536:  # noqa: PLR2004 - ports of TCP
        raise WrongSetting(f"{name}={value!r} is no port: a number from 1 to 65535.")
    return int(value)

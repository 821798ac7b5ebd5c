"""Who carries messages: one file for each provider, in its own words. No tables, no clock."""

from django.conf import settings

from sejuk.foundation.channels.gateways.http_sms import HttpSmsGateway
from sejuk.foundation.channels.gateways.kannel import KannelGateway
from sejuk.foundation.channels.gateways.mail import MailGateway
from sejuk.foundation.channels.gateways.sandbox import Sandbox
from sejuk.foundation.channels.gateways.telegram import TelegramGateway
from sejuk.foundation.channels.gateways.whatsapp import WhatsAppGateway
from sejuk.foundation.channels.rules import (
    Channel,
    Connections,
    Gateway,
    GatewayFailed,
    HttpSms,
    Kannel,
    Mail,
    Outgoing,
    Telegram,
    Webhook,
    WhatsApp,
)

__all__ = ["MailGateway", "Sandbox", "connections", "gateway_for", "is_connected", "webhook_for"]


def connections() -> Connections:
    """Return what the environment connects this installation with."""
    found: Connections = settings.SEJUK_CONNECTIONS
    return found


def is_connected(channel: Channel) -> bool:
    """Tell whether a provider carries a channel; if not, the sandbox does."""
    return connections().of(channel) is not None


class Nobody:
    """Stands where no provider is connected: what is to go out waits to be sent again."""

    def send(self, message: Outgoing) -> str:  # noqa: ARG002 - the shape of a gateway
        """
        Take nothing.

        :raises GatewayFailed: always.
        """
        raise GatewayFailed("No provider is connected for this channel.", is_final=True)


def gateway_for(channel: Channel, *, is_invented: bool) -> Gateway:
    """Return who carries messages of a channel; the sandbox only where everything is invented."""
    match connections().of(channel):
        case WhatsApp() as connection:
            return WhatsAppGateway(connection)
        case Telegram() as connection:
            return TelegramGateway(connection)
        case Kannel() as connection:
            return KannelGateway(connection)
        case HttpSms() as connection:
            return HttpSmsGateway(connection)
        case Mail() as connection:
            return MailGateway(connection)
        case None:
            return Sandbox() if is_invented else Nobody()


def webhook_for(provider: str) -> Webhook | None:
    """Return who reads what a provider posts to us; None when it is not connected."""
    found = connections()
    match provider:
        case "whatsapp":
            return WhatsAppGateway(found.whatsapp) if found.whatsapp else None
        case "telegram":
            return TelegramGateway(found.telegram) if found.telegram else None
        case "kannel":
            return KannelGateway(found.sms) if isinstance(found.sms, Kannel) else None
        case "sms":
            return HttpSmsGateway(found.sms) if isinstance(found.sms, HttpSms) else None
        case "surel":
            return MailGateway(found.mail) if found.mail and found.mail.secret else None
        case _:
            return None

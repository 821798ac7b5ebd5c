"""By which ways who reported can be told that there is news, and what stands in such a message."""

from sejuk.foundation.channels.rules import Channel, may_be_address
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# In this order they are offered. Telegram only where it is connected.
NOTICE_CHANNELS = (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL, Channel.TELEGRAM)


def may_be_told(channel: Channel, typed: str) -> Decision:
    """Test whether a notice can go there, and say by which kind of address it could."""
    if channel not in NOTICE_CHANNELS:
        return Decision.no(N_("No notice goes by this way."), where="notice_channel")
    return may_be_address(channel, typed, where="notice_address")

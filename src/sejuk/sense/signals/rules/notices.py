"""By which ways who reported can be told that there is news, and what stands in such a message."""

import re

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# In this order they are offered. Telegram only where it is connected.
NOTICE_CHANNELS = (Channel.WHATSAPP, Channel.SMS, Channel.EMAIL, Channel.TELEGRAM)
COUNTRY = "62"
# ITU-T E.164: a number has at most 15 digits; chosen: below 9 it is none of a mobile telephone.
TELEPHONE = re.compile(r"\+[0-9]{9,15}")
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
# Telegram's own number of a chat; nobody can be written to by his @name.
CHAT = re.compile(r"[0-9]{5,16}")


def notice_address(channel: Channel, typed: str) -> str:
    """
    Return an address as gateways take it; "" when it is none of this channel.

    >>> notice_address(Channel.SMS, "0812-3456 789"), notice_address(Channel.SMS, "siti")
    ('+628123456789', '')
    >>> notice_address(Channel.EMAIL, " siti@contoh.id ")
    'siti@contoh.id'
    """
    plain = typed.strip()
    match channel:
        case Channel.EMAIL:
            return plain if MAIL.fullmatch(plain) else ""
        case Channel.TELEGRAM:
            return plain if CHAT.fullmatch(plain) else ""
        case Channel.WHATSAPP | Channel.SMS:
            number = _telephone(plain)
            return number if TELEPHONE.fullmatch(number) else ""
        case _:
            return ""


def _telephone(typed: str) -> str:
    plain = re.sub(r"[\s().\-]", "", typed)
    if plain.startswith("0"):
        return f"+{COUNTRY}{plain[1:]}"
    return f"+{plain.removeprefix('+')}"


def may_be_told(channel: Channel, typed: str) -> Decision:
    """Test whether a notice can go there, and say by which kind of address it could."""
    if channel not in NOTICE_CHANNELS:
        return Decision.no(N_("No notice goes by this way."), where="notice_channel")
    if notice_address(channel, typed):
        return Decision.yes()
    wanted = {
        Channel.EMAIL: N_("Write your e-mail address, like nama@contoh.id."),
        Channel.TELEGRAM: N_("Write the number of your Telegram chat, digits only."),
    }
    other = N_("Write your telephone number, like 0812 3456 7890.")
    return Decision.no(wanted.get(channel, other), where="notice_address")

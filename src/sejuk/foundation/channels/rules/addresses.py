"""What people type as an address, as gateways take it."""

import re

from sejuk.foundation.channels.rules.words import Channel
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

COUNTRY = "62"
# ITU-T E.164: a number has at most 15 digits; chosen: below 9 it is none of a mobile telephone.
TELEPHONE = re.compile(r"\+[0-9]{9,15}")
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
# Telegram's own number of a chat; nobody can be written to by his @name.
CHAT = re.compile(r"[0-9]{5,16}")
WANTED = {
    Channel.EMAIL: N_("Write an e-mail address, like nama@contoh.id."),
    Channel.TELEGRAM: N_("Write the number of a Telegram chat, digits only."),
}
A_TELEPHONE = N_("Write a telephone number, like 0812 3456 7890.")


def address_of(channel: Channel, typed: str) -> str:
    """
    Return an address as gateways take it; "" when it is none of this channel.

    >>> address_of(Channel.SMS, "0812-3456 789"), address_of(Channel.SMS, "siti")
    ('+628123456789', '')
    >>> address_of(Channel.EMAIL, " siti@contoh.id ")
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


def may_be_address(channel: Channel, typed: str, *, where: str = "address") -> Decision:
    """
    Test whether a channel carries to what somebody typed, and say what it could carry to.

    >>> may_be_address(Channel.WHATSAPP, "abc").reason
    'Write a telephone number, like 0812 3456 7890.'
    """
    if address_of(channel, typed):
        return Decision.yes()
    return Decision.no(WANTED.get(channel, A_TELEPHONE), where=where)


def _telephone(typed: str) -> str:
    plain = re.sub(r"[\s().\-]", "", typed)
    if plain.startswith("0"):
        return f"+{COUNTRY}{plain[1:]}"
    return f"+{plain.removeprefix('+')}"

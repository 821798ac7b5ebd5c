"""
E-mail: out by SMTP; in by IMAP, or by a webhook of the mail provider.

The webhook is a JSON object `{"id", "from", "subject", "text", "sent_at"}`, signed like that of the
SMS gateway. Of a letter we read its plain text, without what it quotes; attachments are not opened.
"""

import html
import imaplib
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr, parsedate_to_datetime

from sejuk.foundation.channels.gateways.http_sms import moment_of
from sejuk.foundation.channels.gateways.speaking import is_signed, read_json, worded
from sejuk.foundation.channels.rules import (
    Call,
    GatewayFailed,
    Incoming,
    Mail,
    Outgoing,
    Posted,
    Unreadable,
)

logger = logging.getLogger(__name__)

NAME = "E-mail"
PATIENCE_SECONDS = 15
# Chosen: a fetch empties a usual day's box; what is left comes with the next.
MOST_AT_ONCE = 50
# Chosen: the words stand at the beginning of a letter; what follows are attachments.
READ_OF_A_LETTER = 1_000_000
# Senders whom nobody reads.
NOBODY = re.compile(r"(?i)(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b.*@")
SUBJECT = "Sejuk"
LONGEST_SUBJECT = 70
# SMTP: 4xx is "not now", 5xx "never".
FIRST_FINAL = 500
MACHINES = ("Auto-Submitted", "Precedence", "List-Id", "X-Autoreply", "Return-Path")
HIDDEN = re.compile(r"(?is)<(style|script)\b.{0,100000}?</\1>")
QUOTED_FROM = re.compile(
    r"^(>|On .{5,120} wrote:|Pada .{5,120} menulis:|-{2,} ?(Original Message|Pesan Asli))"
)


class MailGateway:
    """Carries letters, and reads those that come."""

    def __init__(self, connection: Mail) -> None:
        self.connection = connection

    def send(self, message: Outgoing) -> str:
        """
        Hand a letter over; see `Gateway`.

        Its Message-ID is made of our number: a second attempt is the same letter.
        """
        letter = self._letter(message)
        try:
            self._hand_over(letter)
        except smtplib.SMTPResponseException as error:
            raise GatewayFailed(
                f"{NAME}: {error.smtp_code}.", is_final=error.smtp_code >= FIRST_FINAL
            ) from None
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise GatewayFailed(f"{NAME}: {code}.", is_final=code >= FIRST_FINAL) from None
        except (OSError, smtplib.SMTPException) as error:
            raise GatewayFailed(f"{NAME}: {type(error).__name__}.") from None
        return str(letter["Message-ID"])

    def _letter(self, message: Outgoing) -> EmailMessage:
        letter = EmailMessage(policy=policy.SMTP)
        domain = self.connection.sender.rpartition("@")[2].strip(">")
        try:
            letter["From"], letter["To"] = self.connection.sender, message.address
            letter["Subject"] = _subject_of(message.text)
            letter["Message-ID"] = f"<sejuk-{message.number}@{domain}>"
            letter["Auto-Submitted"] = "auto-replied"
            letter.set_content(message.text)
        except (ValueError, MessageError) as error:
            raise GatewayFailed(
                f"{NAME}: the address cannot stand in a letter.", is_final=True
            ) from error
        return letter

    def _hand_over(self, letter: EmailMessage) -> None:
        ours = self.connection
        with smtplib.SMTP(ours.host, ours.port, timeout=PATIENCE_SECONDS) as server:
            if not ours.may_be_plain:
                server.starttls(context=ssl.create_default_context())
            if ours.user:
                server.login(ours.user, ours.password)
            server.send_message(letter)

    def is_genuine(self, call: Call) -> bool:
        return is_signed(
            call.headers.get("x-sejuk-signature", ""), call.body, self.connection.secret
        )

    def read(self, call: Call) -> Posted:
        """
        Read a letter that the mail provider posts.

        :raises Unreadable: when it has no number or no sender.
        """
        found = read_json(call.body)
        number, sender = worded(found, "id"), parseaddr(worded(found, "from"))[1]
        if not number or "@" not in sender:
            raise Unreadable("The body needs id, from and text.")
        if self._is_machine(sender) or found.get("auto") is True:
            return Posted()
        text = own_words(worded(found, "text")) or worded(found, "subject")
        return Posted((Incoming(number, sender, text, moment_of(worded(found, "sent_at"))),))

    def _is_machine(self, sender: str) -> bool:
        """Tell whether nobody would read our answer, or we would ourselves."""
        ours = parseaddr(self.connection.sender)[1]
        return sender.casefold() == ours.casefold() or bool(NOBODY.match(sender))

    def fetch(self) -> Iterator[Incoming]:
        """
        Yield the unread letters of the box; each is marked as read when the next is asked for.

        :raises GatewayFailed: when the box cannot be opened.
        """
        try:
            with imaplib.IMAP4_SSL(
                self.connection.imap_host,
                self.connection.imap_port,
                ssl_context=ssl.create_default_context(),
                timeout=PATIENCE_SECONDS,
            ) as box:
                box.login(self.connection.user, self.connection.password)
                box.select("INBOX")
                for letter in _unread(box):
                    if not self._is_machine(letter.address):
                        yield letter
        except (OSError, imaplib.IMAP4.error) as error:
            raise GatewayFailed(f"{NAME}: {type(error).__name__}.") from None


def _unread(box: imaplib.IMAP4) -> Iterator[Incoming]:
    _, found = box.search(None, "UNSEEN")
    for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
        _, parts = box.fetch(number.decode(), f"(BODY.PEEK[]<0.{READ_OF_A_LETTER}>)")
        whole = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        try:
            letter = incoming_of(whole)
        except (ValueError, OverflowError, LookupError, MessageError):
            logger.warning("A letter that cannot be read was left unanswered.")
            letter = None
        if letter is not None:
            yield letter
        # After whoever asked has kept it: had he stopped before, it would come again.
        box.store(number.decode(), "+FLAGS", r"(\Seen)")


def incoming_of(whole: bytes) -> Incoming | None:
    """
    Read a letter as it came; None for one that a machine sent, which is never answered.

    RFC 3834: what carries Auto-Submitted, or comes from nobody, gets no answer.
    """
    letter = message_from_bytes(whole, policy=policy.default)
    sender = parseaddr(str(letter.get("From", "")))[1]
    if "@" not in sender or _is_of_a_machine(letter):
        return None
    text = own_words(_plain_text(letter)) or str(letter.get("Subject", ""))
    return Incoming(
        gateway_id=str(letter.get("Message-ID", "")).strip()[:120] or make_msgid(domain="unknown"),
        address=sender,
        text=text,
        sent_at=_sent_at(letter),
        is_text=bool(text),
    )


def _is_of_a_machine(letter: EmailMessage) -> bool:
    told = {name: str(letter.get(name, "")).strip().casefold() for name in MACHINES}
    return (
        told["Auto-Submitted"] not in ("", "no")
        or told["Precedence"] in ("bulk", "list", "junk")
        or bool(told["List-Id"] or told["X-Autoreply"])
        or told["Return-Path"] == "<>"
    )


def own_words(text: str) -> str:
    """
    Return what the sender wrote himself, without the letter that he answers.

    >>> own_words("Ya, benar.\\n\\nPada Sen, 4 Nov 2024 09.00 Sejuk menulis:\\n> Apa benar?")
    'Ya, benar.'
    """
    lines: list[str] = []
    for line in text.splitlines():
        if QUOTED_FROM.match(line):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()


def _plain_text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        return ""
    if part.get_content_subtype() == "html":
        text = html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", HIDDEN.sub(" ", text)))
    return str(text)


def _sent_at(letter: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(letter.get("Date", "")))
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _subject_of(text: str) -> str:
    first = " ".join(text.split("\n", 1)[0].split())
    return first if 0 < len(first) <= LONGEST_SUBJECT else SUBJECT

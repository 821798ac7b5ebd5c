"""Providers as their protocols describe them, on this machine: they test what they are sent."""

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sejuk.foundation.channels.rules import (
    Call,
    Connections,
    HttpSms,
    Kannel,
    Mail,
    Telegram,
    WhatsApp,
)

PHONE_NUMBER_ID, TOKEN, APP_SECRET, VERIFY = "104", "wa-token", "app-secret", "verify-me"
BOT_TOKEN, BOT_SECRET = "77:bot-token", "bot-secret"
KANNEL_USER, KANNEL_PASSWORD, KANNEL_SECRET = "sejuk", "kannel-pass", "kannel-secret"
SMS_KEY, SMS_SECRET = "Bearer sms-key", "sms-secret"
MAIL_SECRET = "mail-secret"


@dataclass
class Provider:
    """What a provider was sent, and what it answers instead of yes."""

    sent: list[Any] = field(default_factory=list)
    # Status and body of the next answers, before it is well again.
    trouble: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    url: str = ""
    # Bodies and headers as they came.
    posted: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def take(self, thing: Any) -> int:
        self.sent.append(thing)
        return len(self.sent)


class Speaker(BaseHTTPRequestHandler):
    """Answers as WhatsApp, Telegram, Kannel and an SMS gateway do, by the address."""

    provider: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.provider.posted.append((body, dict(self.headers)))
        if self.provider.trouble:
            self.say(*self.provider.trouble.pop(0))
        elif self.path == f"/v21.0/{PHONE_NUMBER_ID}/messages":
            self.whatsapp(json.loads(body))
        elif self.path == f"/bot{BOT_TOKEN}/sendMessage":
            self.telegram(json.loads(body))
        elif self.path == "/sms":
            self.sms(json.loads(body))
        else:
            self.say(404, {"error": {"message": "Unknown path"}})

    def do_GET(self) -> None:
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if self.provider.trouble:
            self.say(*self.provider.trouble.pop(0))
        elif (asked.get("username"), asked.get("password")) != (KANNEL_USER, KANNEL_PASSWORD):
            self.plain(403, "Authorization failed for sendsms")
        else:
            self.provider.take(asked)
            self.plain(202, "0: Accepted for delivery")

    def whatsapp(self, body: dict[str, Any]) -> None:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self.say(401, {"error": {"message": "Invalid OAuth access token.", "code": 190}})
        assert body["messaging_product"] == "whatsapp"
        assert body["type"] in ("text", "template")
        number = self.provider.take(body)
        contact = {"input": body["to"], "wa_id": body["to"]}
        return self.say(
            200,
            {
                "messaging_product": "whatsapp",
                "contacts": [contact],
                "messages": [{"id": f"wamid.{number}"}],
            },
        )

    def telegram(self, body: dict[str, Any]) -> None:
        number = self.provider.take(body)
        self.say(200, {"ok": True, "result": {"message_id": number, "text": body["text"]}})

    def sms(self, body: dict[str, Any]) -> None:
        if self.headers["Authorization"] != SMS_KEY:
            return self.say(401, {"error": "wrong key"})
        self.provider.take(body | {"Idempotency-Key": self.headers["Idempotency-Key"]})
        return self.say(200, {"id": f"gw-{body['reference']}"})

    def say(self, status: int, body: dict[str, Any]) -> None:
        self.plain(status, json.dumps(body), "application/json")

    def plain(self, status: int, body: str, kind: str = "text/plain") -> None:
        told = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_words: object) -> None:
        pass


class Postman(socketserver.StreamRequestHandler):
    """Takes letters as RFC 5321 says; an address that begins with "nobody" does not exist."""

    provider: Provider

    def handle(self) -> None:
        self.tell("220 mail.example ESMTP")
        letter: dict[str, Any] = {"to": []}
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self.tell("250 mail.example")
            elif verb == "MAIL":
                self.tell("250 ok")
            elif verb == "RCPT" and "nobody" in line:
                self.tell("550 no such user here")
            elif verb == "RCPT":
                letter["to"].append(line.partition("<")[2].rstrip(">"))
                self.tell("250 ok")
            elif verb == "DATA":
                self.tell("354 go ahead")
                letter["whole"] = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.provider.take(letter)
                self.tell("250 queued")
            elif verb == "RSET":
                self.tell("250 ok")
            else:
                self.tell("221 bye")
                return

    def tell(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def speaking(speaker: type[Speaker] = Speaker) -> Iterator[Provider]:
    """Let providers speak HTTP on a port of this machine."""
    provider = Provider()
    handler = type("Bound", (speaker,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()


@contextmanager
def postman() -> Iterator[tuple[Provider, int]]:
    """Let a mail server take letters on a port of this machine."""
    provider = Provider()
    handler = type("Bound", (Postman,), {"provider": provider})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider, server.server_address[1]
        server.shutdown()


def connected(url: str = "http://127.0.0.1:9", *, mail_port: int = 9, kannel: bool = False):
    """Return the connections of an installation that has everything."""
    return Connections(
        whatsapp=WhatsApp(
            PHONE_NUMBER_ID, TOKEN, APP_SECRET, VERIFY, template="jawaban", api=f"{url}/v21.0"
        ),
        telegram=Telegram(BOT_TOKEN, BOT_SECRET, api=url),
        sms=Kannel(
            f"{url}/cgi-bin/sendsms",
            KANNEL_USER,
            KANNEL_PASSWORD,
            KANNEL_SECRET,
            own_url="https://sejuk.example",
        )
        if kannel
        else HttpSms(f"{url}/sms", SMS_KEY, SMS_SECRET),
        mail=Mail(
            "127.0.0.1",
            "sejuk@polres.example",
            port=mail_port,
            may_be_plain=True,
            secret=MAIL_SECRET,
        ),
    )


def signed(body: dict[str, Any] | bytes, secret: str, header: str = "X-Hub-Signature-256"):
    """Return a body as it is posted, and the header that signs it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return raw, {header: "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()}


def whatsapp_call(*, messages: object = (), statuses: object = ()) -> dict[str, Any]:
    """Return a call of Meta as its documentation shows it."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62735", "phone_number_id": PHONE_NUMBER_ID},
        "contacts": [{"profile": {"name": "Siti Contoh"}, "wa_id": "628100000001"}],
        "messages": list(messages),
        "statuses": list(statuses),
    }
    change = {"value": value, "field": "messages"}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [change]}],
    }


def whatsapp_text(number: str, text: str, sender: str = "628100000001") -> dict[str, Any]:
    return {
        "from": sender,
        "id": number,
        "timestamp": "1731990000",
        "type": "text",
        "text": {"body": text},
    }


def a_call(body: bytes, headers: dict[str, str] | None = None, **query: str) -> Call:
    return Call(body, query, {name.lower(): value for name, value in (headers or {}).items()})

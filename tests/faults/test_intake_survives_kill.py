"""The web process is killed in the middle of a thousand signals: none is lost, none is twice."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.kit.actors import Role
from sejuk.sense.signals.actions import make_api_key
from sejuk.sense.signals.models import Signal
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_operation
from tests.processes import free_port, kill, started, wait_for

SIGNALS, SENDERS, KILL_AFTER = 1_000, 8, 300


class WebProcess:
    """A granian with two workers on the database of the test."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.start()

    def start(self) -> None:
        command = ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
        command += ["--port", str(self.port), "--log-level", "error"]
        self.process = started(*command, "sejuk.project.wsgi:application")

    def kill(self) -> None:
        kill(self.process)


@contextmanager
def web_process() -> Iterator[WebProcess]:
    web = WebProcess(free_port())
    try:
        yield web
    finally:
        web.kill()


class Senders:
    """Gateways that send each signal until it is acknowledged, always under its own key."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key
        self.left = list(range(SIGNALS))
        self.acknowledged: dict[int, int] = {}
        self.wrong: list[tuple[int, bytes]] = []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(SENDERS)]

    def work(self) -> None:
        while True:
            with self.lock:
                if not self.left:
                    return
                number = self.left.pop()
            self.send(number)

    def send(self, number: int) -> None:
        body = json.dumps({"text": f"Kabar nomor {number}.", "area_code": VILLAGE})
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": f"kabar-{number}",
            "Content-Type": "application/json",
        }
        for _ in range(300):
            try:
                status, said = self.post(body, headers)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
                continue
            if status in (200, 201):
                self.acknowledged[number] = json.loads(said)["id"]
            else:
                self.wrong.append((status, said))
            return

    def post(self, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(line):
            line.request("POST", "/api/v1/signals", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_acknowledged_signal_is_there_and_none_twice():
    an_area()
    an_operation()
    administrator = an_actor(Role.ADMINISTRATOR, user=a_user(Role.ADMINISTRATOR))
    key = make_api_key(name="gerbang", area_code="16.01", actor=administrator, now=NOON)

    with web_process() as web:
        senders = Senders(web.port, key)
        for thread in senders.threads:
            thread.start()
        wait_for(lambda: len(senders.acknowledged) >= KILL_AFTER, 60)
        web.kill()
        before = dict(senders.acknowledged)
        web.start()
        for thread in senders.threads:
            thread.join(timeout=90)

    assert senders.wrong == []
    assert len(before) < SIGNALS
    kept = dict(Signal.objects.values_list("text", "id"))
    assert Signal.objects.count() == len(kept) == SIGNALS
    assert all(kept[f"Kabar nomor {n}."] == there for n, there in before.items())
    assert {n: kept[f"Kabar nomor {n}."] for n in range(SIGNALS)} == senders.acknowledged
    assert Entry.objects.filter(verb="signals.signal.received").count() == SIGNALS
    assert verify_chain(ledger.chain()).holds

"""A log tells where something broke, and not a word of what a resident wrote."""

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.project.launcher.up import _children
from sejuk.sense.signals.models import Signal
from tests.builders import VILLAGE, an_area, an_operation
from tests.processes import free_port, started, wait_for

TEXT = "Katanya gudang beras Pak Lurah dibakar tadi malam."
CONTACT = {"name": "Siti Rahma", "reach": "0812 3456 7890"}
SERVER_LOG = Path(settings.STATE_DIR) / "postgresql" / "data" / "server.log"


def told_in(log: str, *further: str) -> list[str]:
    """Return what of a report, a contact or a receipt stands in a log."""
    # Four digits alone may stand in any hash or port by chance.
    words = (*TEXT.split(), *CONTACT.values(), "Siti", "Rahma", "3456 7890", "08123456", *further)
    return [word for word in words if len(word) > 3 and word in log]


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Log as the application does, into a text."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    line = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(logging.config.DictConfigurator({}).configure_formatter(line))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)


@pytest.mark.django_db
def test_an_error_is_told_by_its_places_and_type(monkeypatch, settings):
    def stumble(*_: object, **__: object) -> None:
        try:
            raise IntegrityError(f"Failing row contains ({TEXT})")
        except IntegrityError as error:
            raise ValueError(f"{CONTACT['reach']!r} is no number") from error

    monkeypatch.setattr("sejuk.sense.signals.actions.receive_report", stumble)
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    sent = {"text": TEXT, "area": "Ujanmas", **CONTACT}
    client = Client(raise_request_exception=False)
    with logged() as lines:
        assert client.post(reverse("signals:report"), sent).status_code == 500
        client.get("/lapor/status/4821 7736 5001 9254/")
        client.get("/lapor/siti@contoh.id/")
    log = lines.getvalue()
    assert "builtins.ValueError" in log
    assert "django.db.utils.IntegrityError" in log
    assert "in stumble" in log
    assert told_in(log, "siti@contoh.id", "4821 7736", "4821%207736") == []
    assert re.search(r"^20\d\d-\d\d-\d\d \d\d:", log), "the moment of a line is not hidden"

    settings.DEBUG = True
    with logged() as lines:
        client.post(reverse("signals:report"), sent)
    assert "Failing row" in lines.getvalue()


def test_the_web_server_keeps_no_list_of_requests():
    [web, *_] = _children("127.0.0.1", 8000)
    assert not [part for part in web.command if "access-log" in str(part)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_whole_report_with_a_crash_in_it_leaves_no_word_in_any_log(tmp_path):
    an_area(VILLAGE, "Ujanmas")
    an_operation()
    before = SERVER_LOG.stat().st_size if SERVER_LOG.exists() else 0
    output = tmp_path / "output"
    with web_process(output) as site:
        receipt = reported(site)
        status = sent(site, "/lapor/status/", receipt=receipt)
        assert status.status_code == 200
        site.get("/lapor/status/", params={"receipt": receipt})
        site.get(f"/lapor/status/{receipt}/")
        refused = "ADD CONSTRAINT refused CHECK (text NOT LIKE '%dibakar%') NOT VALID"
        for broken, mended in (
            (refused, "DROP CONSTRAINT refused"),
            ("RENAME COLUMN text TO gone", "RENAME COLUMN gone TO text"),
        ):
            with altered(broken, mended):
                answer = sent(site, "/lapor/", text=TEXT, area="Ujanmas", **CONTACT)
                assert answer.status_code == 500

    log = output.read_text()
    digits = [receipt, receipt[5:], receipt.replace(" ", ""), receipt.replace(" ", "+")]
    assert "Internal Server Error: /lapor/" in log
    assert "psycopg.errors.UndefinedColumn (42703" in log
    assert told_in(log, *digits) == []
    assert told_in(str(list(Entry.objects.values())), *digits) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(args::text, ' '), '') FROM procrastinate_jobs")
        assert told_in(cursor.fetchone()[0], *digits) == []
    if SERVER_LOG.exists():
        assert told_in(SERVER_LOG.read_bytes()[before:].decode(), *digits) == []


@contextmanager
def web_process(output: Path) -> Iterator[httpx.Client]:
    """Serve the database of the test as an installation does, and keep what it prints."""
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--log-level", "error", "sejuk.project.wsgi:application"]
    with output.open("wb") as printed:
        process = started(*command, output=printed)
        site = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        try:
            wait_for(lambda: answers(site), 60)
            with closing(site):
                yield site
        finally:
            process.terminate()
            process.wait()


def answers(site: httpx.Client) -> bool:
    try:
        return site.get("/lapor/").status_code == 200
    except httpx.TransportError:
        return False


def sent(site: httpx.Client, path: str, **words: str) -> httpx.Response:
    fields = dict(
        re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]*)"', site.get(path).text)
    )
    return site.post(path, data=fields | words)


def reported(site: httpx.Client) -> str:
    answer = sent(site, "/lapor/", text=TEXT, area="Ujanmas", **CONTACT)
    assert answer.status_code == 201
    assert Signal.objects.get().seal_id
    [receipt] = re.findall(r"\d{4} \d{4} \d{4} \d{4}", answer.text)
    return str(receipt)


@contextmanager
def altered(broken: str, mended: str) -> Iterator[None]:
    """Break the table of signals for a while."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE signals_signal {broken}")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE signals_signal {mended}")

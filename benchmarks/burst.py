"""
Ten thousand reports in a minute: how many the public form takes, and what the desk's pages do then.

Reports are sent over the form `/lapor/` at a fixed pace, each when it is due and not when the one
before it is answered, from some thousand networks, to the server and worker as `./sejuk up` runs
them; senders, server, worker and database share the machine. Meanwhile one clerk opens a page four
times a second. Baselines of the same minutes: the same pages with nobody sending, and the same
rows (signal, receipt, attempt, entry) inserted by plain SQL without rules, redaction or chain.
First without the work that is asked for in a flood, which tells what the form takes; then the
highest pace once more as installed, where all but the first are asked to work or to wait.
Every report that was answered with a receipt must be there once. It ends with 1 when it is not, or
when a limit does not hold. Run it with `./sejuk bench burst`; it takes some five minutes.
"""

import argparse
import http.client
import itertools
import json
import os
import platform
import re
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import django
import psycopg

from benchmarks._limits import Limit, conclude
from benchmarks.intake import AREA, REPOSITORY, SEJUK, Server, prepare, running

OPEN = Server("no work asked", "benchmarks._open_settings", SEJUK.target)

# Reports a second; the last is ten thousand in a minute.
RATES = (20.0, 60.0, 110.0, 10_000 / 60)
SENDERS = 48
# Chosen: what a clerk does who is in a hurry, and as many as four clerks who are not.
PAGE_EVERY = 0.25
PAGES = ("/sinyal/", "/isu/", "/jawaban/", "/saluran/")
# The issue's own: the desk works on.
PAGES_P95_AT_MOST = 0.5
RECEIPT = re.compile(rb"\d{4} \d{4} \d{4} \d{4}")
NUMBER = re.compile(rb"\d+")
PLAIN_SECONDS = 5.0


@dataclass
class Sent:
    """What became of the reports of one pace, and how long pages took meanwhile; in seconds."""

    rate: float
    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    receipts: set[bytes] = field(default_factory=set)
    pages: list[float] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.statuses[201]


def at_share(took: list[float], share: float) -> float:
    ranked = sorted(took)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0


def a_session() -> str:
    """Let an operator sign in; a demonstration asks him for no second factor."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.test import Client  # noqa: PLC0415

    from sejuk.foundation.accounts.models import HeldRole, User  # noqa: PLC0415
    from sejuk.foundation.operations.models import Operation  # noqa: PLC0415

    Operation.objects.filter(is_current=True).update(is_demonstration=True)
    user, _ = User.objects.get_or_create(username="bench-operator")
    HeldRole.objects.get_or_create(user=user, role="operator", area_id="16.01")
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].OutputString().partition(";")[0]


@contextmanager
def working() -> Iterator[None]:
    """Run the worker as `./sejuk up` does."""
    from sejuk.project.launcher.up import JOBS_AT_ONCE  # noqa: PLC0415

    environment = {key: value for key, value in os.environ.items() if key != "SEJUK_DATABASE_ROLE"}
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues", "default"]
    command += ["--concurrency", str(JOBS_AT_ONCE)]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def send_all(port: int, run: Sent, count: int, began: float, key: str) -> None:
    """Send so many reports, each at its moment; a late one counts from when it was due."""
    numbers = itertools.count()

    def work() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            while (number := next(numbers)) < count:
                due = began + number / run.rate
                time.sleep(max(0.0, due - time.monotonic()))
                status, said = post_signal(line, number, key) if key else post(line, number)
                run.took.append(time.monotonic() - due)
                run.statuses[status] += 1
                if status == 201 and (found := (NUMBER if key else RECEIPT).search(said)):
                    run.receipts.add(found[0])

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.seconds = time.monotonic() - began


def text_of(number: int) -> str:
    return (
        f"Nomor {number} {secrets.token_hex(3)}: jembatan gantung di RT 2 putus sejak subuh, anak"
        " sekolah tidak dapat menyeberang. Hubungi Pak Darmawan 0812-3456-7890."
    )


def post_signal(line: http.client.HTTPConnection, number: int, key: str) -> tuple[int, bytes]:
    body = json.dumps({"text": text_of(number), "area_code": AREA})
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {key}",
        "Idempotency-Key": secrets.token_hex(16),
        "X-Forwarded-Proto": "https",
    }
    line.request("POST", "/api/v1/signals", body, headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def post(line: http.client.HTTPConnection, number: int) -> tuple[int, bytes]:
    body = urlencode({"text": text_of(number), "area": AREA, "kind": "", "anyway": "1"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.7",
    }
    line.request("POST", "/lapor/", body, headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def open_pages(port: int, cookie: str, took: list[float], until: threading.Event) -> None:
    headers = {"Cookie": cookie, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for path in itertools.cycle(PAGES):
            if until.wait(PAGE_EVERY):
                return
            began = time.monotonic()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            took.append(time.monotonic() - began)


def measured(port: int, cookie: str, rate: float, seconds: float, key: str = "") -> Sent:
    """Send at a pace for a time, with a clerk at the desk; at 0 the clerk is alone.

    Over the form, or with a key over the interface for programs.
    """
    run, over = Sent(rate), threading.Event()
    clerk = threading.Thread(target=open_pages, args=(port, cookie, run.pages, over))
    clerk.start()
    try:
        if rate:
            send_all(port, run, round(rate * seconds), time.monotonic(), key)
        else:
            time.sleep(seconds)
    finally:
        over.set()
        clerk.join()
    return run


PLAIN = """
CREATE TABLE IF NOT EXISTS bench_report (
    id bigserial PRIMARY KEY, body text, area varchar(13), key varchar(200) UNIQUE
);
CREATE TABLE IF NOT EXISTS bench_receipt (id bigserial PRIMARY KEY, hash varchar(64) UNIQUE);
CREATE TABLE IF NOT EXISTS bench_attempt (id bigserial PRIMARY KEY, network varchar(64));
CREATE TABLE IF NOT EXISTS bench_trail (id bigserial PRIMARY KEY, verb varchar(80), hash char(64));
"""


def plain_inserts() -> float:
    """Return how many reports a second four bare inserts in a transaction take over 16 lines."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
    asked = connection.get_connection_params()
    known = {
        key: asked[key] for key in ("dbname", "user", "host", "port", "options") if key in asked
    }
    ends, done = time.monotonic() + PLAIN_SECONDS, Counter[int]()

    def work(which: int) -> None:
        with psycopg.connect(**known) as line:
            while time.monotonic() < ends:
                key = secrets.token_hex(32)
                with line.transaction():
                    line.execute(
                        "INSERT INTO bench_report (body, area, key) VALUES (%s, %s, %s)",
                        ["x" * 200, AREA, key],
                    )
                    line.execute("INSERT INTO bench_receipt (hash) VALUES (%s)", [key])
                    line.execute("INSERT INTO bench_attempt (network) VALUES (%s)", [key])
                    line.execute(
                        "INSERT INTO bench_trail (verb, hash) VALUES (%s, %s)", ["bench", key]
                    )
                done[which] += 1

    threads = [threading.Thread(target=work, args=(which,)) for which in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done.values()) / PLAIN_SECONDS


def kept() -> int:
    from sejuk.sense.signals.models import Signal  # noqa: PLC0415

    return Signal.objects.count()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each lesser pace is")
    parser.add_argument("--minute", type=float, default=60.0, help="how long the highest pace is")
    parser.add_argument("--by", choices=("form", "api"), default="form", help="which way they come")
    asked = parser.parse_args()
    os.environ["SEJUK_DATABASE_ROLE"] = "sejuk"
    # So that the networks of senders are taken from the header, as behind a proxy.
    os.environ["SEJUK_HTTPS"] = "1"
    django.setup()
    key = prepare()
    key = key if asked.by == "api" else ""
    cookie = a_session()
    before, runs = kept(), []
    with running(OPEN) as port, working():
        measured(port, cookie, 10.0, 3.0, key)
        quiet = measured(port, cookie, 0.0, asked.seconds)
        plain = plain_inserts()
        warm = kept() - before
        for rate in RATES:
            seconds = asked.minute if rate == RATES[-1] else asked.seconds
            runs.append(measured(port, cookie, rate, seconds, key))
    with running(SEJUK) as port, working():
        # Too few for a flood; the first pages of a process are those of no burst.
        warm += measured(port, cookie, 5.0, 3.0, key).accepted
        flooded = measured(port, cookie, RATES[-1], asked.minute, key)
    stored = kept() - before - warm
    tell(quiet, plain, [*runs, flooded])
    receipts = sum(len(run.receipts) for run in (*runs, flooded))
    accepted = sum(run.accepted for run in (*runs, flooded))
    print("answers by pace:", *(dict(run.statuses) for run in (*runs, flooded)))
    print(f"the last line as installed: {flooded.accepted} taken, the others told to work or wait")
    print(f"\nanswered with a receipt {accepted}, distinct receipts {receipts}, stored {stored}")
    if not accepted == receipts == stored:
        print("NOT HELD: each report with a receipt is stored once")
        return 1
    most = max(run.accepted / run.seconds for run in runs)
    held = [run for run in runs if at_share(run.pages, 0.95) <= PAGES_P95_AT_MOST]
    print(f"most taken: {60 * most:.0f} a minute, {most / plain:.3f} of plain SQL")
    print(f"the desk stays under its limit up to {max((run.rate for run in held), default=0):.0f}")
    worst = at_share(flooded.pages, 0.95)
    return conclude([Limit("the desk's pages at 10,000 a minute, p95", PAGES_P95_AT_MOST, worst)])


def tell(quiet: Sent, plain: float, runs: list[Sent]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
          f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
    print(f"plain SQL, 16 lines: {plain:.0f} reports a second")
    base = at_share(quiet.pages, 0.95)
    print(f"{'sent/s':>8}{'taken/s':>9}{'other':>7}{'p50 ms':>9}{'p95 ms':>9}"
          f"{'page p50':>10}{'page p95':>10}{'x quiet':>9}")  # fmt: skip
    for run in [quiet, *runs]:
        per_second = run.accepted / run.seconds if run.seconds else 0.0
        other = sum(run.statuses.values()) - run.accepted
        times = [at_share(run.took, 0.5), at_share(run.took, 0.95),
                 at_share(run.pages, 0.5), at_share(run.pages, 0.95)]  # fmt: skip
        ms = [1000 * one for one in times]
        print(f"{run.rate:8.0f}{per_second:9.1f}{other:7}{ms[0]:9.0f}{ms[1]:9.0f}"
              f"{ms[2]:10.0f}{ms[3]:10.0f}{times[3] / base:9.1f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

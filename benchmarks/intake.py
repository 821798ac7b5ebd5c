"""
How many signals a second come in through granian and PostgreSQL, and how long one takes.

The baseline is a bare Django view that inserts two rows (`_bare_urls.py`): same server, same
database, same minute, no session, no rule, no ledger. What Sejuk adds is the ratio: the key, the
operation, the area, the rules, the signal under its idempotency key, and the hash-chained entry,
whose lock lets one writer commit at a time. Sender and servers share the machine's cores.
It ends with 1 when the limit does not hold. Run it with `./sejuk bench intake`; it takes about 40
seconds.
"""

import argparse
import http.client
import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from benchmarks._limits import Limit, conclude

REPOSITORY = Path(__file__).resolve().parents[1]
AREA = "16.01.08.2018"
CONNECTIONS = (1, 16)
# Chosen: a gateway that sends from 16 lines at once is answered before it thinks of asking again.
P95_AT_MOST = 1.0
TEXT = "Katanya surat suara di gudang kecamatan sudah dicoblos sebelum hari pemungutan. " * 3


@dataclass(frozen=True)
class Server:
    """What is measured: a name, the settings it runs under, the application."""

    name: str
    settings: str
    target: tuple[str, ...]


BARE = Server(
    "bare view, two rows", "benchmarks._bare_settings",
    ("--factory", "django.core.wsgi:get_wsgi_application"),
)  # fmt: skip
SEJUK = Server("Sejuk", "sejuk.project.settings", ("sejuk.project.wsgi:application",))


@dataclass(frozen=True)
class Measured:
    """What one run found: posts a second, and milliseconds at three percentiles."""

    per_second: float
    p50: float
    p95: float
    p99: float


def prepare() -> str:
    """Make the area, the operation and a key, and the tables of the baseline; return the key."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - Django must be set up first

    from django.db import connection  # noqa: PLC0415

    from benchmarks._bare_urls import TABLES  # noqa: PLC0415
    from sejuk.foundation.operations.models import Operation  # noqa: PLC0415
    from sejuk.foundation.places.models import Area  # noqa: PLC0415
    from sejuk.kit.actors import Actor, Grant, Role  # noqa: PLC0415
    from sejuk.sense.signals.actions import make_api_key  # noqa: PLC0415

    above = None
    for code, level in (
        ("16", "provinsi"),
        ("16.01", "kabupaten"),
        ("16.01.08", "kecamatan"),
        (AREA, "desa"),
    ):
        above, _ = Area.objects.get_or_create(
            code=code, defaults={"name": code, "level": level, "parent": above}
        )
    today = datetime.now(UTC).date()
    if not Operation.objects.filter(is_current=True).exists():
        Operation.objects.create(
            code="bench", name="Bench", area_id="16.01",
            starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
    administrator = Actor("bench", frozenset({Grant(Role.ADMINISTRATOR, "")}), user_id=0)
    return make_api_key(
        name=f"bench-{secrets.token_hex(6)}", area_code="16.01",
        actor=administrator, now=datetime.now(UTC),
    )  # fmt: skip


@contextmanager
def running(server: Server) -> Iterator[int]:
    """Run a server as `./sejuk up` runs the web server; give its port."""
    from sejuk.project.launcher.up import THREADS_PER_WORKER  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {key: value for key, value in os.environ.items() if key != "SEJUK_DATABASE_ROLE"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": server.settings,
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'src'}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--port", str(port), "--log-level", "error"]
    command += ["--workers", str(min(os.cpu_count() or 1, 4))]
    command += ["--blocking-threads", str(THREADS_PER_WORKER), *server.target]
    process = subprocess.Popen(command, env=environment, cwd=REPOSITORY)
    try:
        await_answer(port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            # It still answers what was sent in a flood.
            process.kill()
            process.wait()


def await_answer(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server does not answer.")


def measure(port: int, headers: Mapping[str, str], *, connections: int, seconds: float) -> Measured:
    """Post over so many connections for so long; every answer must be 201."""
    took: list[float] = []
    threads = [
        threading.Thread(
            target=post_until, args=(port, headers, time.perf_counter() + seconds, took)
        )
        for _ in range(connections)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    ranked = sorted(took)
    p50, p95, p99 = (1000 * ranked[int(len(ranked) * share)] for share in (0.5, 0.95, 0.99))
    return Measured(len(ranked) / elapsed, p50, p95, p99)


def post_until(port: int, headers: Mapping[str, str], ends: float, took: list[float]) -> None:
    body = json.dumps({"text": TEXT, "area_code": AREA})
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        while time.perf_counter() < ends:
            began = time.perf_counter()
            line.request(
                "POST", "/api/v1/signals", body,
                {**headers, "Idempotency-Key": secrets.token_hex(16)},
            )  # fmt: skip
            answer = line.getresponse()
            said = answer.read()
            if answer.status != 201:
                raise SystemExit(f"{answer.status}: {said[:200]!r}")
            took.append(time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=7.0, help="how long each of four runs takes"
    )
    asked = parser.parse_args()
    # Tables are the owner's; the servers connect as the application does.
    os.environ["SEJUK_DATABASE_ROLE"] = "sejuk"
    django.setup()
    key = prepare()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    found: dict[tuple[str, int], Measured] = {}
    with running(BARE) as bare, running(SEJUK) as ours:
        for port in (bare, ours):
            measure(port, headers, connections=4, seconds=1)
        for connections in CONNECTIONS:
            for server, port in ((BARE, bare), (SEJUK, ours)):
                found[server.name, connections] = measure(
                    port, headers, connections=connections, seconds=asked.seconds
                )
    tell(found)
    busiest = max(CONNECTIONS)
    p95 = found[SEJUK.name, busiest].p95 / 1000
    return conclude([Limit(f"a signal over {busiest} connections, p95", P95_AT_MOST, p95)])


def tell(found: Mapping[tuple[str, int], Measured]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        f"{'server':22}{'connections':>12}{'per second':>12}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    )
    for (name, connections), run in found.items():
        numbers = f"{run.per_second:12.0f}{run.p50:9.1f}{run.p95:9.1f}{run.p99:9.1f}"
        print(f"{name:22}{connections:12}{numbers}")
    for connections in CONNECTIONS:
        bare, ours = found[BARE.name, connections], found[SEJUK.name, connections]
        print(
            f"{connections:2} connections: {ours.per_second / bare.per_second:.2f} of the bare "
            f"view's throughput, {ours.p50 / bare.p50:.1f} times its median"
        )


if __name__ == "__main__":
    sys.exit(main())

"""Reads the command line of `./sejuk` and does what it asks. Standard library only."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sejuk.project.launcher.database import database, owner_environment
from sejuk.project.launcher.environment import Environment
from sejuk.project.launcher.places import ENVIRONMENT, PYTHON, REPOSITORY, state_dir
from sejuk.project.launcher.served import alone
from sejuk.project.launcher.steps import StepFailed, explain, hand_over

NEEDED_LOCKS = {"test": ("app", "test"), "check": ("app", "test", "check"), "fix": ("app", "check")}
PASSING_ON = ("test", "bench")
INSIDE = "SEJUK_LAUNCHED_IN"


def main(arguments: list[str]) -> int:
    """Make the environment, go on inside it, and give the exit code."""
    options = _read(arguments)
    try:
        if os.environ.get(INSIDE) != str(ENVIRONMENT):
            Environment().ensure(*NEEDED_LOCKS.get(options.command, ("app",)))
            _go_on_inside(arguments)
        del os.environ[INSIDE]
        # Web, worker and tests share the processors; threads of one multiplication that wait for
        # each other made training six times as slow on a busy machine.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        return _work_of(options.command)(options)
    except StepFailed as failure:
        explain(failure)
        return 1
    except KeyboardInterrupt:
        return 130


def _read(arguments: list[str]) -> argparse.Namespace:
    if arguments[:1] == ["manage"]:  # Django reads the rest, help included
        return argparse.Namespace(command="manage", rest=arguments[1:])
    parser = command_line()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command not in PASSING_ON:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    return options


def command_line() -> argparse.ArgumentParser:
    """Describe every command and its options."""
    parser = argparse.ArgumentParser(prog="./sejuk", allow_abbrev=False, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, told: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=told, description=told, allow_abbrev=False)

    up = command("up", "set up whatever is missing and serve until Ctrl-C")
    up.add_argument("--port", type=int, default=8000)
    up.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    up.add_argument("--lan", action="store_true", help="answer other machines on the network too")
    test = command("test", "run all tests; further arguments go to pytest")
    test.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    check = command("check", "look at style, types, contracts, locks, words; changes nothing")
    check.add_argument("--python-versions", metavar="3.11,3.12", help="only these Pythons")
    check.add_argument(
        "--thorough",
        action="store_true",
        help="all quick tests without a browser on the newest Python too",
    )
    command("fix", "put right what can be put right: format, imports, words, locks, documents")
    command("manage", "run a Django management command")
    bench = command("bench", "measure; NAME is a file in benchmarks/")
    bench.add_argument("name", metavar="NAME")
    warning = command("warning", "find clusters in a file of cases; needs no database")
    _describe_warning(warning)
    demo = command("demo", "make the demonstration district anew")
    demo.add_argument("action", choices=["reset"])
    demo.add_argument("--seed", type=int)
    return parser


def _describe_warning(warning: argparse.ArgumentParser) -> None:
    warning.add_argument("action", choices=["scan"])
    warning.add_argument("file", metavar="FILE", type=Path)
    which = warning.add_mutually_exclusive_group()
    which.add_argument(
        "--prospective", action="store_true", help="only clusters that last until the last day"
    )
    which.add_argument("--spatial", action="store_true", help="all days together")
    warning.add_argument(
        "--period", choices=["day", "week", "month", "year"], default="day", help="count by it"
    )
    warning.add_argument(
        "--most-periods",
        "--most-days",
        type=int,
        metavar="N",
        help="how long a cluster may last, otherwise half of the time",
    )
    warning.add_argument(
        "--most-neighbours", type=int, metavar="N", help="how many places a circle may hold"
    )
    warning.add_argument(
        "--most-share",
        type=float,
        default=0.5,
        metavar="SHARE",
        help="how much of what is expected a circle may hold, otherwise 0.5",
    )
    warning.add_argument("--replicates", type=int, default=999, metavar="N")
    warning.add_argument("--seed", type=int, default=0)
    warning.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
    warning.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    warning.add_argument("--json", action="store_true", help="everything, for a program")


def _work_of(command: str) -> Callable[[argparse.Namespace], int]:
    """Find what does the work; it is imported late, since only some of it is needed each time."""
    from sejuk.project.launcher import checks, testing, up  # noqa: PLC0415

    return {
        "up": up.up,
        "test": testing.test,
        "check": checks.check,
        "fix": checks.fix,
        "manage": _manage,
        "bench": _bench,
        "demo": _demo,
        "warning": _warning,
    }[command]


def _go_on_inside(arguments: list[str]) -> None:
    """Become the environment's Python, which finds the packages and the server's programs."""
    os.environ[INSIDE] = str(ENVIRONMENT)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), str(REPOSITORY / "sejuk"), *arguments])


def _manage(options: argparse.Namespace) -> int:
    """Run a management command; what changes tables connects as their owner."""
    owner = bool(options.rest) and options.rest[0] in {
        "migrate",
        "grant_app_role",
        "sqlflush",
        "flush",
    }
    return _django(options.rest, owner_environment() if owner else dict(os.environ))


def _demo(options: argparse.Namespace) -> int:
    """Make the district anew; accounts went with the old one, so a new first link is printed."""
    seed = [] if options.seed is None else ["--seed", str(options.seed)]
    with alone(state_dir()), database(state_dir(), keep=True):
        failed = _django(["demo", options.action, *seed], owner_environment())
        return failed or _django(["first_sign_in_link"], dict(os.environ))


def _warning(options: argparse.Namespace) -> int:
    from sejuk.engines.warning.scanning import ScanKind  # noqa: PLC0415 - not before the environment
    from sejuk.project import scan_file, scan_report  # noqa: PLC0415

    kind = ScanKind.PROSPECTIVE if options.prospective else ScanKind.RETROSPECTIVE
    asked = scan_report.Asked(
        file=options.file,
        kind=ScanKind.SPATIAL if options.spatial else kind,
        period=options.period,
        most_periods=options.most_periods,
        most_neighbours=options.most_neighbours,
        most_share=options.most_share,
        replicates=options.replicates,
        seed=options.seed,
        since=options.since,
        until=options.until,
        is_json=options.json,
    )
    try:
        print(scan_report.scanned(asked))
    except scan_file.FaultyFile as faulty:
        raise StepFailed(scan_report.faults_told(faulty.faults), faulty.remedy) from faulty
    return 0


def _django(arguments: list[str], env: dict[str, str]) -> int:
    env.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.project.settings")
    with database(state_dir(), keep=True):
        return hand_over([PYTHON, "-m", "django", *arguments], env=env)


def _bench(options: argparse.Namespace) -> int:
    from sejuk.project.launcher import up  # noqa: PLC0415

    script = REPOSITORY / "benchmarks" / f"{options.name}.py"
    if not script.is_file():
        names = ", ".join(sorted(path.stem for path in _benchmarks())) or "none yet"
        raise StepFailed(f"There is no benchmark {options.name}.", f"choose one of: {names}")
    state = REPOSITORY / "var" / "bench"  # measuring fills tables: never the ones in use
    state.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SEJUK_HOME", str(state))
    os.environ["DJANGO_SETTINGS_MODULE"] = "sejuk.project.settings"
    os.environ["PYTHONPATH"] = str(REPOSITORY)
    with database(state_dir(), keep=True):
        up.prepare(["--no-demo"])
        return hand_over([PYTHON, script, *options.rest], cwd=REPOSITORY)


def _benchmarks() -> list[Path]:
    return [path for path in (REPOSITORY / "benchmarks").glob("*.py") if path.stem[0] != "_"]

"""`manage roster`: rosters for outsiders: write one out, compute, verify, change the format."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sejuk.engines import roster as engine
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.actions.exporting import note_export
from sejuk.plan.deployment.queries.outsiders import question_of

# Chosen: a force of thousands over a year is some 50 MB; a larger file is no roster.
LARGEST_FILE = 100_000_000
# Chosen: more seats than that no computing ends with.
MOST_SEATS = 1_000_000
MOST_SHOWN = 40
DEEDS = {
    "export": "Write the question of a roster as JSON. People are P and a number, and why they are "
    "away is left out, unless --names; seats in plain clothes are left out unless --covert. Rank, "
    "unit, qualifications and squad always stay: the question is made of them.",
    "solve": "Compute a roster for a question, in JSON or in the public benchmark's text; the "
    "answer is JSON for the one and Roster XML for the other.",
    "verify": "Say what is broken in a roster and what it costs; ends with 1 when it is illegal.",
    "convert": "Turn JSON into the public benchmark's format, or that into JSON.",
}
Read = TypeVar("Read")


class Command(BaseCommand):
    help = "Write a roster out for others, compute one, verify one, change its format."
    # Only `export` asks the database.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        made = {deed: deeds.add_parser(deed, help=text, description=text)
                for deed, text in DEEDS.items()}  # fmt: skip
        _export_arguments(made["export"])
        solve = made["solve"]
        solve.add_argument("problem", type=Path)
        solve.add_argument("--seed", type=int, default=1)
        solve.add_argument("--seconds", type=float, default=60.0)
        solve.add_argument("--out", type=Path, required=True)
        made["verify"].add_argument("problem", type=Path)
        made["verify"].add_argument("roster", type=Path)
        convert = made["convert"]
        convert.add_argument("file", type=Path, help="a problem, or with --problem a roster")
        convert.add_argument("--to", type=Path, required=True)
        convert.add_argument("--problem", type=Path, help="the problem that a roster answers")

    def handle(self, *_: object, deed: str, **options: object) -> None:
        deeds: dict[str, Callable[..., None]] = {
            "export": self._export,
            "solve": self._solve,
            "verify": self._verify,
            "convert": self._convert,
        }
        deeds[deed](**options)

    def _export(
        self, *, id: int, to: Path, roster: Path | None, names: bool, covert: bool, **_: object  # noqa: A002
    ) -> None:  # fmt: skip
        try:
            question = question_of(id, with_names=names, with_covert=covert)
        except NotYours as error:
            raise CommandError(f"There is no roster {id}.") from error
        _write(to, engine.problem_to_json(question.problem))
        if roster is not None:
            _write(roster, engine.roster_to_json(question.placed))
        now = operations.clock_of(question.roster.operation, real_now=timezone.now())
        kind = " ".join(["problem", *["names"] * names, *["covert"] * covert])
        note_export(roster_id=id, file_kind=kind, actor=Actor.system("roster"), now=now)
        seats = sum(demand.count for demand in question.problem.demands)
        self.stdout.write(f"{to}: {len(question.problem.people)} people, {seats} seats.")
        if question.left_out:
            self.stdout.write(
                f"Left out: {question.left_out} seats in plain clothes. What is fair is judged "
                "without them, so the cost is another one than inside."
            )

    def _solve(self, *, problem: Path, seed: int, seconds: float, out: Path, **_: object) -> None:
        asked = _problem(problem)
        remarks = self._remarks(asked)
        if not 0 < seconds <= 86_400:  # noqa: PLR2004 - a day
            raise CommandError("--seconds: give more than 0 and at most 86400.")
        if seed < 0:
            raise CommandError("--seed: give 0 or more.")

        def solved() -> engine.Solution:
            return engine.solve(asked, seed=seed, seconds=seconds, clock=time.monotonic)

        found = _answered(problem, solved, remarks)
        _write(out, _written(asked, found.roster, is_public=_is_public(_text(problem))))
        self.stdout.write(
            f"{out}: cost {found.cost}, at least {found.bound}, {found.empty_seats} seats empty."
        )

    def _verify(self, *, problem: Path, roster: Path, **_: object) -> None:
        asked = _problem(problem)
        remarks = self._remarks(asked)
        found = _roster(roster, asked)
        verdict = _answered(problem, lambda: engine.verify(asked, found), remarks)
        for breach in verdict.breaches[:MOST_SHOWN]:
            self.stdout.write(f"  {breach.level}: {breach.sentence}")
        if len(verdict.breaches) > MOST_SHOWN:
            self.stdout.write(f"  and {len(verdict.breaches) - MOST_SHOWN} more")
        figures = verdict.figures
        hard = sum(breach.level is engine.Level.HARD for breach in verdict.breaches)
        warn = sum(breach.level is engine.Level.WARN for breach in verdict.breaches)
        self.stdout.write(
            f"{len(found)} people placed, {figures.empty_seats} seats empty, cost {figures.cost}, "
            f"{figures.kilometres} km; {hard} hard breaches, {warn} warnings."
        )
        if not verdict.is_legal:
            raise CommandError(f"{roster}: illegal. Rules without exception are broken: {hard}.")
        self.stdout.write("Legal.")

    def _convert(self, *, file: Path, to: Path, problem: Path | None, **_: object) -> None:
        if problem is not None:
            asked = _problem(problem)
            is_public = not _is_public(_text(file))
            _write(to, _written(asked, _roster(file, asked), is_public=is_public))
        elif _is_public(_text(file)):
            _write(to, engine.problem_to_json(_problem(file)))
        else:
            _write(to, _public_text(file, _problem(file)))
        self.stdout.write(f"{to}: written.")

    def _remarks(self, problem: engine.Problem) -> int:
        """Say what is wrong with a problem, and how much that is."""
        found = engine.complaints(problem)
        for one in found[:MOST_SHOWN]:
            self.stderr.write(f"  {one.where}: {one.sentence}")
        wrong = [one for one in found if one.where == "horizon"]
        if wrong or sum(demand.count for demand in problem.demands) > MOST_SEATS:
            raise CommandError("The problem is too large, or plans no time: mend it first.")
        return len(found)


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", type=int, help="the number in the address of the roster's page")
    parser.add_argument("--to", type=Path, required=True, help="where the problem is written")
    parser.add_argument("--roster", type=Path, help="where who is placed is written")
    parser.add_argument("--names", action="store_true", help="with names and service numbers")
    parser.add_argument("--covert", action="store_true", help="with seats in plain clothes")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: no UTF-8 text.") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _is_public(text: str) -> bool:
    return text.lstrip()[:1] not in ("{", "[")


def _read(path: Path, read: Callable[[], Read]) -> Read:
    try:
        return read()
    except engine.RosterUnreadable as error:
        told = "\n".join(f"  {sentence}" for sentence in error.sentences[:MOST_SHOWN])
        raise CommandError(f"{path}: cannot be read.\n{told}") from error


def _problem(path: Path) -> engine.Problem:
    text = _text(path)
    read = engine.read_instance if _is_public(text) else engine.problem_from_json
    return _read(path, lambda: read(text))


def _roster(path: Path, problem: engine.Problem) -> engine.Roster:
    text = _text(path)
    if _is_public(text):
        return _read(path, lambda: engine.read_solution(text, problem))
    return _read(path, lambda: engine.roster_from_json(text))


def _written(problem: engine.Problem, roster: engine.Roster, *, is_public: bool) -> str:
    if not is_public:
        return engine.roster_to_json(roster)
    known = {demand.id for demand in problem.demands}
    strange = sorted({one.demand for one in roster} - known)
    if strange:
        raise CommandError(f"The roster names duties that the problem lacks: {strange[0]}, …")
    return engine.write_solution(problem, roster)


def _public_text(path: Path, problem: engine.Problem) -> str:
    """Return a problem in the public format, when nothing of it is lost there."""
    text = engine.write_instance(problem)
    try:
        is_whole = engine.read_instance(text) == problem
    except engine.RosterUnreadable:
        is_whole = False
    if not is_whole:
        raise CommandError(
            f"{path}: the public format has no posts, ranks, hours of the day or leave by the hour:"
            " only a problem that came from it can be written in it."
        )
    return text


def _answered(path: Path, ask: Callable[[], Read], remarks: int) -> Read:
    """Ask the engine; a problem with faults of its own may be one that it cannot answer."""
    try:
        return ask()
    except (LookupError, ValueError, TypeError, ArithmeticError) as error:
        if not remarks:
            raise
        raise CommandError(f"{path}: cannot be answered before the above is mended.") from error

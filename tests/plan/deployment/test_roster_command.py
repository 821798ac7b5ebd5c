"""`manage roster`: a published roster leaves the house and is checked without it."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.ledger.models import Entry
from sejuk.plan.deployment.queries.json_rosters import code_of
from sejuk.plan.deployment.queries.roster_files import brought
from tests.builders import NOON, a_duty, a_person, a_post

REPOSITORY = Path(__file__).resolve().parents[3]
MORNING = NOON - timedelta(hours=5)
INSTANCE = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=5,2400,0,5,2,2,1
B,D=5,2400,0,5,2,2,1
SECTION_COVER
0,D,1,100,1
1,D,1,100,1
"""


def run(*words):
    said = StringIO()
    call_command("roster", *(str(word) for word in words), stdout=said, stderr=said)
    return said.getvalue()


def alone(*words):
    """Run the command as somebody does who has the program and the files, and nothing else."""
    return subprocess.run(
        [sys.executable, "-m", "django", "roster", *(str(word) for word in words)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": "src:."},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def force(db):
    return [a_person(f"Orang {turn} Contoh", service_number=f"8501000{turn}") for turn in range(6)]


@pytest.fixture
def roster(force):
    """Two posts, three days, one person each in turn; one seat in plain clothes."""
    posts = [a_post("KPU"), a_post("BAWASLU")]
    for day in range(3):
        for place, post in enumerate(posts):
            duty = a_duty(
                person=force[2 * day + place], starts_at=MORNING + timedelta(days=day), post=post
            )
    hidden = a_post("TERTUTUP")
    a_duty(duty.roster, person=force[0], starts_at=MORNING + timedelta(days=2), post=hidden,
           posture="covert")  # fmt: skip
    Leave.objects.create(
        person=force[5], kind="sakit", starts_on=MORNING.date(), ends_on=MORNING.date()
    )
    return duty.roster


@pytest.fixture
def files(tmp_path, roster):
    problem, placed = tmp_path / "soal.json", tmp_path / "dinas.json"
    run("export", roster.pk, "--to", problem, "--roster", placed, "--names", "--covert")
    return problem, placed


@pytest.mark.slow
def test_a_published_roster_is_verified_by_the_command_alone(files):
    problem, placed = files
    asked = engine.problem_from_json(problem.read_text())
    assert (len(asked.people), len(asked.demands)) == (6, 7)

    legal = alone("verify", problem, placed)
    assert (legal.returncode, legal.stdout.splitlines()[-1]) == (0, "Legal.")
    assert "0 hard breaches" in legal.stdout

    # The same person at two posts at one time.
    told = json.loads(placed.read_text())
    told["assignments"] = [{**one, "person": "85010000"} for one in told["assignments"]]
    placed.write_text(json.dumps(told))
    said = StringIO()
    with pytest.raises(CommandError, match="illegal") as refusal:
        call_command("roster", "verify", str(problem), str(placed), stdout=said)
    assert refusal.value.returncode == 1
    assert "Orang 0 Contoh" in said.getvalue()


def test_without_being_asked_nobody_is_named_and_nothing_covert_is_told(tmp_path, roster, force):
    problem, placed = tmp_path / "soal.json", tmp_path / "dinas.json"
    assert "Left out: 1 seats" in run("export", roster.pk, "--to", problem, "--roster", placed)
    text = problem.read_text() + placed.read_text()

    for secret in ("Orang", "8501000", "sakit", "TERTUTUP", "covert"):
        assert secret not in text
    asked = engine.problem_from_json(problem.read_text())
    assert {person.id for person in asked.people} == {code_of(one.pk) for one in force}
    assert len(asked.absences) == 1
    assert len(engine.roster_from_json(placed.read_text())) == 6
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.detail["file"]) == ("deployment.roster.exported", "problem")


def test_what_an_outsider_computes_is_legal_and_comes_back_by_code(tmp_path, roster):
    roster.duties.exclude(posture="covert").update(person=None)
    problem, answer = tmp_path / "soal.json", tmp_path / "jawaban.json"
    run("export", roster.pk, "--to", problem)
    assert "0 seats empty" in run("solve", problem, "--seed", 3, "--seconds", 0.3, "--out", answer)
    assert run("verify", problem, answer).splitlines()[-1] == "Legal."

    file = brought(roster, answer.read_bytes())
    assert file.faults == ()
    assert len(file.placings) == 6


@pytest.mark.slow
def test_the_public_format_there_and_back(tmp_path):
    text, plain, again = (tmp_path / name for name in ("soal.txt", "soal.json", "lagi.txt"))
    text.write_text(INSTANCE)
    run("convert", text, "--to", plain)
    run("convert", plain, "--to", again)
    asked = engine.read_instance(INSTANCE)
    assert engine.problem_from_json(plain.read_text()) == asked
    assert engine.read_instance(again.read_text()) == asked

    xml, answer, xml_again = (tmp_path / name for name in ("a.xml", "a.json", "b.xml"))
    run("solve", text, "--seconds", 0.2, "--out", xml)
    run("convert", xml, "--problem", text, "--to", answer)
    run("convert", answer, "--problem", plain, "--to", xml_again)
    assert "<Roster>" in xml.read_text()
    assert xml_again.read_text() == xml.read_text()
    assert "cost 0" in run("verify", plain, xml)


def test_what_the_public_format_cannot_hold_is_not_written(files, tmp_path):
    with pytest.raises(CommandError, match=r"soal\.json: the public format"):
        run("convert", files[0], "--to", tmp_path / "soal.txt")
    assert not (tmp_path / "soal.txt").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b"x" * 10_000_000,
        b"null",
        b"{}",
        b'{"format": "sejuk roster problem", "version": 99}',
        b'{"format": "sejuk roster problem", "version": 1, "people": [[["x"]]]}',
        b'{"format": "sejuk roster", "version": 1, "assignments": []}',
        '{"format": "\u202e\U0001f46e"}'.encode(),
        b"SECTION_HORIZON\nnever\n",
    ],
)
def test_a_file_that_is_no_problem_is_named_in_the_refusal(content, tmp_path):
    path = tmp_path / "soal.json"
    path.write_bytes(content)
    for words in (("verify", path, path), ("solve", path, "--out", tmp_path / "x")):
        with pytest.raises(CommandError, match=r"soal\.json"):
            run(*words)
    assert not (tmp_path / "x").exists()


def test_paths_and_numbers_that_are_not_there_are_named(tmp_path, files, db):
    missing = tmp_path / "tidak-ada.json"
    with pytest.raises(CommandError, match="tidak-ada"):
        run("verify", missing, missing)
    with pytest.raises(CommandError, match="no roster 999999"):
        run("export", 999_999, "--to", missing)
    with pytest.raises(CommandError, match=str(tmp_path)):
        run("convert", files[0], "--to", tmp_path)
    with pytest.raises(CommandError, match="--seconds"):
        run("solve", files[0], "--seconds", -1, "--out", missing)


def test_a_problem_with_faults_of_its_own_is_answered_or_told(tmp_path, files):
    asked = json.loads(files[0].read_text())
    asked["demands"][0]["post"] = "tidak ada"
    asked["people"].append(asked["people"][0])
    asked["days"] = 10_000_000
    files[0].write_text(json.dumps(asked))
    with pytest.raises(CommandError, match="mend it first"):
        run("verify", *files)
    asked["days"] = 7
    files[0].write_text(json.dumps(asked))
    try:
        said = run("verify", *files)
    except CommandError as error:
        said = str(error)
    assert said

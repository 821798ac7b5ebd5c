"""The ledger's page: whose entries it shows, what it costs, what it finds, what it hands out."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.foundation.accounts.models import User
from sejuk.foundation.accounts.queries import standing_of
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.actions import Deed, record_many
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Grant, Role, is_no_person
from sejuk.kit.decisions import Refused
from sejuk.review.audit import actions, queries, rules, tasks, web
from sejuk.review.audit.models import Verification
from sejuk.review.audit.queries import Filters
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area, an_operation
from tests.conftest import switch_guards

pytestmark = pytest.mark.django_db
SUBDISTRICT = "16.01.08"


def deed(number: int, area_code: str = VILLAGE, **values) -> Deed:
    fields = {
        "verb": "signals.signal.taken",
        "subject": f"signals.signal:{number}",
        "actor": an_actor(Role.OPERATOR),
        "at": NOON + timedelta(minutes=number),
        "area_code": area_code,
        "detail": {"state": "taken"},
    }
    return Deed(**(fields | values))


def numbers(page: queries.LedgerPage) -> list[int]:
    return [line.sequence for line in page.lines]


def page_for(*roles: Role, area_code: str = DISTRICT, filters: Filters | None = None, **cut):
    actor = an_actor(*roles, area_code=area_code)
    return queries.ledger_page(actor=actor, filters=filters or Filters(), **cut)


def tampered(statement: str) -> None:
    switch_guards("DISABLE")
    with connection.cursor() as cursor:
        cursor.execute(statement)
    switch_guards("ENABLE")


def test_each_reads_his_own_areas_and_only_some_what_has_none():
    record_many([deed(1, VILLAGE), deed(2, "16.09"), deed(3, ""), deed(4, DISTRICT)])
    assert numbers(page_for(Role.CHIEF)) == [4, 1]
    assert numbers(page_for(Role.CHIEF, area_code=SUBDISTRICT)) == [1]
    assert numbers(page_for(Role.AUDITOR)) == [4, 3, 1]
    assert numbers(page_for(Role.ADMINISTRATOR, area_code="")) == [4, 3, 2, 1]
    assert numbers(page_for(Role.OPERATOR)) == []


def test_a_wider_role_that_does_not_read_the_ledger_adds_nothing():
    record_many([deed(1, VILLAGE), deed(2, DISTRICT)])
    grants = {Grant(Role.OPERATOR, DISTRICT), Grant(Role.CHIEF, SUBDISTRICT)}
    page = queries.ledger_page(actor=Actor("alya", frozenset(grants)), filters=Filters())
    assert numbers(page) == [1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(verb="outreach.visit.recorded"), [2]),
        (Filters(actor_name="bima"), [3]),
        (Filters(area_code=SUBDISTRICT), [5, 4, 3, 2, 1]),
        (Filters(area_code="16.01.13"), []),
        (Filters(subject="signals.signal:4"), [4]),
        (Filters(day=(NOON + timedelta(days=1)).date()), [5]),
        (Filters(verb="signals.signal.taken", subject="signals.signal:1"), [1]),
    ],
)
def test_what_one_looks_for_is_found(filters, found):
    record_many(
        [
            deed(1),
            deed(2, verb="outreach.visit.recorded"),
            deed(3, actor=Actor("bima", frozenset())),
            deed(4),
            # 00.30 WIB of the next day, still the day before in Greenwich
            deed(5, at=NOON + timedelta(hours=12, minutes=30)),
        ]
    )
    assert numbers(page_for(Role.CHIEF, filters=filters)) == found


def test_a_person_is_found_by_his_name_and_by_what_he_signs_in_with():
    bambang, other = a_user(username="operator-malam"), a_user(username="bambang")
    User.objects.filter(pk=bambang.pk).update(display_name="Bambang Hartono")
    bambang.refresh_from_db()
    now = standing_of(bambang, today=NOON.date()).actor
    assert (now.name, now.identity) == ("Bambang Hartono", "operator-malam")
    # As before names of persons stood in the ledger, as now, and as somebody of the same name.
    before = replace(now, name="operator-malam")
    same = replace(now, user_id=other.pk)
    record_many([deed(one, actor=actor) for one, actor in enumerate((before, now, same))])
    for name in ("operator-malam", "Bambang Hartono"):
        page = page_for(Role.CHIEF, filters=Filters(actor_name=name))
        assert [(line.sequence, line.account) for line in page.lines] == [
            (2, "operator-malam"),
            (1, "operator-malam"),
        ]
    # Who is called otherwise now has done what he did.
    User.objects.filter(pk=bambang.pk).update(display_name="Bambang H. Wijaya")
    assert numbers(page_for(Role.CHIEF, filters=Filters(actor_name="Bambang H. Wijaya"))) == [2, 1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_is_no_person_is_found_as_he_is_called_and_nobody_takes_his_name(language):
    programs = (Actor.resident(), Actor.system("redact"), Actor.system("audit"))
    record_many([deed(one, actor=actor) for one, actor in enumerate(programs)])
    with translation.override(language):
        resident, redact = (web.actor_words(one.name) for one in programs[:2])
        itself = gettext("Sejuk itself")
        for name, found in ((resident, [1]), (redact, [2]), (itself, [3, 2])):
            page = page_for(Role.CHIEF, filters=Filters(actor_name=name))
            assert numbers(page) == found
            assert is_no_person(name)
    assert {line.account for line in page.lines} == {""}


def test_one_walks_down_and_up_again_without_a_gap(monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 3)
    record_many([deed(number) for number in range(7)])
    first = page_for(Role.CHIEF)
    second = page_for(Role.CHIEF, before=first.older_than)
    third = page_for(Role.CHIEF, before=second.older_than)
    assert [numbers(page) for page in (first, second, third)] == [[7, 6, 5], [4, 3, 2], [1]]
    assert (first.newer_than, third.older_than) == (None, None)
    back = page_for(Role.CHIEF, after=third.newer_than)
    assert numbers(back) == [4, 3, 2]
    assert numbers(page_for(Role.CHIEF, after=back.newer_than)) == [7, 6, 5]


@pytest.fixture
def auditor(client):
    an_operation()
    client.force_login(a_user(Role.AUDITOR, username="eka"))
    return client


def test_the_page_costs_the_same_whatever_it_shows(auditor, django_assert_max_num_queries):
    an_area("16.01.13.2001")
    himself = standing_of(a_user(username="citra"), today=NOON.date()).actor
    record_many([deed(number, "16.01.13.2001", actor=himself) for number in range(80)])
    with django_assert_max_num_queries(12):
        page = auditor.get("/buku-besar/")
    assert page.status_code == 200
    assert "Desa 2001" in page.content.decode()
    assert '<dt>Nama pengguna</dt><dd class="mono">citra</dd>' in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "?verb=nothing.of.that",
        "?area=zzz",
        "?day=yesterday",
        "?before=-1",
        "?before=99999999999999999999999",
        "?after=x",
    ],
)
def test_nonsense_in_the_address_is_no_accident(auditor, asked):
    assert auditor.get(f"/buku-besar/{asked}").status_code == 200


def test_other_roles_are_refused(client):
    an_operation()
    client.force_login(a_user(Role.OPERATOR))
    assert client.get("/buku-besar/").status_code == 403
    assert client.post("/buku-besar/periksa/").status_code == 403
    assert client.post("/buku-besar/ekspor/").status_code == 403


def test_a_verification_is_kept_and_is_itself_an_entry(auditor):
    record_many([deed(1)])
    auditor.post("/buku-besar/periksa/")
    kept = Verification.objects.get()
    assert (kept.holds, kept.count, kept.asked_by) == (True, 1, "eka")
    assert ledger.head().sequence == 2
    assert Entry.objects.get(sequence=2).verb == "audit.ledger.verified"


def test_a_changed_entry_is_named_on_the_page(auditor):
    record_many([deed(number) for number in range(3)])
    tampered("UPDATE ledger_entry SET actor_name = 'nobody' WHERE sequence = 2")
    auditor.post("/buku-besar/periksa/")
    kept = Verification.objects.get()
    assert (kept.holds, kept.broken_at, kept.fault) == (False, 2, "altered")
    assert auditor.get("/buku-besar/").context["chain"].broken_at == 2


def test_a_chain_written_anew_is_found_by_the_head_that_held_before():
    record_many([deed(number) for number in range(3)])
    assert actions.verify_ledger(actor=an_actor(Role.AUDITOR), now=NOON).holds
    tampered("DELETE FROM ledger_entry")
    record_many([deed(number, actor=Actor("forger", frozenset())) for number in range(5)])
    found = actions.verify_ledger(actor=an_actor(Role.AUDITOR), now=NOON)
    assert (found.holds, found.fault) == (False, "head_not_found")


def test_a_long_chain_is_verified_by_the_worker_once(auditor, monkeypatch):
    monkeypatch.setattr(rules, "VERIFIED_AT_ONCE", 0)
    record_many([deed(1)])
    auditor.post("/buku-besar/periksa/")
    auditor.post("/buku-besar/periksa/")
    job = ProcrastinateJob.objects.get(task_name=actions.VERIFY)
    tasks.verify.func(**job.args)
    assert Verification.objects.get().asked_by == "eka"
    tasks.verify_nightly.func(timestamp=0)
    assert Verification.objects.latest("id").asked_by == "system:audit"


def test_an_export_is_whole_ends_with_itself_and_needs_nothing_of_ours(auditor, tmp_path):
    record_many([deed(1), deed(2, "16.09")])
    answer = auditor.post("/buku-besar/ekspor/")
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(answer.streaming_content))
    verifier = tmp_path / "verify_ledger.py"
    verifier.write_bytes(b"".join(auditor.get("/buku-besar/pemeriksa.py").streaming_content))
    command = [sys.executable, "-I", "-S", verifier, path, "--head", ledger.head().hash]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 entries hold.")
    assert "audit.ledger.exported" in path.read_text().splitlines()[-1]


def test_who_reads_only_a_part_takes_nothing_away(client):
    an_operation()
    record_many([deed(1)])
    client.force_login(a_user(Role.AUDITOR, area_code=SUBDISTRICT))
    assert client.post("/buku-besar/ekspor/").status_code == 409
    with pytest.raises(Refused):
        actions.note_export(whole_area=DISTRICT, actor=an_actor(Role.OPS_HEAD), now=NOON)
    assert Entry.objects.count() == 1


def test_each_verb_in_the_code_has_its_words():
    sources = Path(rules.__file__).resolve().parents[2]
    literal = re.compile(rf'"((?:{"|".join(rules.CAPABILITIES)})\.[a-z_]+\.[a-z_]+)"')
    verbs = {
        verb
        for path in sources.glob("*/*/actions*/**/*.py")
        for verb in literal.findall(path.read_text())
    } | {
        verb
        for path in sources.glob("*/*/actions.py")
        for verb in literal.findall(path.read_text())
    }
    assert sorted(verbs - set(rules.DEEDS)) == []
    assert {verb.partition(".")[0] for verb in rules.DEEDS} <= set(rules.CAPABILITIES)

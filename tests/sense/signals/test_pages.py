"""Pages for staff: who sees what, what is shown, what is kept from whom."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Forgetting
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import ApiKey, Decision, Signal, Suggestion
from sejuk.sense.signals.queries.locking import grades_of
from sejuk.sense.signals.rules import Aspect, Kind, SignalState
from tests.builders import NOON, VILLAGE, a_seal, a_signal, a_user, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
INBOX = reverse("signals:inbox")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REASON = "Dijelaskan kepala desa kepada warga."
XSS = "<script>alert('x')</script><img src=x onerror=alert(1)>"


def signed_in(*roles: Role, area_code: str = "16.01", username: str = "") -> Client:
    client = Client()
    user = a_user(*roles, area_code=area_code, username=username)
    # Without a second factor some roles are led to set one up.
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on 19 November 2024, WIB."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()


def listed(client: Client, **asked: str) -> list[int]:
    answer = client.get(INBOX, asked)
    assert answer.status_code == 200
    return [row.id for row in answer.context["page"].rows]


def test_the_inbox_puts_what_happens_now_before_what_may_come():
    old = a_signal(heard_at=NOON - timedelta(days=3), severity=2)
    new = a_signal(heard_at=NOON - timedelta(hours=1), severity=2)
    grave = a_signal(severity=4)
    actual = a_signal(severity=1, rung="GN")
    a_signal(state="settled", state_reason=REASON, state_changed_at=NOON)

    assert listed(signed_in(Role.OPERATOR)) == [actual.pk, grave.pk, old.pk, new.pk]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "logistik"}, ["b"]),
        ({"form": "incident"}, ["c"]),
        ({"rung": "GN"}, ["c"]),
        ({"severity": "3"}, ["c"]),
        ({"status": "settled"}, ["d"]),
        ({"status": "all"}, ["a", "b", "c", "d"]),
        ({"whose": "overdue"}, ["b"]),
        ({"overdue": "on", "whose": "free", "kind": "rumor"}, []),
        ({"channel": "sms"}, ["c"]),
        ({"channel": "sms", "form": "report"}, []),
        ({"since": "2024-11-19"}, ["a", "c"]),
        ({"until": "2024-11-18"}, ["b"]),
        ({"since": "2024-11-10", "until": "2024-11-10"}, ["b"]),
        ({"suggested": "on"}, ["a"]),
        ({"whose": "others"}, []),
        ({"hand": "999999"}, []),
        ({"area": "16.01.08", "status": "all"}, ["a", "b", "c", "d"]),
        ({"hand": "x", "since": "19/11", "size": "7"}, ["a", "b", "c"]),
        ({"whose": "free"}, ["a", "b", "c"]),
        ({"whose": "mine"}, []),
        ({"q": "gudang"}, ["a"]),
        ({"q": '"tidak ada kata ini"'}, []),
        ({"area": "16.01.08.2001"}, ["c"]),
        ({"area": "Desa 2001, Pengandonan (16.01.08.2001)"}, ["c"]),
        ({"area": "Atlantis"}, []),
        ({"kind": "'; DROP TABLE", "severity": "9"}, ["a", "b", "c"]),
    ],
    ids=str,
)
def test_the_inbox_shows_what_is_asked_for(asked, expected):
    names = {
        a_signal(text="Surat suara di gudang dicoblos").pk: "a",
        a_signal(kind="logistik", heard_at=NOON - timedelta(days=9)).pk: "b",
        a_signal(
            form="incident", rung="GN", severity=3, area_code="16.01.08.2001", channel="sms"
        ).pk: "c",
        a_signal(state="settled", state_reason=REASON, state_changed_at=NOON).pk: "d",
    }
    for number, decided in zip(names, (False, True), strict=False):
        suggest(number, decided=decided)

    page = signed_in(Role.OPERATOR).get(INBOX, asked).context
    assert sorted(names[row.id] for row in page["page"].rows) == expected
    assert page["matching"] == len(expected)


def suggest(number: int, *, decided: bool) -> None:
    """Let the machine suggest a kind; where it is decided, somebody has decided about it."""
    known = {"signal_id": number, "aspect": Aspect.KIND}
    suggestion = Suggestion.objects.create(
        **known, value="sara", probability=0.7, engine="rules", made_at=NOON
    )
    if decided:
        Decision.objects.create(
            **known, suggestion=suggestion, after="logistik", by="alya", at=NOON
        )


def test_each_filter_is_a_chip_and_the_address_without_it_keeps_the_others():
    alya = a_user(Role.OPERATOR, username="alya")
    a_signal(state="taken", taken_by=alya, taken_until=NOON + timedelta(hours=1))
    client = signed_in(Role.OPERATOR)
    asked = {"kind": "rumor", "hand": str(alya.pk), "q": "a&b=c", "since": "2024-11-01"}

    page = client.get(INBOX, asked | {"severity": "9", "after": "1.2.3"}).context
    shown = {chip.name: chip for chip in page["chips"]}
    assert {name: chip.value for name, chip in shown.items()} == {
        "Jenis": "Rumor",
        "Ditangani oleh": "alya",
        "Kata dicari": "a&b=c",
        "Diterima sejak": "1 November 2024",
    }
    assert dict(parse_qsl(page["form"].address)) == asked
    without = dict(parse_qsl(shown["Jenis"].without))
    assert without == {name: value for name, value in asked.items() if name != "kind"}
    [only] = client.get(INBOX, {"q": "kabar"}).context["chips"]
    assert only.without == "status=open"


def test_pages_of_the_inbox_follow_each_other_without_gap_or_repetition():
    an_area()
    Signal.objects.bulk_create(
        Signal(
            form="report",
            kind="rumor",
            channel="web",
            text=f"Kabar {number}",
            area_id=VILLAGE,
            heard_at=NOON - timedelta(days=1),
            received_at=NOON - timedelta(minutes=number // 4),
            created_by="resident",
            entered_by="resident",
            severity=1 + number % 2,
        )
        for number in range(60)
    )
    client = signed_in(Role.OPERATOR)
    for status in ("open", "all"):
        seen, after = [], ""
        while True:
            page = client.get(INBOX, {"status": status, "after": after}).context["page"]
            seen += [row.id for row in page.rows]
            after = page.next_mark
            if not after:
                break
        assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("after", ["x", "1.2", "9" * 40 + ".1.1", "1.9999999999999999.1", "-1.2.3"])
def test_a_mark_that_is_none_begins_at_the_beginning_or_shows_nothing(after):
    a_signal()
    assert len(listed(signed_in(Role.OPERATOR), after=after)) <= 1


def test_the_inbox_asks_few_questions(django_assert_max_num_queries):
    for number in range(30):
        a_signal(area_code=f"16.01.08.20{number:02}")
    client = signed_in(Role.OPERATOR)
    # session, user, roles, second factor, operation, areas found, totals, page, labels, stages
    with django_assert_max_num_queries(12):
        client.get(INBOX)


def test_htmx_gets_the_rows_alone():
    a_signal()
    answer = signed_in(Role.OPERATOR).get(INBOX, headers={"HX-Request": "true"})

    assert b"<table" in answer.content
    assert b"<html" not in answer.content


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.VILLAGE_OFFICER, {"rumor", "logistik", "intimidasi"}),
        (Role.PUBLIC_RELATIONS, {"rumor"}),
        (Role.PARTNER, {"logistik"}),
    ],
)
def test_each_role_reads_its_own_kinds(role, kinds):
    for kind in (Kind.RUMOUR, Kind.LOGISTICS, Kind.INTIMIDATION, Kind.OFFICIAL_NEUTRALITY):
        a_signal(kind=kind)
    client = signed_in(role)
    rows = listed(client)

    assert set(Signal.objects.filter(pk__in=rows).values_list("kind", flat=True)) == kinds
    hidden = Signal.objects.exclude(kind__in=kinds).first()
    assert client.get(reverse("signals:signal", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.GUARD, Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_others_read_no_signal(role):
    signal = a_signal()
    client = signed_in(role)

    assert client.get(INBOX).status_code == 403
    assert client.get(reverse("signals:signal", args=[signal.pk])).status_code == 403


def test_what_lies_outside_ones_area_is_not_there():
    signal = a_signal()
    client = signed_in(Role.OPERATOR, area_code="16.01.09")

    assert listed(client) == []
    assert client.get(reverse("signals:signal", args=[signal.pk])).status_code == 404
    taken = client.post(reverse("signals:move", args=[signal.pk, "ambil"]))
    assert taken.status_code == 404


def test_the_page_of_a_signal_escapes_its_text():
    signal = a_signal(text=XSS, created_by=XSS)
    page = signed_in(Role.OPERATOR).get(reverse("signals:signal", args=[signal.pk]))

    assert b"&lt;script&gt;" in page.content
    assert b"<script>alert" not in page.content
    assert b"<img src=x" not in page.content


def test_a_sign_that_turns_the_text_is_shown_in_the_inbox_and_on_the_page():
    signal = a_signal(text="Massa naik\u202e turun")
    desk = signed_in(Role.OPERATOR)
    for address in (reverse("signals:inbox"), reverse("signals:signal", args=[signal.pk])):
        assert "naik[U+202E] turun" in desk.get(address).content.decode()


def test_a_signal_is_taken_graded_and_settled_by_its_forms():
    signal = a_signal()
    client = signed_in(Role.OPERATOR)

    def post(deed: str, **said: str) -> int:
        return client.post(reverse("signals:move", args=[signal.pk, deed]), said).status_code

    grades = {"source_grade": "B", "content_grade": "2", "severity": "3", "rung": "AG"}
    assert post("ambil") == 302
    seen = grades_of(signal).word
    assert post("nilai", **grades, kind="rumor", cluster="surat-suara", seen=seen) == 302
    assert post("selesai", reason="") == 422
    assert post("selesai", reason="ya") == 409
    assert post("selesai", reason=REASON) == 302
    assert post("hapus") == 404
    signal.refresh_from_db()
    assert (signal.state, signal.content_grade) == (SignalState.SETTLED, "2")
    history = client.get(reverse("signals:signal", args=[signal.pk])).context["page"].steps
    assert [step.reason for step in history] == [REASON, "", ""]


def moves_offered(client: Client, signal: Signal) -> list[str]:
    page = client.get(reverse("signals:signal", args=[signal.pk]))
    return [move.deed for move in page.context["moves"]]


def test_the_page_offers_what_the_rules_allow(monkeypatch):
    signal = a_signal()
    holder, other = signed_in(Role.OPERATOR), signed_in(Role.OPERATOR)
    head, officer = signed_in(Role.OPS_HEAD), signed_in(Role.VILLAGE_OFFICER)

    assert moves_offered(other, signal) == ["ambil", "nilai"]
    assert moves_offered(officer, signal) == []
    holder.post(reverse("signals:move", args=[signal.pk, "ambil"]))
    assert "selesai" in moves_offered(holder, signal)
    assert moves_offered(other, signal) == []
    assert moves_offered(head, signal) == ["lepas"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(hours=5))
    assert moves_offered(other, signal) == ["ambil", "lepas"]
    assert "selesai" in moves_offered(holder, signal)


def test_who_comes_too_late_to_take_a_signal_is_not_offered_it_again():
    signal = a_signal()
    move = reverse("signals:move", args=[signal.pk, "ambil"])
    signed_in(Role.OPERATOR).post(move)

    late = signed_in(Role.OPERATOR).post(move)
    assert late.status_code == 409
    form = late.content.partition(f'action="{move}"'.encode())[2].partition(b"</form>")[0]
    assert b'role="alert"' in form
    assert b"<button" not in form


def test_a_refused_move_shows_why_and_keeps_what_was_typed():
    signal = a_signal()
    client = signed_in(Role.OPERATOR)
    client.post(reverse("signals:move", args=[signal.pk, "ambil"]))

    answer = client.post(
        reverse("signals:move", args=[signal.pk, "rujuk"]),
        {"to": "bawaslu", "number": "B/1", "on": "2024-12-24", "reason": REASON},
    )
    assert answer.status_code == 409
    assert REASON.encode() in answer.content
    assert answer.context["moves"][2].form.errors["on"]


def test_staff_write_a_signal_down_once_however_often_it_is_sent():
    an_area(VILLAGE, "Ujanmas")
    client = signed_in(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    said = {
        "token": "t1",
        "form": "observation",
        "kind": "logistik",
        "text": "Jalan ke TPS 3 putus.",
        "area": "Ujanmas",
        "heard_at": "2024-11-19T09:00",
        "channel": "visit",
        "created_by": "Bhabinkamtibmas",
        "origin": "discovered",
        "severity": "2",
        "rung": "PG",
        "source_grade": "A",
        "content_grade": "1",
        "name": "Siti",
        "reach": "0812",
    }
    first = client.post(reverse("signals:enter"), said)
    second = client.post(reverse("signals:enter"), said)

    assert first.url == second.url
    signal = Signal.objects.get()
    assert (signal.area_id, signal.created_by) == (VILLAGE, "Bhabinkamtibmas")
    assert signal.seal_id
    wrong = client.post(reverse("signals:enter"), said | {"token": "t2", "area": "Atlantis"})
    assert wrong.status_code == 422
    assert b"Jalan ke TPS 3 putus." in wrong.content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_what_is_filtered_and_no_formula(kind):
    a_signal(text='=HYPERLINK("http://x","klik")', created_by="+62 warga")
    a_signal(kind="logistik")
    client = signed_in(Role.OPERATOR)

    answer = client.get(reverse("signals:export", args=[kind]), {"kind": "rumor"})
    assert answer.status_code == 200
    assert Entry.objects.latest("sequence").detail == {"signals": 1, "file": kind}
    content = answer.getvalue()
    if kind == "csv":
        header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        assert len(header) == len(row)
        assert row[9].startswith("'=HYPERLINK")
        assert row[8].startswith("'+62")


def test_the_export_names_a_resident_in_the_language_of_the_reader():
    a_signal(created_by="resident")
    answer = signed_in(Role.OPERATOR).get(reverse("signals:export", args=["csv"]))
    _, row = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert row[8] == "Warga"


def test_only_the_desk_exports():
    url = reverse("signals:export", args=["csv"])
    assert signed_in(Role.VILLAGE_OFFICER).get(url).status_code == 403


def test_the_page_says_that_a_contact_is_sealed_or_deleted_and_no_more():
    signal = a_signal()
    seal_id = a_seal(about=f"signals.signal:{signal.pk}")
    Signal.objects.update(seal=seal_id)
    page = reverse("signals:signal", args=[signal.pk])

    at_desk = signed_in(Role.OPERATOR).get(page)
    assert at_desk.context["page"].has_sealed_contact
    assert b"Siti" not in at_desk.content
    assert not signed_in(Role.VILLAGE_OFFICER).get(page).context["page"].has_sealed_contact

    custody.forget_seal(seal_id=seal_id, why=Forgetting.REQUEST, actor=Actor.resident(), now=NOON)
    forgotten = signed_in(Role.OPERATOR).get(page)
    assert not forgotten.context["page"].has_sealed_contact
    assert "Kontak dihapus" in forgotten.content.decode()


def test_the_administrator_makes_and_revokes_keys():
    client = signed_in(Role.ADMINISTRATOR)
    url = reverse("signals:keys")
    made = client.post(url, {"name": "gerbang-wa", "area": "16.01"})
    key = made.context["fresh"]

    assert key.encode() in made.content
    assert key.encode() not in client.get(url).content
    row = ApiKey.objects.get()
    assert key not in row.key_hash
    assert client.post(url, {"name": "gerbang-wa", "area": "16.01"}).context["form"].errors
    assert client.post(url, {"name": "lain", "area": "99"}).context["form"].errors
    assert client.post(reverse("signals:revoke_key", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at == NOON


def test_signed_out_people_are_led_to_the_sign_in():
    assert Client().get(INBOX).status_code == 302
    assert actions.forget_networks(actor=an_actor(Role.OPERATOR), now=NOON) == 0

"""The desk shows a matter; who reports the same sees it first, and follows it or sends anyway."""

import re
from datetime import timedelta
from gzip import compress
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Contestant
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.actions import place_signal, receive_once
from sejuk.sense.signals.actions import portal as actions
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.models import Following, PublicMatter, Signal
from sejuk.sense.signals.queries import portal
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.web import receipt_token
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor, an_area, an_operation
from tests.sense.signals.test_receiving import a_new_signal

pytestmark = pytest.mark.django_db
REPORT, STATUS = reverse("signals:report"), reverse("signals:receipt")
TITLE = "Surat suara rusak di kotak"
TEXT = "pak ada surat suara yang rusak di dalam kotak tps kami"


@pytest.fixture(autouse=True)
def operation(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_area(VILLAGE, "Ujanmas")
    return an_operation()


def an_operator():
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


def a_matter(**columns: object) -> PublicMatter:
    values = {"text": "kotak dibuka, ini nama saya Rahma", "kind": Kind.LOGISTICS} | columns
    signal = a_signal(**values)
    return actions.release_matter(signal_id=signal.pk, title=TITLE, actor=an_operator(), now=NOON)


def a_form(**said: str) -> dict[str, str]:
    return {"token": receipt_token(), "text": TEXT, "area": "Ujanmas", "name": "Siti"} | said


def digits_in(answer) -> str:
    [digits] = re.findall(r"\d{4} \d{4} \d{4} \d{4}", answer.content.decode())
    return digits


def test_what_is_known_is_shown_first_followed_once_or_sent_anyway():
    matter, client = a_matter(), Client()
    shown = client.post(REPORT, a_form())
    page = shown.content.decode()
    assert (shown.status_code, [one.id for one in shown.context["known"]]) == (200, [matter.pk])
    assert TITLE in page
    assert "Rahma" not in page, "never another's text"
    assert TEXT in page
    assert "Siti" in page, "nothing typed is lost"
    assert Signal.objects.count() == 1

    follow, token = reverse("signals:follow", args=[matter.pk]), {"token": shown.context["token"]}
    first, second = client.post(follow, token), client.post(follow, token)
    assert first.status_code == 201
    assert digits_in(first) == digits_in(second)
    assert Following.objects.count() == 1
    status = client.post(STATUS, {"receipt": digits_in(first)})
    found = status.context["found"]
    assert "ikuti" in str(found.heading)
    assert (found.next_step_by, found.changed_at) == (None, None), "not when another told it"

    sent = client.post(REPORT, a_form(token=token["token"], anyway="1"))
    assert sent.status_code == 201
    assert digits_in(sent) != digits_in(first)
    assert Signal.objects.count() == 2

    signal_id = matter.signal_id
    actions.withdraw_matter(
        signal_id=signal_id, reason="Ternyata keliru.", actor=an_operator(), now=NOON
    )
    gone = client.post(STATUS, {"receipt": digits_in(first)}).context["found"]
    assert gone.is_closed
    assert client.post(follow, token).status_code == 404
    assert client.post(REPORT, a_form()).status_code == 201


def test_a_signal_that_is_moved_is_shown_no_more_and_its_seals_go_along():
    elsewhere = an_area("16.01.12.2003", "Gunung Meraksa").code
    matter = a_matter()
    contact = Contact("Siti", "0812 3456 7890")
    reported = {"receipt_digits": "1" * 16, "actor": Actor.resident(), "now": NOON}
    told = receive_once(new=a_new_signal(), contact=contact, **reported).signal
    for number in (matter.signal_id, told.pk):
        place_signal(signal_id=number, area_code=elsewhere, actor=an_operator(), now=NOON)

    matter.refresh_from_db()
    assert (matter.withdrawn_at, bool(matter.withdrawn_why)) == (NOON, True)
    asked = {"kind": Kind.LOGISTICS, "now": NOON}
    assert portal.matters_alike(TEXT, area_code=VILLAGE, **asked) == ()
    assert Sealed.objects.get().area_id == elsewhere
    # Graded otherwise, it is shown as what it is now.
    again = a_matter()
    Signal.objects.filter(pk=again.signal_id).update(kind=Kind.SERVICE)
    [shown] = portal.matters_alike(TEXT, area_code=VILLAGE, **asked)
    assert shown.kind == "Pelayanan publik"


@pytest.mark.parametrize(
    "columns",
    [
        {"area_code": "16.01.09.2001"},
        {"heard_at": NOON - timedelta(days=15)},
    ],
    ids=["another kecamatan", "older than two weeks"],
)
def test_what_is_far_or_old_is_not_shown(columns):
    matter = a_matter(**columns)
    assert portal.matters_alike(TEXT, area_code=VILLAGE, kind=Kind.LOGISTICS, now=NOON) == ()
    if matter.day < (NOON - timedelta(days=14)).date():
        with pytest.raises(NotYours):
            portal.matter_to_follow(matter.pk, now=NOON)


def test_the_same_kind_in_the_same_kecamatan_is_shown_without_a_word_in_common():
    matter = a_matter()
    asked = {"area_code": VILLAGE, "now": NOON}
    found = portal.matters_alike("listrik mati sejak tadi", kind=Kind.LOGISTICS, **asked)
    assert [one.id for one in found] == [matter.pk]
    assert portal.matters_alike("listrik mati sejak tadi", kind=Kind.SERVICE, **asked) == ()
    Signal.objects.update(kind=Kind.INTIMIDATION)
    assert portal.matters_alike(TEXT, kind=Kind.LOGISTICS, **asked) == (), "graded otherwise since"


def test_who_asks_for_each_village_and_day_learns_neither_village_nor_day():
    a_matter()
    an_area("16.01.08.2099", "Sebelah")
    told = [
        portal.matters_alike(text, area_code=code, kind=kind, now=now)
        for text in (TEXT, "listrik mati sejak tadi")
        for kind in (Kind.LOGISTICS, Kind.OTHER)
        for now in (NOON, NOON + timedelta(days=1))
        for code in (VILLAGE, "16.01.08.2099")
    ]
    assert told[0][0].monday == NOON.date() - timedelta(days=NOON.weekday())
    for here, there in zip(told[::2], told[1::2], strict=True):
        assert here == there
    assert "Ujanmas" not in str(told)


@pytest.mark.parametrize(
    ("title", "where"),
    [
        ("", "title"),
        ("x" * 121, "title"),
        ("Dua\nbaris", "title"),
        ("Pak Tarmuji membuka kotak suara", "title"),
        ("Hubungi 0812-3456-7890", "title"),
        ("Coblos nomor 2", "title"),
        ("Ridwan Effendi datang ke TPS", "title"),
        ("Kotak dibuka ini nama saya dulu", "title"),
    ],
)
def test_a_title_is_short_neutral_nobodys_and_not_the_reporters(operation, title, where):
    names = ["Ridwan Effendi"]
    Contestant.objects.create(
        operation=operation, contest="Bupati", number=2, names=names, entered_at=NOON
    )
    signal = a_signal(text="kotak dibuka, ini nama saya Rahma", kind=Kind.LOGISTICS)
    with pytest.raises(Refused) as refused:
        actions.release_matter(signal_id=signal.pk, title=title, actor=an_operator(), now=NOON)
    assert refused.value.values["where"] == where
    assert not PublicMatter.objects.exists()


@pytest.mark.parametrize("kind", [Kind.SARA_PROVOCATION, Kind.INTIMIDATION])
def test_who_is_afraid_of_whom_is_never_shown(kind):
    with pytest.raises(Refused):
        a_matter(kind=kind)


def test_the_desk_shows_and_withdraws_on_the_page_of_the_signal():
    signal, client = a_signal(kind=Kind.LOGISTICS), Client()
    client.force_login(a_user(Role.OPERATOR))
    page = reverse("signals:publish", args=[signal.pk])
    assert client.post(page, {"title": "Pak Budi rusak"}).status_code == 422
    assert client.post(page, {"title": TITLE}).status_code == 302
    assert TITLE in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Sudah jelas keliru."}).status_code == 302
    verbs = [one.rpartition(".")[2] for one in Entry.objects.values_list("verb", flat=True)]
    assert verbs.count("shown") == verbs.count("hidden") == 1


def test_a_public_form_takes_no_cookie_and_only_what_comes_from_our_own_pages():
    client = Client(enforce_csrf_checks=True)
    assert client.get(REPORT).cookies == {}
    foreign = ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"})
    for headers in foreign:
        assert client.post(REPORT, a_form(), headers=headers).status_code == 403
    ours = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    sent = client.post(REPORT, a_form(), headers=ours)
    assert (sent.status_code, sent.cookies) == (201, {})


# Of every page for residents: what it and what it links weigh, compressed as a cheap proxy does.
BUDGET = 30_000
LINKED = re.compile(r'(?:src|href)="/static/([^"#]+)')


def test_the_first_load_of_each_public_page_stays_below_30_kilobytes():
    client, matter = Client(), a_matter()
    issued = client.post(REPORT, a_form(anyway="1"))
    digits = digits_in(issued)
    pages = {
        "report": client.get(REPORT),
        "known": client.post(REPORT, a_form()),
        "issued": issued,
        "following": client.post(reverse("signals:follow", args=[matter.pk])),
        "ask": client.get(STATUS),
        "status": client.post(STATUS, {"receipt": digits}),
        "own data": client.get(reverse("signals:own_data")),
        "area": client.get(reverse("signals:area")),
        "counts": client.get(reverse("custody:counts")),
        "check": client.get(reverse("response:search")),
    }
    weights = {}
    for name, page in pages.items():
        assert page.status_code in (200, 201), name
        assert not page.cookies, name
        html = page.content.decode()
        assert "<script>" not in html
        assert " style=" not in html
        files = {finders.find(path) for path in LINKED.findall(html)} - {None}
        weights[name] = len(compress(page.content, 6)) + sum(
            len(compress(Path(path).read_bytes(), 6)) for path in files
        )
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}
    # Without the style sheet no page would be that light: it was found.
    assert min(weights.values()) > 8_000

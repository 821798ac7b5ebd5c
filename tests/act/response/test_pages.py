"""Pages of answers: the desk with its two approvals, and what everybody finds."""

import gzip
import html
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.act.response.models import Answer, Vote
from sejuk.act.response.web.checking import REASONS
from sejuk.engines.neutrality import HitCode
from sejuk.foundation.operations.models import Contestant
from sejuk.kit.actors import Role
from sejuk.sense.signals.models import Attempt
from tests.act.response.saying import (
    WORDS,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
)
from tests.assess.rumours.telling import CLAIM, a_rumour
from tests.builders import NOON, a_user, an_operation, shift_to

pytestmark = pytest.mark.django_db
LOCAL = {"local": "Gudang tetap dikunci, dak diapo-apoi.", "local_language": "palembang"}


@pytest.fixture(autouse=True)
def operation():
    shift = shift_to(NOON + timedelta(hours=1))
    return an_operation(is_demonstration=True, clock_shift_seconds=shift)


def as_one(*roles: Role) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(*roles, area_code="16.01"))
    return client


def a_stranger() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def shown(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_answer_goes_from_the_list_to_the_public_page(operation):
    rumour = a_refuted_rumour()
    dewi, eko = as_one(Role.PUBLIC_RELATIONS), as_one(Role.PUBLIC_RELATIONS)
    assert CLAIM in shown(dewi.get("/jawaban/"))
    write = f"/jawaban/baru/?isu={rumour.pk}"
    assert CLAIM in shown(dewi.get(write))
    said = WORDS | {"token": "t1"} | LOCAL
    unnamed = dewi.post(write, said | {"local_language": ""})
    assert unnamed.status_code == 422
    assert "Say in which language this is." in shown(unnamed)
    tried = dewi.post(write, said | {"title": CLAIM})
    assert tried.status_code == 422
    assert "repeats the claim" in shown(tried)
    assert "contestant" not in shown(tried)
    assert dewi.get(f"/jawaban/isu/{rumour.pk}/").url == write
    url = dewi.post(write, said).url
    assert dewi.get(f"/jawaban/isu/{rumour.pk}/").url == url
    assert dewi.post(write, said).url == url
    assert Answer.objects.count() == 1
    page = shown(dewi.get(url))
    assert "version 1 is not out" in page
    assert 'In Palembang:</strong> <span lang="mui">Gudang tetap' in page
    assert "Nothing was found that is not neutral" in page
    assert dewi.post(f"{url}terbitkan/", {"number": 1}).status_code == 409
    for one in (dewi, eko):
        assert one.post(f"{url}setujui/", {"number": 1}).url == url
    assert as_one(Role.OPERATOR).post(f"{url}setujui/", {"number": 1}).status_code == 403
    assert eko.post(f"{url}terbitkan/", {"number": 1}).url == url
    stranger, everybody = a_stranger(), f"/cek-isu/{Answer.objects.get().pk}/"
    assert WORDS["title"] in shown(stranger.get("/cek-isu/"))
    assert f'lang="mui">{LOCAL["local"]}' in shown(stranger.get(everybody))
    # Who approved it stays on the page for good.
    after = shown(as_one(Role.PUBLIC_RELATIONS).get(url))
    assert after.split("Approved by", 1)[1].split("</p>")[0].count("(") == 2
    # The next version, seen and changed by two at once.
    change = {"version_seen": 1, "change": "Tanggalnya keliru."}
    assert dewi.post(f"{url}ubah/", WORDS | change).url == url
    late = eko.post(f"{url}ubah/", WORDS | change)
    assert "wrote another version meanwhile" in shown(late)
    assert eko.post(f"{url}tarik/", {"reason": ""}).status_code == 422
    assert eko.post(f"{url}tarik/", {"reason": "KPU menarik suratnya."}).url == url
    assert "We withdrew this answer" in shown(stranger.get(everybody))
    assert WORDS["title"] not in shown(stranger.get("/cek-isu/"))


def test_that_a_rumour_is_not_verified_is_said_before_anybody_approves():
    rumour = a_rumour()
    dewi, told = as_one(Role.PUBLIC_RELATIONS), "The rumour is not verified yet."
    write = f"/jawaban/baru/?isu={rumour.pk}"
    assert told in shown(dewi.get(write))
    url = dewi.post(write, WORDS | {"token": "t2"}).url
    page = shown(dewi.get(url))
    assert told in page
    assert f'href="/isu/{rumour.pk}/"' in page


def test_neutrality_is_checked_while_somebody_writes(operation):
    admin = as_one(Role.ADMINISTRATOR)
    paslon = reverse("operations:contestants", args=[operation.pk])
    said = {"contest": "Bupati OKU", "number": 2, "names": "Teguh Rahayu\nTEGUH", "slogans": ""}
    assert admin.post(paslon, said).status_code == 302
    assert "Teguh Rahayu" in shown(admin.get(paslon))
    assert as_one(Role.OPS_HEAD).post(paslon, said).status_code == 422
    humas_page = as_one(Role.PUBLIC_RELATIONS)
    said = {"title": "Gudang dikunci.", "fact": "Teguh Rahayu bekerja baik."}
    told = shown(humas_page.post("/jawaban/periksa/", said))
    assert "1 place is not neutral: see below its field." in told
    # Each place is told below its field, and only there.
    below = {part.split('"')[0]: part for part in told.split('<div id="neutral-')[1:]}
    assert "Name of a contestant: Teguh Rahayu" in below.pop("fact")
    assert "contestant" not in below.pop("title")
    assert "Short for a contestant's name: TEGUH" in html.unescape(
        shown(humas_page.post("/jawaban/periksa/", {"title": "Pilih bu Tegu"}))
    )
    assert set(REASONS) == set(HitCode)
    without_script = humas_page.post(
        "/jawaban/baru/", WORDS | {"token": "t", "advice": "Salam dua jari!", "check": "1"}
    )
    advice = shown(without_script).split('<div id="neutral-advice"')[1]
    assert "finger sign" in advice.split("</ul>")[0].lower()
    assert not Answer.objects.exists()
    remove = reverse("operations:remove_contestant", args=[Contestant.objects.get().pk])
    assert admin.post(remove).status_code == 302
    assert "Nothing was found" in shown(humas_page.post("/jawaban/periksa/", {"fact": "Teguh R"}))


def test_everybody_finds_what_is_so_without_cookie_and_script(django_assert_max_num_queries):
    two = humas("dewi"), humas("eko")
    answer = released(
        an_answer_to(a_refuted_rumour(), actor=two[0], advice="</script><b>Tanya PPS & KPPS."),
        by=two,
    )
    stranger = a_stranger()
    assert WORDS["title"] in shown(stranger.get("/cek-isu/", {"q": "surat suarra dcoblos"}))
    assert "Nothing fits yet" in shown(stranger.get("/cek-isu/", {"q": "harga karet turun"}))
    with django_assert_max_num_queries(8):
        page = stranger.get(f"/cek-isu/{answer.pk}/")
    assert page.cookies == {}
    assert "Vary" not in page.headers or "Cookie" in page.headers["Vary"]
    text = page.content.decode()
    assert re.findall(r"<script[^>]*>", text) == ['<script type="application/ld+json">']
    review = json.loads(re.search(r"ld\+json\">(.*?)</script>", text, re.DOTALL)[1])
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == CLAIM
    assert review["reviewRating"]["ratingValue"] == 1
    assert "<b>Tanya" not in text
    assert len(gzip.compress(page.content)) < 6_000
    assert 'name="language" value="id"' in text
    missing = Client().get("/cek-isu/999/")
    assert missing.status_code == 404
    assert '<a class="button" href="/cek-isu/">' in missing.content.decode()
    feed = stranger.get("/cek-isu/atom.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert WORDS["title"] in feed.content.decode()

    corrected(answer, by=two)
    assert "Corrections" in shown(stranger.get(f"/cek-isu/{answer.pk}/"))
    for _ in range(2):
        stranger.post(f"/cek-isu/{answer.pk}/suara/", {"membantu": "ya"})
    assert Vote.objects.count() == 1
    for _ in range(32):
        # As ten seconds later.
        Attempt.objects.filter(purpose=f"v:{answer.pk}").delete()
        stranger.post(f"/cek-isu/{answer.pk}/suara/", {"membantu": "ya"})
    assert Vote.objects.filter(is_helpful=True).count() == 30
    forged = {"sec-fetch-site": "cross-site"}
    voted = stranger.post(f"/cek-isu/{answer.pk}/suara/", {"membantu": "ya"}, headers=forged)
    assert Vote.objects.count() == 30
    assert voted.cookies == {}

"""Pages of rumours: the board, one rumour with its forms, and what each reader sees of it."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sejuk.assess.rumours import actions
from sejuk.assess.rumours.models import Rumour
from sejuk.assess.rumours.queries import RumourDay, rumour_day
from sejuk.assess.rumours.rules import Priority, Veracity
from sejuk.assess.rumours.web import LAYER
from sejuk.foundation.accounts.models import User
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Actor, Role
from sejuk.kit.layers import Cell
from sejuk.sense.signals.rules import Kind, ReferralTarget
from tests.assess.rumours.telling import (
    CLAIM,
    REASON,
    RESOLUTION,
    a_rumour,
    an_answer,
    decided,
    heard,
    somebody,
    tell,
)
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_area, an_operation, shift_to

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"
ELSEWHERE = "16.01.09.2001"


@pytest.fixture(autouse=True)
def _operation():
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


@pytest.fixture
def alya() -> Actor:
    return somebody(name="alya")


def as_one(*roles: Role, area_code: str = "16.01") -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def shown(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page_of(client: Client, rumour: Rumour) -> str:
    return shown(client.get(reverse("rumours:rumour", args=[rumour.pk])))


def move(client: Client, rumour: Rumour, deed: str, **said: object):
    rumour.refresh_from_db()
    values = {"version_seen": rumour.version} | said
    return client.post(reverse("rumours:move", args=[rumour.pk, deed]), values)


def test_the_board_has_a_column_for_each_state_and_lists_the_rest(alya):
    rumour = a_rumour(
        alya,
        priority=Priority.URGENT,
        first=heard(at=NOON - timedelta(hours=6)),
        now=NOON - timedelta(hours=5),
    )
    a_rumour(alya, claim="Kotak suara dikabarkan hanyut di sungai semalam.")
    desk = as_one(Role.OPERATOR)
    text = shown(desk.get("/isu/"))
    assert text.count("<article") == 2
    assert "To be answered" in text
    assert "Overdue" in text
    assert CLAIM in shown(desk.get("/isu/?lewat=on&kecamatan=16.01.08&q=gudang"))
    assert CLAIM not in shown(desk.get("/isu/?q=hanyut"))
    assert "No rumour here" in shown(desk.get("/isu/?keadaan=closed"))
    assert CLAIM in shown(desk.get("/isu/?keadaan=all&kebenaran=unverified&page=99"))
    assert shown(desk.get("/isu/?keadaan=x&kecamatan=';--")).count("<article") == 2
    assert page_of(desk, rumour).count("Overdue") == 1


def test_a_rumour_is_worked_on_from_its_page(alya):
    rumour, humas = a_rumour(alya), as_one(Role.PUBLIC_RELATIONS)
    url = reverse("rumours:rumour", args=[rumour.pk])
    assert move(humas, rumour, "ambil").url == url
    asked = {"authority": "kpu", "authority_name": "KPU OKU", "question": "Benarkah itu?"}
    assert move(humas, rumour, "tanya", **asked).url == url
    check = rumour.checks.get()
    noting = reverse("rumours:note_answer", args=[rumour.pk, check.pk])
    said = {
        "answer": "Tidak benar.",
        "reference": "https://kpu.example/112",
        "answered_on": "2024-11-19",
    }
    assert humas.post(noting, said | {"answered_on": "2024-11-01"}).status_code == 409
    assert humas.post(noting, said).url == url
    late = humas.post(noting, said | {"answer": "Lain sama sekali."})
    assert "has noted the answer meanwhile" in shown(late)
    unproven = move(humas, rumour, "putuskan", veracity="false", reason=REASON, check_id="")
    assert "needs the answer of a named authority" in shown(unproven)
    # What was typed is still there, and the answer is offered.
    assert REASON in shown(unproven)
    proven = {"veracity": "false", "reason": REASON, "check_id": check.pk}
    assert move(humas, rumour, "putuskan", **proven).url == url
    text = page_of(humas, rumour)
    assert "KPU OKU" in text
    assert 'href="https://kpu.example/112"' in text
    closing = {"resolution": RESOLUTION, "check_id": check.pk}
    assert move(humas, rumour, "tutup", resolution="Beres", check_id=check.pk).status_code == 409
    assert move(humas, rumour, "tutup", **closing).url == url
    assert RESOLUTION in page_of(humas, rumour)
    assert move(humas, rumour, "buka-lagi", reason=REASON).url == url
    assert move(humas, rumour, "hapus").status_code == 404


def test_of_two_at_the_page_the_second_keeps_his_words_and_sees_who_was_first(alya):
    rumour, desk = a_rumour(alya), as_one(Role.OPERATOR)
    said = {"claim": CLAIM + " Begitu kabarnya.", "priority": "low", "version_seen": 1}
    decided(rumour, Veracity.UNVERIFIABLE, actor=alya)
    late = desk.post(reverse("rumours:move", args=[rumour.pk, "ubah"]), said)
    assert late.status_code == 409
    assert "alya has changed this rumour meanwhile" in shown(late)
    assert "Begitu kabarnya." in shown(late)
    # Sent again from that very page it is kept.
    assert 'name="version_seen" value="2"' in shown(late)
    assert move(desk, rumour, "ubah", **said | {"version_seen": 2}).status_code == 302


def test_a_rumour_is_begun_after_its_like_was_shown(alya):
    like = a_rumour(alya)
    desk = as_one(Role.OPERATOR)
    said = {
        "token": "t1", "claim": "Surat suara dikabarkan rusak semua di gudang kabupaten.",
        "priority": "high", "content_type": "false_context", "area": VILLAGE, "place": "warung",
        "heard_at": "2024-11-19T10:00", "channel": "telephone", "told_by": "warga", "words": "",
    }  # fmt: skip
    asked = desk.post("/isu/baru/", said)
    assert "Is it one of these?" in shown(asked)
    assert like.claim in shown(asked)
    assert Rumour.objects.count() == 1
    kept = desk.post("/isu/baru/", said | {"another": "1"})
    assert kept.url == reverse("rumours:rumour", args=[Rumour.objects.latest("pk").pk])
    assert desk.post("/isu/baru/", said | {"another": "1"}).url == kept.url
    loaded = {"another": "1", "token": "t2", "claim": "Hoaks surat suara!"}
    judged = desk.post("/isu/baru/", said | loaded)
    assert "Leave out" in shown(judged)
    unknown = desk.post("/isu/baru/", said | {"area": "Antah Berantah", "token": "t3"})
    assert unknown.status_code == 422
    tell_url = reverse("rumours:tell", args=[like.pk])
    assert desk.get(tell_url).status_code == 200
    assert desk.post(tell_url, said | {"token": "t4"}).status_code == 302
    assert like.sightings.count() == 2


def test_signals_are_linked_by_search_and_from_their_own_page(alya):
    rumour = a_rumour(alya)
    signal = a_signal(text="Ibu-ibu di pasar bilang surat suara sudah dicoblos.")
    other = a_signal(text="Kabarnya surat suara di gudang hilang.", kind=Kind.LOGISTICS)
    desk = as_one(Role.OPERATOR)
    link = reverse("rumours:link", args=[rumour.pk])
    assert "dicoblos" in shown(desk.get(link))
    assert "No signal found" in shown(desk.get(link + "?q=kambing"))
    assert desk.post(link, {"place": "pasar"}).status_code == 409
    assert desk.post(link, {"signals": [signal.pk], "place": "pasar"}).status_code == 302
    assert rumour.sightings.get(signal=signal).place == "pasar"
    card = reverse("rumours:of_signal", args=[signal.pk])
    assert CLAIM in shown(desk.get(card))
    assert "It tells of this one" in shown(desk.get(reverse("rumours:of_signal", args=[other.pk])))
    assert as_one(Role.PUBLIC_RELATIONS).get(
        reverse("rumours:of_signal", args=[other.pk])
    ).status_code == 404  # fmt: skip
    linking = reverse("rumours:link_signal", args=[other.pk, rumour.pk])
    assert desk.post(linking).status_code == 302
    assert desk.post(linking).status_code == 409
    fresh = a_signal(text="Katanya TPS 4 dipindahkan diam-diam ke desa sebelah.")
    begun = {"token": "t", "claim": "TPS 4 dikabarkan dipindahkan ke desa sebelah."}
    begun |= {"priority": "high", "place": "jalan"}
    begin = reverse("rumours:begin_from_signal", args=[fresh.pk])
    assert desk.post(begin, begun | {"claim": ""}).status_code == 422
    assert desk.post(begin, begun).status_code == 302
    assert desk.post(begin, begun).status_code == 302
    assert Rumour.objects.count() == 2


def test_who_covers_a_part_sees_his_part_and_that_there_is_more(alya):
    rumour = a_rumour(alya, first=heard(words="Ada yang bilang begitu di pasar."))
    an_area(ELSEWHERE)
    tell(rumour, heard(ELSEWHERE, words="Di warung ceritanya lain."), actor=alya)
    next_door = as_one(Role.SECTOR_CHIEF, area_code="16.01.09")
    text = page_of(next_door, rumour)
    assert "and 1 sighting outside your area" in text
    assert "Di warung ceritanya lain." in text
    assert "di pasar" not in text
    assert "heard 2 times in 2 places" in text
    assert "What next" not in text
    assert move(next_door, rumour, "ambil").status_code == 409
    stranger = as_one(Role.CHIEF, area_code="16.09")
    assert stranger.get(reverse("rumours:rumour", args=[rumour.pk])).status_code == 404
    sighting = rumour.sightings.get(area=VILLAGE)
    withdraw = reverse("rumours:withdraw", args=[rumour.pk, sighting.pk])
    assert next_door.post(withdraw, {"reason": REASON}).status_code == 404
    assert as_one(Role.OPERATOR).post(withdraw, {"reason": REASON}).status_code == 302


def test_merging_and_splitting_are_looked_at_first(alya):
    first, second = a_rumour(alya), a_rumour(alya, claim="Surat suara dikabarkan sudah dicoblos.")
    tell(first, heard(NEIGHBOUR), actor=alya)
    an_answer(second, actor=alya)
    decided(second, actor=alya)
    desk = as_one(Role.OPERATOR)
    merge = reverse("rumours:merge", args=[first.pk])
    assert second.claim in shown(desk.get(merge))
    assert f'href="?ke={second.pk}"' in shown(desk.get(f"{merge}?ke=dicoblos"))
    assert "No rumour has these words" in shown(desk.get(f"{merge}?ke=banjir"))
    preview = shown(desk.get(f"{merge}?ke={second.pk}"))
    assert "From then on “False” holds" in preview
    assert "There is no rumour" not in preview
    assert desk.get(f"{merge}?ke=999999").status_code == 409
    said = {"ke": second.pk, "reason": REASON, "version_seen": 1, "into_version_seen": 1}
    assert desk.post(merge, said).status_code == 409
    second.refresh_from_db()
    assert desk.post(merge, said | {"into_version_seen": second.version}).status_code == 302
    assert f"/isu/{second.pk}/" in page_of(desk, first)
    assert move(desk, first, "batal-gabung", reason=REASON).status_code == 302
    split = reverse("rumours:split", args=[first.pk])
    [moved] = first.sightings.filter(area=NEIGHBOUR).values_list("pk", flat=True)
    first.refresh_from_db()
    chosen = {"sighting": [moved], "claim": "Kotak suara dikabarkan sudah dibuka orang.",
              "reason": REASON, "version_seen": first.version}  # fmt: skip
    looked = shown(desk.post(split, chosen | {"preview": "1"}))
    assert "1 sighting goes" in looked
    assert "1 sighting stays" in looked
    assert Rumour.objects.count() == 2
    assert desk.post(split, chosen | {"confirm": "1", "claim": "x"}).status_code == 409
    assert desk.post(split, chosen | {"confirm": "1"}).status_code == 302
    assert Rumour.objects.count() == 3


def test_the_map_and_the_page_of_a_village_show_where_it_was_heard(alya):
    rumour = a_rumour(alya)
    an_area(NEIGHBOUR)
    day = timezone.localdate(NOON)

    def cell(area_code: str, days: int = 0) -> Cell:
        with override("en"):
            picture = LAYER.look(alya, day + timedelta(days=days), NOON + timedelta(days=30))
        return picture.cells[area_code]

    assert (cell(VILLAGE).step, cell(VILLAGE).words) == (1, "1 rumour, 1 unanswered")
    assert cell(NEIGHBOUR).step is cell(VILLAGE, -1).step is cell(VILLAGE, 8).step is None
    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)
    actions.mark_answered(rumour_id=rumour.pk, reason=REASON, version_seen=2, actor=alya, now=NOON)
    assert cell(VILLAGE).step == 0
    desk = as_one(Role.OPERATOR)
    assert CLAIM in shown(desk.get(f"/isu/desa/{VILLAGE}/"))
    assert "No rumour was heard" in shown(desk.get(f"/isu/desa/{NEIGHBOUR}/"))
    counted = rumour_day(("16.01",), day, NOON)
    assert counted == RumourDay(begun=1, heard=1, decided=1, closed=0, open=1, overdue=0, false=1)


def test_a_referred_matter_shows_by_when_others_must_act(alya):
    rumour = a_rumour(alya)
    day = timezone.localdate(NOON)
    for to in (ReferralTarget.BAWASLU, ReferralTarget.GAKKUMDU, ReferralTarget.RESKRIM):
        actions.refer_matter(
            rumour_id=rumour.pk, to=to, number="R/12/XI/2024", on=day, known_on=day,
            reason=REASON, actor=alya, now=NOON,
        )  # fmt: skip
    text = page_of(as_one(Role.OPERATOR), rumour)
    assert "Referred to Sentra Gakkumdu" in text
    assert "14 working days" in text
    assert text.count("By when others must act") == 4
    assert rumour.steps.filter(deed="referred").count() == 3
    # Who only hears it in his village, or works next door, reads no letters to the police.
    an_area(ELSEWHERE)
    tell(rumour, heard(ELSEWHERE), actor=alya)
    assert "R/12/XI/2024" in text
    for reader in (
        as_one(Role.VILLAGE_OFFICER, area_code=VILLAGE),
        as_one(Role.SECTOR_CHIEF, area_code="16.01.09"),
    ):
        assert CLAIM in (seen := page_of(reader, rumour))
        assert "R/12/XI/2024" not in seen
        assert REASON not in seen


def test_what_waits_stands_at_the_command_post_with_the_second_person_by_name(alya):
    User.objects.filter(pk=a_user(Role.OPS_HEAD).pk).update(display_name="Dewi Anggraini")
    late = a_rumour(alya, priority=Priority.URGENT)
    an_answer(late, actor=alya)
    decided(late, actor=alya)
    a_rumour(alya)
    desk = as_one(Role.OPERATOR)
    assert "1 to be answered" in (seen := shown(desk.get("/isu/posko/")))
    assert "overdue" not in seen.lower()
    actions.mind_deadlines(actor=Actor.system("rumours"), now=NOON + timedelta(hours=5))
    ahead = F("clock_shift_seconds") + 9 * 3600 + 60
    Operation.objects.update(clock_shift_seconds=ahead)
    seen = shown(desk.get("/isu/posko/"))
    assert "1 overdue" in seen
    assert "(Kabag Ops) (Dewi Anggraini), answer by" in seen
    for address in ("/isu/", "/isu/?lewat=on&keadaan=all", f"/isu/{late.pk}/"):
        assert "Dewi Anggraini" in shown(desk.get(address)), address
    assert as_one(Role.PARTNER).get("/isu/posko/").content == b""


def test_the_board_goes_out_as_files_without_who_told_it(alya):
    rumour = a_rumour(alya, first=heard(told_by="warga pasar", words="Kata orang, =cmd()"))
    a_rumour(alya)
    desk = as_one(Role.OPERATOR)
    text = b"".join(desk.get("/isu/unduh.csv?q=gudang").streaming_content).decode()
    assert text.count(CLAIM) == 2
    text = b"".join(desk.get("/isu/sebaran.csv").streaming_content).decode()
    assert "Market" in text
    assert VILLAGE in text
    assert "warga pasar" not in text
    assert "alya" not in text
    assert desk.get("/isu/sebaran.xlsx").status_code == 200
    assert desk.get("/isu/unduh.pdf").status_code == 404
    assert as_one(Role.VILLAGE_OFFICER, area_code=VILLAGE).get("/isu/unduh.csv").status_code == 403
    entries = Entry.objects.filter(
        verb__in=["rumours.board.exported", "rumours.sightings.exported"]
    )
    assert [one.detail["rows"] for one in entries.order_by("sequence")] == [2, 2, 2]
    assert rumour.pk

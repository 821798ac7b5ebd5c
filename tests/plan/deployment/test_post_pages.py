"""What a post needs: inherited from operation to kind to post, by stage, and said so."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.plan.deployment.models import Need, Pattern, Post, RuleSetting
from sejuk.plan.deployment.queries.needs import needed
from sejuk.plan.deployment.queries.post_pages import spans
from sejuk.plan.deployment.rules import NeedLevel, NeedLine, Posture, SeatRole, inherited
from tests.builders import a_need, a_person, a_post, a_user, an_operation

LEVELS = {"op": NeedLevel.OPERATION, "kind": NeedLevel.KIND, "post": NeedLevel.POST}


def line(written: str) -> NeedLine:
    """Read "kind kampanye malam 10": level, stage, shift ("-" is all), count."""
    level, stage, band, count = written.split()
    return NeedLine(
        need_id=0, level=LEVELS[level], stage_code=stage.strip("-"), band_code=band.strip("-"),
        posture=Posture.OVERT, role=SeatRole.MEMBER, qualification="", organisation="",
        is_woman=False, by_squad=False, count=int(count), priority=1000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        ("op - - 3", 3),
        ("op - - 3; kind - - 10", 10),
        ("op - - 3; kind - - 10; post - - 12", 12),
        ("kind - - 10; post - - 0", 0),
        ("kind - - 10; kind kampanye - 20", 20),
        ("kind - - 10; kind tenang - 20", 10),
        ("kind - - 10; kind - malam 6", 6),
        ("kind kampanye - 20; kind - malam 6", 20),
        # A post's own line for all stages is narrower than its kind's for one.
        ("kind kampanye malam 20; post - - 4", 4),
        ("op kampanye malam 9; kind - - 2", 2),
    ],
)
def test_the_narrowest_line_holds(lines, holds):
    found = inherited(
        [line(written) for written in lines.split("; ")], stage_code="kampanye", band_code="malam"
    )
    assert [one.line.count for one in found] == [holds]


def test_seats_of_other_people_do_not_hide_each_other():
    woman = NeedLine(**{name: getattr(line("post - - 1"), name) for name in NeedLine.__slots__}
                     | {"is_woman": True})  # fmt: skip
    found = inherited([line("kind - - 9"), woman], stage_code="", band_code="malam")
    assert [(one.line.count, one.line.is_woman) for one in found] == [(9, False), (1, True)]


@pytest.fixture
def operation(db):
    return an_operation(
        starts_on=date(2024, 11, 18), ends_on=date(2024, 11, 30), is_demonstration=True
    )


def signed_in(*roles: Role, **where: str) -> Client:
    client = Client()
    client.force_login(a_user(*roles, **where))

    return client


def test_the_preview_counts_stretches_of_equal_days(operation):
    for _ in range(20):
        a_person()
    post = a_post(ends_on=date(2024, 11, 27))
    a_need(operation, kind=post.kind, count=2)
    a_need(operation, kind=post.kind, stage_code="kampanye", count=4)

    found = spans(needed(operation), operation.starts_on, operation.ends_on, people=20)

    assert [(span.stage, span.first.day, span.last.day, span.seats) for span in found] == [
        ("Kampanye", 18, 23, 12), ("", 24, 27, 6), ("", 28, 30, 0),
    ]  # fmt: skip
    # 12 seats of 8 hours each day of the week on 20 people.
    assert found[0].weekly_hours == pytest.approx(12 * 8 * 7 / 20)


def test_a_post_says_what_it_inherits_from_where(operation):
    post = a_post()
    a_need(operation, kind=post.kind, count=10)
    a_need(operation, post=post, stage_code="kampanye", band_code="malam", count=6)
    client = signed_in(Role.OPERATOR)

    page = client.get(reverse("deployment:post", args=[post.pk]), {"tahap": "kampanye"})
    text = " ".join(page.content.decode().split())
    assert "pos ini, Kampanye, Malam" in text
    assert "menggantikan 10 dari semua pos jenis “Kantor penyelenggara”" in text


@pytest.mark.parametrize("role", [Role.SECTOR_CHIEF, Role.OPERATOR])
def test_covert_seats_are_seen_at_the_desk_alone(operation, role):
    post = a_post(area_code="16.01.08")
    a_need(operation, post=post, count=1)
    a_need(operation, post=post, count=5, posture="covert")
    client = signed_in(role, area_code="16.01.08" if role is Role.SECTOR_CHIEF else "16.01")

    page = client.get(reverse("deployment:post", args=[post.pk])).content.decode()
    listed = client.get(reverse("deployment:posts")).content.decode()

    assert ("Anggota · tertutup" in page) == (role is Role.OPERATOR)
    assert (">18<" in listed, ">3<" in listed) == (
        (True, False) if role is Role.OPERATOR else (False, True)
    )


def test_a_need_is_set_taken_back_and_refused_in_words(operation):
    post = a_post()
    client = signed_in(Role.OPS_HEAD)
    entered = {
        "level": NeedLevel.KIND.value, "count": 10, "role": "leader", "posture": "overt",
        "stage_code": "kampanye", "priority": 5000,
    }  # fmt: skip
    address = reverse("deployment:set_need", args=[post.pk])

    assert client.post(address, entered).status_code == 302
    assert client.post(address, entered | {"count": 12}).status_code == 302
    need = Need.objects.get()
    assert (need.kind, need.post, need.count, need.priority) == (post.kind, None, 12, 5000)
    assert client.post(address, entered | {"count": -1}).status_code == 422
    assert Need.objects.get().count == 12
    client.post(reverse("deployment:drop_need", args=[post.pk, need.pk]))
    assert not Need.objects.exists()
    verbs = [entry.verb for entry in Entry.objects.order_by("sequence")]
    assert verbs == ["deployment.need.set"] * 2 + ["deployment.need.dropped"]


def test_a_rule_is_set_with_a_reason_and_some_stay_hard(operation):
    client = signed_in(Role.CHIEF)
    entered = {"code": "rest", "level": "warn", "amount": 480, "price": 1000, "reason": "Hari H."}
    address = reverse("deployment:rules")

    assert client.post(address, entered).status_code == 302
    assert "Hari H." in client.get(address).content.decode()
    assert client.post(address, entered | {"code": "one_duty"}).status_code == 422
    assert client.post(address, entered | {"reason": "-"}).status_code == 422
    assert signed_in(Role.OPERATOR).post(address, entered).status_code == 422
    setting = RuleSetting.objects.get()
    assert (setting.code, setting.amount) == ("rest", 480)
    client.post(reverse("deployment:reset_rule", args=[setting.pk]))
    assert not RuleSetting.objects.exists()


def test_the_usual_patterns_are_taken_over_once(operation):
    client = signed_in(Role.OPERATOR)
    for _ in range(2):
        client.post(reverse("deployment:take_patterns"))
    assert set(Pattern.objects.values_list("code", flat=True)) == {"3x8", "12-24", "1x24"}
    assert Pattern.objects.get(code="1x24").bands.get().rest_after_minutes == 24 * 60


def test_a_post_is_entered_where_its_area_is_named_and_nothing_typed_is_lost(operation):
    there = a_post()
    client = signed_in(Role.OPERATOR)
    address = reverse("deployment:new_post")
    entered = {"code": "gudang", "name": "Gudang logistik", "kind_id": there.kind_id}

    unknown = client.post(address, entered | {"area_code": "Negeri Antah"})
    assert unknown.status_code == 422
    shown = unknown.content.decode()
    assert "Gudang logistik" in shown and "Negeri Antah" in shown
    assert 'id="id_area_code_error"' in shown and 'data-search-url="' in shown
    kept = client.post(address, entered | {"area_code": there.area.name})
    assert kept.status_code == 302
    assert Post.objects.get(code="gudang").area_id == there.area_id


def test_from_nothing_to_a_post_of_ones_own_pattern(operation):
    client = signed_in(Role.OPERATOR)
    pattern, kind = reverse("deployment:new_pattern"), reverse("deployment:new_kind")
    assert reverse("deployment:patterns") in client.get(kind).content.decode()
    entered = {
        "code": "2x12", "name": "2 x 12 jam", "dinas1-name": "Siang", "dinas1-starts": "07:00",
        "dinas1-hours": "12", "dinas2-name": "Siaga", "dinas2-starts": "19:00",
        "dinas2-hours": "12", "dinas2-counted": "4", "dinas2-rest": "24",
    }  # fmt: skip
    nothing = client.post(pattern, {"code": "kosong", "name": "Kosong"})
    half = client.post(pattern, entered | {"dinas2-hours": ""})
    assert (nothing.status_code, half.status_code) == (422, 422)
    assert 'value="Siang"' in half.content.decode()
    assert not Pattern.objects.exists()

    assert client.post(pattern, entered).status_code == 302
    assert client.post(pattern, entered).status_code == 422
    made = Pattern.objects.get()
    bands = made.bands.order_by("starts")
    assert list(bands.values_list("code", "minutes", "counted_minutes", "rest_after_minutes")) == [
        ("siang", 720, None, 0),
        ("siaga", 720, 240, 1440),
    ]
    page = {"code": "gardu", "name": "Gardu", "pattern_id": made.pk}
    assert client.post(kind, page).status_code == 302
    assert client.post(kind, page).status_code == 422
    assert "Gardu" in client.get(reverse("deployment:new_post")).content.decode()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert verbs == {"deployment.pattern.added", "deployment.kind.added"}

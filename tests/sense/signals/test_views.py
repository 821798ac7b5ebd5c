"""Views of the inbox: one's own, those of colleagues, and the one it opens with."""

import pytest
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import SavedView
from sejuk.sense.signals.queries.views import default_view_of, views_for
from sejuk.sense.signals.rules.views import MOST_VIEWS
from tests.builders import DISTRICT, NOON, an_area, an_operation
from tests.sense.signals.test_moves import an_operator
from tests.sense.signals.test_pages import signed_in

pytestmark = pytest.mark.django_db


def keep(actor: Actor, name: str, shared_in: str | None = None, **said: object) -> SavedView:
    values = {"address": "kind=rumor", "is_default": False} | said
    return actions.save_view(name=name, shared_in=shared_in, actor=actor, now=NOON, **values)


def seen(actor: Actor) -> list[tuple[str, str, bool]]:
    return [(view.name, view.owner, view.is_mine) for view in views_for(actor)]


def test_colleagues_of_the_area_see_a_shared_view_and_whose_it_is_and_nobody_else_does():
    alya, budi = an_operator("alya"), an_operator("budi")
    sector = an_operator("citra", "16.01.08", Role.SECTOR_CHIEF)
    above = an_operator("dewi", "16", Role.CHIEF)
    administrator = an_operator("eka", DISTRICT, Role.ADMINISTRATOR)
    keep(alya, "Rumor")
    keep(alya, "Bersama", DISTRICT)
    keep(sector, "Kecamatan", "16.01.08")

    assert seen(alya) == [
        ("Bersama", "alya", True),
        ("Rumor", "alya", True),
        ("Kecamatan", "citra", False),
    ]
    assert seen(budi) == seen(above) == [("Bersama", "alya", False), ("Kecamatan", "citra", False)]
    assert seen(sector) == [("Kecamatan", "citra", True)]
    assert seen(administrator) == []


def test_only_its_owner_changes_or_removes_a_view():
    alya, budi = an_operator("alya"), an_operator("budi")
    view = keep(alya, "Bersama", DISTRICT)
    said = {"name": "Lain", "is_default": False, "shared_in": None}
    with pytest.raises(NotYours):
        actions.change_view(view_id=view.pk, actor=budi, now=NOON, **said)
    with pytest.raises(NotYours):
        actions.remove_view(view_id=view.pk, actor=budi, now=NOON)

    actions.change_view(view_id=view.pk, actor=alya, now=NOON, **said)
    assert seen(budi) == []
    actions.remove_view(view_id=view.pk, actor=alya, now=NOON)
    assert seen(alya) == []
    assert [entry.verb for entry in Entry.objects.order_by("sequence")] == [
        f"signals.savedview.{deed}" for deed in ("saved", "changed", "removed")
    ]


def test_one_begins_with_one_view_and_names_are_ones_own():
    alya, budi = an_operator("alya"), an_operator("budi")
    keep(alya, "Satu", is_default=True, address="kind=sara")
    second = keep(alya, "Dua", is_default=True, address="q=dicoblos")
    keep(budi, "satu", DISTRICT)

    assert (default_view_of(alya), default_view_of(budi)) == ("q=dicoblos", "")
    with pytest.raises(Refused, match="of this name"):
        keep(alya, " SATU ")
    with pytest.raises(Refused, match="of this name"):
        actions.change_view(
            view_id=second.pk, name="satu", is_default=True, shared_in=None, actor=alya, now=NOON
        )
    assert "dicoblos" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": " "}, "a name"),
        ({"name": "x" * 41}, "at most 40"),
        ({"name": "a\u202eb"}, "control"),
        ({"name": "a\0b"}, "control"),
        ({"shared_in": "16.09"}, "own area"),
        ({"shared_in": ""}, "own area"),
        ({"address": "q=" + "x" * 1_000}, "too long"),
    ],
)
def test_a_view_that_cannot_be_kept_is_refused(said, sentence):
    with pytest.raises(Refused, match=sentence):
        keep(an_operator("alya"), **{"name": "Rumor"} | said)
    assert not SavedView.objects.exists()


def test_nobody_keeps_more_than_he_can_look_through():
    alya = an_operator("alya")
    for number in range(MOST_VIEWS):
        keep(alya, f"Tampilan {number}")
    with pytest.raises(Refused, match="Remove one first"):
        keep(alya, "Satu lagi")


def test_a_view_is_kept_opened_and_found_only_by_who_may(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(DISTRICT)
    client, other = signed_in(Role.OPERATOR), signed_in(Role.PUBLIC_RELATIONS)
    inbox, views = reverse("signals:inbox"), reverse("signals:views")
    said = {"of": "severity=3&kind=rumor&x=<b>", "name": "<b>Rumor", "is_default": "on"}
    assert client.post(views, said | {"shared_in": "in:16.09"}).status_code == 422
    kept = client.post(views, said | {"shared_in": "alone"})
    assert kept.url == f"{inbox}?kind=rumor&severity=3"
    view = SavedView.objects.get()
    page = client.get(inbox)
    assert page.url == kept.url
    shown = client.get(page.url).content.decode()
    assert "&lt;b&gt;Rumor" in shown
    assert client.get(inbox, {"status": "open"}).status_code == 200

    for name in ("view", "change_view", "remove_view"):
        address = reverse(f"signals:{name}", args=[view.pk])
        answer = other.get(address) if name == "view" else other.post(address)
        assert answer.status_code == 404
    change = reverse("signals:change_view", args=[view.pk])
    assert client.post(change, {"name": "", "shared_in": "alone"}).status_code == 422
    assert client.post(change, {"name": "Rumor", "shared_in": "in:16.01"}).status_code == 302
    assert other.get(reverse("signals:view", args=[view.pk])).url == kept.url
    assert view.owner.username in other.get(views).content.decode()
    assert other.post(reverse("signals:remove_view", args=[view.pk])).status_code == 404
    assert client.post(reverse("signals:remove_view", args=[view.pk])).status_code == 302
    assert client.get(inbox).status_code == 200

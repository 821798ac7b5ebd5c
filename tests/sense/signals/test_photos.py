"""A photo comes with a report, is looked at by the desk first, and is seen by others after that."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.models import Enclosure, Sealed
from sejuk.foundation.custody.rules import Forgotten, SealedKind
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions, tasks
from sejuk.sense.signals.models import Attempt, HeldPhoto, Photo, Signal
from sejuk.sense.signals.queries.photos import held
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.rules.photos import MOST_PHOTOS
from sejuk.sense.signals.web import PHOTOS
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_operation
from tests.foundation.custody.test_seals import dump
from tests.sense.signals.test_pages import signed_in
from tests.sense.signals.test_public_pages import REPORT, TEXT, a_form, digits_in

pytestmark = pytest.mark.django_db
WHY = "Operator salah menekan tombol (contoh)."
CORNER = (0, 0, 40, 40)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let it be noon on 19 November 2024, WIB, until a test moves the hands."""
    hands = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands[0])
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    return hands


@pytest.fixture
def operator() -> Actor:
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


def pixels(colour="orange", size=(160, 120)) -> bytes:
    encoded = BytesIO()
    Image.new("RGB", size, colour).save(encoded, "JPEG", comment=b"rumah Siti Rahma")
    return encoded.getvalue()


def a_file(content=None, name="IMG_Siti_Rahma.jpg"):
    return SimpleUploadedFile(name, pixels() if content is None else content, "image/jpeg")


def a_photo(**said) -> Photo:
    answer = Client().post(REPORT, a_form(**said) | {"photos": a_file()})
    assert answer.status_code == 201, answer.context["form"].errors
    return Photo.objects.latest("pk")


def named(photo: Photo) -> dict[str, int]:
    return {"signal_id": photo.signal_id, "number": photo.number}


def address(name: str, photo: Photo) -> str:
    return reverse(f"signals:{name}", args=[photo.signal_id, photo.number])


def check(photo: Photo, actor: Actor, *rectangles, version=1) -> Photo:
    return actions.check_photo(
        **named(photo), version=version, rectangles=rectangles, actor=actor, now=NOON
    )


def corner(jpeg: bytes) -> tuple[int, int, int]:
    with Image.open(BytesIO(jpeg)) as image:
        assert image.format == "JPEG"
        return image.convert("RGB").getpixel((20, 20))


BLACK = (0, 0, 0)


def test_a_photo_comes_with_the_report_and_lies_sealed():
    form = a_form()
    # The same form twice: neither a second report nor a second photo.
    for _ in range(2):
        sent = form | {"photos": [a_file(), a_file(pixels("teal"))]}
        assert Client().post(REPORT, sent).status_code == 201

    assert [photo.number for photo in Signal.objects.get().photos.order_by("number")] == [1, 2]
    assert set(Sealed.objects.values_list("kind", "area_id")) == {(SealedKind.PHOTO, VILLAGE)}
    kept = dump()
    assert "JFIF" not in kept
    assert "Siti" not in kept
    assert "IMG_" not in kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "bukan gambar"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "tangkapan layar"),
        (pixels(size=(1, 1)), "lebih kecil dari 48 piksel"),
        (pixels()[:400], "bukan gambar"),
    ],
    ids=["svg", "heic", "one pixel", "cut"],
)
def test_a_wrong_photo_never_loses_what_was_written(content, words):
    answer = Client().post(REPORT, a_form() | {"photos": [a_file(), a_file(content)]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert TEXT in page
    assert "Foto 2: " in page
    assert words in page
    assert not Signal.objects.exists()
    assert not HeldPhoto.objects.exists()


def test_other_mistakes_never_lose_the_photo(clock):
    client = Client()
    page = client.post(REPORT, a_form(area="Entah") | {"photos": a_file()})
    assert page.status_code == 422
    token = page.context["form"].held.token
    assert token in page.content.decode()
    assert token not in dump()
    assert "Siti" not in dump()
    clock[0] = NOON + timedelta(minutes=59)

    assert client.post(REPORT, a_form(held=token)).status_code == 201
    assert Photo.objects.get().signal == Signal.objects.get()
    assert not HeldPhoto.objects.exists()
    # Spent, and nobody's: another report that names it gets nothing.
    client.post(REPORT, a_form(held=token, text="Laporan lain dari orang lain."))
    client.post(REPORT, a_form(held="x" * 400, text="Laporan ketiga."))
    assert Photo.objects.count() == 1


def test_what_was_never_sent_is_dropped_after_an_hour(clock):
    token = actions.hold_photos(raws=[pixels()], actor=Actor.resident(), now=NOON)
    tasks.drop_held_photos.func(0)
    assert held(token, now=NOON).count == 1
    clock[0] = NOON + timedelta(hours=1)
    assert held(token, now=clock[0]).count == 0
    tasks.drop_held_photos.func(0)
    assert not HeldPhoto.objects.exists()


def test_a_report_that_fails_halfway_leaves_no_byte(monkeypatch):
    token = actions.hold_photos(raws=[pixels()] * 2, actor=Actor.resident(), now=NOON)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("sejuk.sense.signals.actions.receiving.record", killed)
    with pytest.raises(KeyboardInterrupt):
        Client().post(REPORT, a_form(held=token))
    assert not (Signal.objects.exists() or Enclosure.objects.exists() or Sealed.objects.exists())
    # What is held is dropped within the hour, or sent.
    monkeypatch.undo()
    assert held(token, now=NOON).count == 2


def test_too_many_at_once_or_from_one_network_are_refused():
    four = [a_file() for _ in range(MOST_PHOTOS + 1)]
    assert Client().post(REPORT, a_form() | {"photos": four}).status_code == 422
    Client().post(REPORT, a_form() | {"photos": a_file(b"no picture")})
    used = Attempt.objects.filter(purpose=PHOTOS.purpose)
    [first] = used
    Attempt.objects.bulk_create(
        Attempt(network_hash=first.network_hash, purpose=PHOTOS.purpose, at=NOON)
        for _ in range(PHOTOS.times)
    )
    count = used.count()
    answer = Client().post(REPORT, a_form() | {"photos": a_file()})
    assert (answer.status_code, used.count()) == (422, count)
    # Without a photo the report is still taken.
    assert Client().post(REPORT, a_form()).status_code == 201


def test_who_writes_for_others_brings_photos_too():
    client = signed_in(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    page = reverse("signals:enter")
    first = {name: str(value) for name, value in client.get(page).context["form"].initial.items()}
    sent = first | a_form() | {
        "kind": Kind.RUMOUR.value, "heard_at": "2024-11-19T11:00", "created_by": "warga",
        "severity": "1", "rung": "PG", "origin": "reported", "token": "a" * 32,
        "photos": a_file(b"not a picture"),
    }  # fmt: skip
    assert TEXT in client.post(page, sent).content.decode()
    answer = client.post(page, sent | {"photos": a_file()})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Photo.objects.get().number == 1
    # He reads the signal, and not a photo that nobody checked.
    assert "gambar/" not in client.get(answer["Location"]).content.decode()
    assert client.get(address("picture", Photo.objects.get())).status_code == 404


def test_nobody_sees_a_photo_before_the_desk_and_then_only_what_is_not_black(operator):
    photo = a_photo(kind=Kind.SERVICE.value)
    desk, public = signed_in(Role.OPERATOR), signed_in(Role.PUBLIC_RELATIONS)
    elsewhere = signed_in(Role.OPERATOR, area_code="16.02")
    page, picture = address("photo", photo), address("picture", photo)
    assert [one.get(picture).status_code for one in (public, elsewhere, Client())] == [
        404,
        404,
        302,
    ]

    first = desk.get(picture)
    looked = Entry.objects.latest("sequence")
    assert (looked.verb, looked.subject) == (
        "custody.file.shown",
        f"signals.signal:{photo.signal_id}",
    )
    assert first["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Content-Disposition"].startswith("inline; filename=")
    assert "no-store" in first["Cache-Control"]
    for sent in (
        {"version": 1, "rectangles": "", "blacken": "1"},
        {"version": 1, "rectangles": "0 0 40 40", "nothing": "1"},
        {"version": 1, "rectangles": "0 0 40", "blacken": "1"},
        {"version": 1, "rectangles": "900 900 40 40", "blacken": "1"},
    ):
        assert desk.post(page, sent).status_code in (409, 422)
    assert Photo.objects.get().state == "waiting"

    done = desk.post(page, {"version": 1, "rectangles": "0, 0, 40, 40", "blacken": "1"})
    assert done.status_code == 302

    entries = Entry.objects.count()
    assert corner(first.content) != BLACK
    for one in (public, desk):
        assert corner(one.get(picture).content) == BLACK
    assert elsewhere.get(picture).status_code == 404
    assert Entry.objects.count() == entries
    assert picture in public.get(reverse("signals:signal", args=[photo.signal_id])).content.decode()
    # Not for his kind of work, checked or not.
    Signal.objects.update(kind=Kind.OTHER)
    assert public.get(picture).status_code == 404


def test_two_operators_decide_about_what_they_both_saw(operator):
    photo = a_photo()
    check(photo, operator, CORNER)
    with pytest.raises(Refused, match="Somebody else"):
        check(photo, operator)
    photo.refresh_from_db()
    assert photo.version == 2


def test_what_is_black_stays_black_and_only_the_custodian_undoes(operator):
    photo = a_photo()
    check(photo, operator, CORNER)
    check(photo, operator, (80, 80, 8, 8), version=2)
    picture, desk = address("picture", photo), signed_in(Role.OPERATOR)
    assert corner(desk.get(picture).content) == BLACK
    undo = reverse("signals:restore_photo", args=[photo.seal_id])
    assert desk.post(undo, {"reason": WHY}).status_code == 403
    custodian = signed_in(Role.CUSTODIAN)
    assert undo in custodian.get(reverse("custody:seal", args=[photo.seal_id])).content.decode()
    assert custodian.post(undo, {"reason": ""}).status_code == 422
    assert custodian.post(undo, {"reason": WHY}).status_code == 302

    photo.refresh_from_db()
    assert (photo.state, photo.version, photo.shown_id) == ("waiting", 4, None)
    assert corner(desk.get(picture).content) != BLACK
    assert signed_in(Role.PUBLIC_RELATIONS).get(picture).status_code == 404
    assert Enclosure.objects.count() == 1
    assert custodian.post(undo, {"reason": WHY}).status_code == 422


def test_who_reported_takes_his_photos_away_and_has_them_deleted(operator):
    client, page = Client(), reverse("signals:own_data")
    form = a_form(name="Siti Rahma", reach="0812 3456 7890") | {"photos": a_file()}
    asked = {"receipt": digits_in(client.post(REPORT, form)), "contact": "081234567890"}
    check(Photo.objects.get(), operator, CORNER)

    assert client.post(page, asked | {"contact": "0813", "file": "1"}).status_code == 422
    [photo] = client.post(page, asked | {"file": "1"}).json()["photos"]
    # His own, as it came.
    assert corner(base64.b64decode(photo["jpeg"].partition(",")[2])) != BLACK

    assert client.post(page, asked | {"contact": "0813", "delete_photos": "1"}).status_code == 422
    assert Enclosure.objects.count() == 2
    assert client.post(page, asked | {"delete_photos": "1"}).status_code == 302
    assert not Enclosure.objects.exists()
    assert client.post(page, asked | {"delete_photos": "1"}).status_code == 422
    desk, signal = signed_in(Role.OPERATOR), Signal.objects.get()
    assert "Foto 1 telah dihapus" in desk.get(f"/sinyal/{signal.pk}/").content.decode()
    assert client.post(page, asked | {"file": "1"}).json()["photos"] == []


def test_a_photo_kept_long_enough_is_gone_also_for_the_desk(operator):
    photo, machine = a_photo(), Actor.system("custody")
    later = NOON + timedelta(days=91)
    assert custody.forget_expired(kind=SealedKind.PHOTO, actor=machine, now=later) == 1
    assert not Enclosure.objects.exists()
    with pytest.raises(Forgotten):
        check(photo, operator)
    stranger = an_actor(Role.OPERATOR, area_code="16.02", user=a_user(Role.OPERATOR))
    with pytest.raises(NotYours):
        check(photo, stranger)


def test_the_desk_finds_photos_that_wait_without_opening_each_signal(
    operator, django_assert_max_num_queries
):
    waiting, checked, gone = (a_photo(anyway="1") for _ in range(3))
    check(checked, operator, CORNER)
    Sealed.objects.filter(pk=gone.seal_id).update(
        forgotten_at=NOON,
        forgotten_why="expired",
        content=None,
        wrapped_key=None,
        key_id="",
        fingerprint="",
    )
    inbox, asked = reverse("signals:inbox"), {"photos": "on", "status": "all"}
    desk = signed_in(Role.OPERATOR)
    with django_assert_max_num_queries(12):
        page = desk.get(inbox).content.decode()
    assert "Pada 1 sinyal ada foto menunggu pemeriksaan" in page
    assert [row.id for row in desk.get(inbox, asked).context["page"].rows] == [waiting.signal_id]
    # Who may not look at it does not learn that it is there.
    officer = signed_in(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    assert officer.get(inbox, asked).context["page"].rows == ()
    assert "menunggu pemeriksaan" not in officer.get(inbox).content.decode()

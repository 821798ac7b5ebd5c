"""What people ask in their own words is found: what is out, what is verified, what comes later."""

import pytest
from django.test import Client
from django.utils import timezone

from sejuk.act.response.tasks import send
from sejuk.foundation.channels.models import Message
from tests.act.response.saying import a_refuted_rumour, an_answer_to, humas, released
from tests.act.response.test_talking import write
from tests.builders import NOON, an_operation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _operation(monkeypatch):
    an_operation()
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def test_plain_words_find_what_is_on_the_board_and_what_was_asked_before_it():
    two, claim = (humas("dewi"), humas("eko")), "Pemungutan suara dikabarkan diundur satu hari."
    assert "belum kami dengar" in write("CEK pemilu ditunda apa benar", who="628110031")
    assert "belum kami dengar" in write("CEK jadwal ujian sekolah ditunda", who="628110032")
    rumour = a_refuted_rumour(claim=claim)
    assert "jangan diteruskan" in write("CEK coblosan ditunda", who="628110033")
    page = Client().get("/cek-isu/", {"q": "pilkada diundur"})
    assert "Kabar ini sedang diperiksa" in page.text
    assert claim not in page.text
    said = {"title": "Hari memilih tetap Rabu, 27 November 2024."}
    released(an_answer_to(rumour, actor=two[0], **said), by=two)
    send()
    first, _, third = Message.objects.filter(direction="in").order_by("pk")
    got = Message.objects.filter(purpose="answer").values_list("conversation_id", flat=True)
    assert sorted(got) == [first.conversation_id, third.conversation_id]
    answer = Client().get("/cek-isu/", {"q": "pencoblosan diundur"})
    assert said["title"] in answer.text
    nothing = Client().get("/cek-isu/", {"q": "surat undangan tidak ada"})
    assert said["title"] not in nothing.text

"""Few posts of strangers are worked on at once; the rest come back with all that was typed."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Event, Lock

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sejuk.kit.actors import Role
from sejuk.project import admission
from sejuk.project.admission import AT_ONCE, WAITING, Admission
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.views.public import report
from sejuk.sense.signals.web import receipt_token
from tests.builders import VILLAGE, a_user, an_area, an_operation

HIDDEN = re.compile(r'<input type="hidden" name="(.*?)" value="(.*?)">')
WRITTEN = re.compile(r"<textarea[^>]*>\n(.*?)</textarea>", re.DOTALL)
TEXT = 'Jembatan "gantung" <putus>\nsejak subuh.'


def test_few_are_worked_on_some_wait_and_the_rest_are_told_at_once(monkeypatch):
    monkeypatch.setattr(admission, "LONGEST_WAIT", 30.0)
    go_on, lock, at_work, most, refused = Event(), Lock(), 0, 0, Event()
    too_many = 3

    def view(request):
        nonlocal at_work, most
        answer = gate.process_view(request, report)
        if answer is not None:
            refused.set()
            return answer
        with lock:
            at_work += 1
            most = max(most, at_work)
        go_on.wait(30)
        with lock:
            at_work -= 1
        return HttpResponse()

    gate = Admission(view)
    requests = [RequestFactory().post("/lapor/") for _ in range(AT_ONCE + WAITING + too_many)]
    with ThreadPoolExecutor(len(requests)) as threads:
        sent = [threads.submit(gate, request) for request in requests]
        assert refused.wait(30)
        # A page is not a stranger's post: it goes through beside all of them.
        assert gate.process_view(RequestFactory().get("/lapor/"), report) is None
        while sum(one.done() for one in sent) < too_many:
            refused.wait(0.001)
        go_on.set()
    answers = [one.result().status_code for one in sent]
    assert sorted(answers) == [200] * (AT_ONCE + WAITING) + [503] * too_many
    assert most == AT_ONCE
    assert gate(RequestFactory().post("/lapor/")).status_code == 200, "every place is free again"


@pytest.mark.django_db
def test_who_is_not_let_in_sends_all_he_typed_again_and_programs_get_a_sentence(monkeypatch):
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    told = {"token": receipt_token(), "text": TEXT, "area": "Ujanmas", "name": "Siti & Ana",
            "reach": "0812", "anyway": "1", "homepage": ""}  # fmt: skip
    with monkeypatch.context() as full:
        full.setattr(admission, "AT_ONCE", 0)
        full.setattr(admission, "LONGEST_WAIT", 0.0)
        client = Client()
        away = client.post("/lapor/", told)
        program = client.post("/api/v1/signals", "{}", content_type="application/json")
        client.force_login(a_user(Role.OPERATOR))
        assert client.get("/sinyal/").status_code == 200, "the desk works on"
        own = client.post("/api/v1/signals", "{}", content_type="application/json")
        assert own.status_code == 422, "and so does who is signed in"
    assert (away.status_code, program.status_code) == (503, 503)
    assert int(away["Retry-After"]) == int(program["Retry-After"]) > 0
    assert str(program["Retry-After"]) in program.json()["detail"]
    assert not Signal.objects.exists()

    page = away.content.decode()
    kept = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    kept["text"] = unescape(WRITTEN.findall(page)[0])
    assert kept == told
    assert Client().post("/lapor/", kept).status_code == 201

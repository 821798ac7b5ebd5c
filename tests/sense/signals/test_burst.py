"""A burst of reports: who got a receipt is kept once; who is asked to wait keeps his words."""

import re

import pytest
from django.test import Client

from sejuk.sense.signals.models import Receipt, Signal
from sejuk.sense.signals.rules.flood import MOST_A_MINUTE
from sejuk.sense.signals.web import REPORTS
from tests.builders import VILLAGE, an_area, an_operation

CREATED = 201
RECEIPT = re.compile(r"(\d{4} ){3}\d{4}")
TEXT = "Jembatan gantung nomor {} putus sejak subuh, anak sekolah tidak dapat menyeberang."


@pytest.mark.slow
@pytest.mark.django_db
def test_each_report_of_a_burst_is_kept_once_or_told_to_wait():
    an_operation()
    an_area()
    answers = [sent(number, network=number // (REPORTS.times + 5)) for number in range(95)]
    taken = [page.content.decode() for page in answers if page.status_code == CREATED]
    receipts = [found[0] for page in taken if (found := RECEIPT.search(page))]
    turned_away = [number for number, page in enumerate(answers) if page.status_code != CREATED]

    assert len(receipts) == len(set(receipts)) == Signal.objects.count() == Receipt.objects.count()
    # Five of the first network were too many; after the first minute's sixty a flood is noticed.
    assert turned_away[:5] == list(range(REPORTS.times, REPORTS.times + 5))
    assert MOST_A_MINUTE <= len(receipts) < 95 - 5
    kept = set(Signal.objects.values_list("text", flat=True))
    for number in turned_away:
        page = answers[number].content.decode()
        assert TEXT.format(number) not in kept
        assert TEXT.format(number) in page, "his words stand in the form"
        assert 'role="alert"' in page
        assert answers[number].status_code in (403, 422, 429, 503)


def sent(number: int, *, network: int):
    told = {"text": TEXT.format(number), "area": VILLAGE, "kind": "", "anyway": "1"}
    return Client(REMOTE_ADDR=f"10.{network}.0.7").post("/lapor/", told)

"""What a worker knows of two months: the late and the new are found, the gone and the old not."""

from datetime import datetime, timedelta

import pytest

from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import suggesting
from sejuk.sense.signals.queries.suggesting import COMMITTED_WITHIN, heard_in, reader
from sejuk.sense.signals.rules.triage import LOOKS_BACK
from tests.builders import NOON, VILLAGE, a_signal, an_area, an_operation

pytestmark = pytest.mark.django_db
TOLD = "Surat suara di gudang desa Ujanmas basah kena hujan tadi malam."
SOON = NOON + timedelta(minutes=1)
LATER = NOON + COMMITTED_WITHIN + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _ground(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    suggesting._known.cache_clear()


def told_before(signal: Signal, now: datetime) -> list[int]:
    known = reader(now)
    (heard,) = heard_in(Signal.objects.filter(pk=signal.pk))
    return sorted(other.number for other, _ in known.known.before(heard, known.gazetteer))


def committed_later(number: int) -> Signal:
    """Store a signal under a number that was given to it before others came."""
    signal = a_signal(text=TOLD)
    Signal.objects.filter(pk=signal.pk).update(id=number)
    return Signal.objects.get(pk=number)


def given() -> int:
    """Take a number for a transaction that does not end yet."""
    signal = a_signal()
    number = signal.pk
    signal.delete()
    return number


def test_what_is_committed_late_is_found_and_what_comes_is_not_sought_among_all():
    late, very_late, first = given(), given(), a_signal(text=TOLD, received_at=NOON)
    assert told_before(first, NOON) == []
    committed_later(late)
    second = a_signal(text=TOLD)
    assert told_before(second, SOON) == [late, first.pk]

    reader(LATER)
    committed_later(very_late)
    third = a_signal(text=TOLD)
    assert told_before(third, LATER) == [late, first.pk, second.pk]
    # All numbers are compared once a day.
    with_all = [late, very_late, first.pk, second.pk]
    assert told_before(third, NOON + timedelta(days=1)) == with_all


def test_what_is_deleted_is_quoted_to_nobody_and_what_is_old_is_forgotten():
    gone, there, last = (a_signal(text=TOLD) for _ in range(3))
    assert told_before(last, NOON) == [gone.pk, there.pk]
    gone.delete()
    assert told_before(last, NOON) == [there.pk]

    Signal.objects.filter(pk=there.pk).update(received_at=NOON - LOOKS_BACK)
    assert told_before(last, NOON + timedelta(days=2)) == []
    known = reader(NOON + timedelta(days=2)).known
    assert [one.number for one in known._there.values()] == [last.pk]


def test_an_index_with_too_many_empty_rows_is_made_anew_and_answers_as_before(monkeypatch):
    monkeypatch.setattr(suggesting, "TAKEN_AT_ONCE", 2)
    old = [a_signal(text=f"{TOLD} Nomor {number}.") for number in range(5)]
    new = [a_signal(text=TOLD) for _ in range(3)]
    index = reader(NOON).known._index
    Signal.objects.filter(pk__in=[one.pk for one in old]).delete()

    tomorrow = NOON + timedelta(days=1)
    assert told_before(new[-1], tomorrow) == [new[0].pk, new[1].pk]
    known = reader(tomorrow).known
    assert known._index is not index
    assert len(known._index) == len(known._places) == 3


def test_what_was_put_into_a_matter_is_known_at_once_and_another_area_the_next_day():
    an_area("16.01.08.2001", "Tanjung Baru")
    first, last = a_signal(text=TOLD), a_signal(text=TOLD)
    assert told_before(last, NOON) == [first.pk]
    Signal.objects.filter(pk=first.pk).update(cluster="gudang", area_id="16.01.08.2001")

    known = reader(SOON)
    (heard,) = heard_in(Signal.objects.filter(pk=last.pk))
    assert [one.cluster for one, _ in known.known.before(heard, known.gazetteer)] == ["gudang"]
    known = reader(NOON + timedelta(days=1))
    areas = {one.number: one.area_code for one in known.known._there.values()}
    assert areas == {first.pk: "16.01.08.2001", last.pk: VILLAGE}

"""On Sunday evening the coming week is proposed, in the time of the operation."""

from datetime import UTC, date, datetime

import pytest

from sejuk.foundation.ledger.models import Entry
from sejuk.plan.programme import tasks
from sejuk.plan.programme.models import Proposal
from tests.builders import an_officer, an_operation, shift_to

pytestmark = pytest.mark.django_db
SUNDAY_EVENING = datetime(2024, 11, 17, 11, tzinfo=UTC)
TUESDAY = datetime(2024, 11, 19, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "monday"), [(SUNDAY_EVENING, date(2024, 11, 18)), (TUESDAY, date(2024, 11, 25))]
)
def test_the_coming_week_is_proposed(now, monday):
    shift = shift_to(now)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)
    an_officer()
    tasks.propose_next_week(0)
    assert Proposal.objects.get().week_starts_on == monday
    assert Entry.objects.get().actor_name == "system:propose_next_week"


def test_without_an_operation_nothing_happens():
    an_officer()
    tasks.propose_next_week(0)
    assert not Proposal.objects.exists()

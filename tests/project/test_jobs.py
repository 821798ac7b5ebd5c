"""Jobs belong to the transaction that asks for them; those of a dead worker are given back."""

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.project.tasks import GIVE_BACK, MOST_ATTEMPTS, give_back_jobs

NAME = "channels.resume"


@pytest.mark.usefixtures("db")
def test_in_a_worker_too_a_job_is_undone_with_the_transaction_that_asked_for_it():
    _empty()
    with app.replace_connector(app.connector.get_worker_connector()):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            app.configure_task(NAME).defer(timestamp=1)
            raise ZeroDivisionError
        app.configure_task(NAME).defer(timestamp=2)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"timestamp": 2}]


def _empty() -> None:
    """Throw jobs away: between tests Django leaves them where they are."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def _no_jobs(transactional_db):
    _empty()
    yield
    _empty()


@pytest.mark.slow
@pytest.mark.usefixtures("_no_jobs")
def test_jobs_of_a_dead_worker_are_given_back_unless_they_wait_already_or_came_back_too_often():
    for number, lock in ((1, "one"), (2, "two"), (3, "three")):
        app.configure_task(NAME, queueing_lock=lock).defer(timestamp=number)
    with connection.cursor() as cursor:
        # By a worker that is no more, as after the start of the next one.
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute(
            "UPDATE procrastinate_jobs SET attempts = %s WHERE args->>'timestamp' = '3'",
            [MOST_ATTEMPTS],
        )
    app.configure_task(NAME, queueing_lock="two").defer(timestamp=4)

    async def give_back() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                await give_back_jobs(SimpleNamespace(app=app), timestamp=0)

    asyncio.run(give_back())
    states = ProcrastinateJob.objects.order_by("id").values_list("status", "attempts")
    assert list(states) == [("todo", 1), ("failed", 1), ("failed", MOST_ATTEMPTS + 1), ("todo", 0)]
    assert GIVE_BACK in app.tasks

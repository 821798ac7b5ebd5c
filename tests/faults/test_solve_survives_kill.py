"""The worker is killed in the middle of computing a roster: another goes on from the best kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sejuk.engines import roster as engine
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.kit.actors import Role
from sejuk.plan.deployment import actions, tasks
from sejuk.plan.deployment.actions import solving
from sejuk.plan.deployment.models import Solve
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.seating import as_found, seats_of
from tests.builders import NOON, a_need, a_person, a_post, a_user, an_actor, an_operation
from tests.processes import a_worker, kill, wait_for


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_computing_is_taken_over_and_says_so():
    an_operation(starts_on=date(2024, 11, 1))
    planner = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    need = a_need(post=a_post(), count=2)
    # Some live far away, so that there is always a cheaper roster to look for.
    for number in range(14):
        a_person(area_code=f"16.01.{number % 3 + 8:02}")
    draft = actions.make_draft(
        operation_id=need.operation_id, name="November", starts_on=date(2024, 11, 25),
        ends_on=date(2024, 12, 1), actor=planner, now=NOON,
    )  # fmt: skip
    solve = actions.ask_solve(
        roster_id=draft.pk, seed=7, seconds=600, workers=1, actor=planner, now=NOON
    )

    with a_worker(solving.QUEUE) as worker:
        wait_for(lambda: Solve.objects.get().best, 120)
        kill(worker)
    dead = Solve.objects.get()
    assert (dead.state, dead.attempts) == ("running", 1)
    best = as_found(seats_of(draft), dead.best)
    # What the first worker's watch does half a minute later.
    long_ago = timezone.now() - timedelta(minutes=1)
    Solve.objects.update(alive_at=long_ago)
    tasks.watch_solve(solve_id=solve.pk)
    assert Solve.objects.get().state == "waiting"

    with a_worker(solving.QUEUE):
        wait_for(lambda: Solve.objects.get().attempts == 2, 120)
        actions.stop_solve(solve_id=solve.pk, actor=planner, now=NOON)
        wait_for(lambda: Solve.objects.get().state == "cancelled", 120)

    problem = problem_of(draft)
    before, after = engine.verify(problem, best), engine.verify(problem, placed(draft))
    assert after.is_legal
    assert after.figures.cost <= before.figures.cost
    deeds = Entry.objects.filter(verb__startswith="deployment.solve.").order_by("sequence")
    assert [entry.verb.rsplit(".")[-1] for entry in deeds] == [
        "asked", "begun", "taken_over", "begun", "stop_asked", "cancelled",
    ]  # fmt: skip
    assert verify_chain(ledger.chain()).holds

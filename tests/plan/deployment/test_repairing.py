"""A published roster is mended after illness: fewest changes, each with its reason."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.repairs import repair_of
from sejuk.plan.deployment.queries.verdicts import broken_rules
from tests.builders import NOON, a_need, a_person, a_post, a_user, an_actor, an_operation

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 11, 18)


@pytest.fixture
def planner(db):
    an_operation(starts_on=date(2024, 11, 1), is_demonstration=True)
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


@pytest.fixture
def published(planner):
    """A week of two seats in three shifts, solved for fourteen people and published."""
    need = a_need(post=a_post("kpu"), count=2)
    for _ in range(14):
        a_person()
    days = {"starts_on": MONDAY, "ends_on": MONDAY + timedelta(days=6)}
    at = NOON - timedelta(days=5)
    draft = actions.make_draft(
        operation_id=need.operation_id, name="Pekan", **days, actor=planner, now=at
    )
    people = {}
    for one in engine.solve(problem_of(draft), seed=3, rounds=2).roster:
        people.setdefault(one.demand, []).append(int(one.person))
    for duty in draft.duties.order_by("seat"):
        duty.person_id = people[duty.demand].pop()
        duty.save(update_fields=["person"])
    roster = actions.propose_roster(roster_id=draft.pk, actor=planner, now=at)
    overrides = {rule.rule: "Sudah diperiksa." for rule in broken_rules(roster.figures)}
    head = an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))
    return actions.publish_roster(roster_id=roster.pk, overrides=overrides, actor=head, now=at)


def test_who_fell_ill_is_replaced_with_the_fewest_changes(published, planner):
    # NOON is Tuesday 12.00: of the duties ahead the one that begins first falls away.
    duty = published.duties.filter(starts_at__gt=NOON).earliest("starts_at")
    ill = duty.person
    Leave.objects.create(
        person=ill, kind="sakit", starts_on=duty.day, ends_on=duty.day + timedelta(days=1)
    )
    lost = published.duties.filter(
        person=ill, starts_at__gt=NOON, starts_at__lt=NOON + timedelta(days=2)
    ).count()

    draft = actions.repair_roster(roster_id=published.pk, actor=planner, now=NOON)

    before, after = set(placed(published)), set(placed(draft))
    assert len(after - before) == lost
    begun = set(published.duties.filter(starts_at__lt=NOON).values_list("demand", flat=True))
    assert {one for one in before if one.demand in begun} <= after
    verdict = engine.verify(problem_of(draft), placed(draft))
    assert verdict.is_legal
    assert verdict.figures.empty_seats == 0
    shown = repair_of(draft)
    assert (shown.put_on, shown.is_proved) == (lost, True)
    assert str(ill) in shown.changes[0].why
    assert shown.changes[0].post == duty.post.name
    assert Entry.objects.latest("sequence").verb == "deployment.roster.repaired"

    client = Client()
    client.force_login(a_user(Role.OPERATOR))
    page = client.get(reverse("deployment:repaired", args=[draft.pk])).content.decode()
    assert str(ill) in page
    # Proposing judges anew and keeps what was mended.
    proposed = actions.propose_roster(roster_id=draft.pk, actor=planner, now=NOON)
    assert repair_of(proposed) == shown


def test_a_draft_is_computed_anew_and_not_mended(published, planner):
    draft = actions.repair_roster(roster_id=published.pk, actor=planner, now=NOON)
    assert repair_of(draft).changes == ()
    with pytest.raises(Refused, match="Only a published roster"):
        actions.repair_roster(roster_id=draft.pk, actor=planner, now=NOON)


def test_nobody_waits_for_the_ledger_while_it_is_computed(published, planner, monkeypatch):
    before = Entry.objects.count()
    while_computing = []
    mend = engine.repair

    def watched(*given, **named):
        while_computing.append(Entry.objects.count())
        return mend(*given, **named)

    monkeypatch.setattr(engine, "repair", watched)
    with CaptureQueriesContext(connection) as asked:
        actions.repair_roster(roster_id=published.pk, actor=planner, now=NOON)
    assert while_computing == [before]
    assert Entry.objects.count() == before + 1
    # No row of others is locked, and the ledger's head last of all.
    asked_for = [one["sql"] for one in asked]
    assert not [sql for sql in asked_for if "FOR UPDATE" in sql or "FOR NO KEY" in sql]
    [head] = [turn for turn, sql in enumerate(asked_for) if "ledger_head" in sql]
    assert head > max(turn for turn, sql in enumerate(asked_for) if "deployment_" in sql)


def test_a_roster_of_elsewhere_is_not_mended(published):
    stranger = an_actor(Role.OPERATOR, area_code="16.09")
    with pytest.raises(NotYours):
        actions.repair_roster(roster_id=published.pk, actor=stranger, now=NOON)
    part = an_actor(Role.OPERATOR, area_code="16.01.08")
    with pytest.raises((NotYours, Refused)):
        actions.repair_roster(roster_id=published.pk, actor=part, now=NOON)
